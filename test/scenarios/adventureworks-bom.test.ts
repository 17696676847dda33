import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { describeWithSharedData, sharedData } from '../support/data.js';

type Row = Record<string, string>;
const table = (name: string): Row[] =>
  parse(readFileSync(sharedData(`adventureworks/${name}.csv`)), { columns: true }) as Row[];

/** Another way to the same figures: every path walked by itself, in plain numbers. Without scrap they are exact. */
function needsByHand(lines: readonly Row[], product: string, quantity: number, date: string): Map<string, number> {
  const needs = new Map<string, number>();
  const walk = (assembly: string, wanted: number): void => {
    for (const line of lines) {
      if (
        line['ProductAssemblyID'] !== assembly ||
        line['StartDate']! > date ||
        (line['EndDate'] !== '' && line['EndDate']! < date)
      )
        continue;
      const component = line['ComponentID']!;
      const needed = wanted * Number(line['PerAssemblyQty']);
      needs.set(component, (needs.get(component) ?? 0) + needed);
      walk(component, needed);
    }
  };
  walk(product, quantity);
  return needs;
}

describeWithSharedData("a bicycle manufacturer's 238 bills", () => {
  const DATE = '2014-06-01';
  let app: TestApp;
  let lines: Row[];
  /** Our ids by theirs. */
  const productOf = new Map<string, string>();
  const theirs = new Map<string, string>();
  const bomOf = new Map<string, string>();

  beforeAll(async () => {
    app = await startTestApp();
    const products = table('product');
    lines = table('bill_of_materials').filter((line) => line['ProductAssemblyID'] !== '');
    const { rows } = await app.db.query<{ id: string; external_id: string }>(
      `insert into erp.products (sku, name, type, external_id, unit_id, is_manufactured)
       select p.sku, p.name, case when p.made then 'part' else 'material' end, p.external_id, u.id, p.made
         from unnest($1::text[], $2::text[], $3::text[], $4::boolean[]) as p (external_id, sku, name, made)
        cross join erp.units u where u.code = 'EA'
       returning id, external_id`,
      [
        products.map((p) => p['ProductID']),
        products.map((p) => p['ProductNumber']),
        products.map((p) => p['Name']),
        products.map((p) => p['MakeFlag'] === '1'),
      ],
    );
    for (const { id, external_id } of rows) {
      productOf.set(external_id, id);
      theirs.set(id, external_id);
    }
    for (const assembly of new Set(lines.map((line) => line['ProductAssemblyID']!))) {
      const { status, body, text } = await app.as(app.admin).post('/warehouse/bom', {
        product_id: productOf.get(assembly),
        external_id: assembly,
        activate: true,
        lines: lines
          .filter((line) => line['ProductAssemblyID'] === assembly)
          .map((line) => ({
            component_id: productOf.get(line['ComponentID']!),
            quantity: Number(line['PerAssemblyQty']),
            valid_from: line['StartDate'],
            valid_to: line['EndDate'] || null,
            external_id: line['BillOfMaterialsID'],
          })),
      });
      if (status !== 201) throw new Error(`Assembly ${assembly} was refused: ${text}`);
      bomOf.set(assembly, body.id);
    }
  });
  afterAll(() => app?.close());

  it('are taken as they are, none refused as a circle', async () => {
    expect(bomOf.size).toBe(238);
    const { rows } = await app.db.query(`select count(*)::int as lines from erp.bom_lines`);
    expect(rows[0].lines).toBe(2576);
  });

  it.each(['2010-06-01', DATE])(
    'explode on %s to the same needs as every path walked by hand, for every assembly',
    async (date) => {
      let deepest = 0;
      for (const [assembly, bom] of bomOf) {
        const { status, body } = await app
          .as(app.admin)
          .get(`/warehouse/bom/${bom}/explosion?mode=flat&quantity=7&date=${date}`);
        expect(status).toBe(200);
        const ours = new Map(body.totals.map((row: any) => [theirs.get(row.component_id), row.quantity]));
        expect({ assembly, needs: ours }).toEqual({ assembly, needs: needsByHand(lines, assembly, 7, date) });
        deepest = Math.max(deepest, ...body.totals.map((row: any) => row.level));
      }
      if (date === DATE) expect(deepest).toBe(4);
    },
  );
});

import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import type { BomDto, BomListQuery, BomSummaryDto } from './bom.dto.js';
import { Bom, BomLine, BomLineSubstitute } from './bom.entity.js';

const SUMMARY = `b.id, b.product_id, p.sku, p.name as product_name, b.revision, b.type, b.state, b.output_quantity, b.valid_from, b.valid_to,
  b.notes, b.external_id, (select count(*) from erp.bom_lines l where l.bom_id = b.id) as line_count,
  b.version, b.created_by, b.created_at, b.updated_at`;

const BOMS = defineList({
  select: SUMMARY,
  from: 'erp.boms b join erp.products p on p.id = b.product_id',
  id: 'b.id',
  sorts: { created_at: 'b.created_at', sku: 'p.sku' },
  default_sort: '-created_at',
  search: ['p.sku', 'p.name', 'b.revision'],
  filters: {
    product_id: 'b.product_id = ?',
    component_id: 'exists (select from erp.bom_lines l where l.bom_id = b.id and l.component_id = ?)',
    state: 'b.state = ?',
    type: 'b.type = ?',
    valid_on: "daterange(b.valid_from, b.valid_to, '[]') @> ?::date",
    revision: 'lower(b.revision) = lower(?)',
    external_id: 'b.external_id = ?',
  },
});

const DOCUMENT = /* sql */ `
select ${SUMMARY},
       coalesce((
         select json_agg(json_build_object(
             'id', l.id, 'line_no', l.line_no, 'kind', l.kind, 'component_id', l.component_id, 'sku', c.sku, 'name', c.name,
             'unit_code', u.code, 'quantity', l.quantity, 'scrap_percent', l.scrap_percent::text,
             'cost_share_percent', l.cost_share_percent::text, 'valid_from', l.valid_from, 'valid_to', l.valid_to,
             'operation', l.operation, 'issue_method', l.issue_method, 'notes', l.notes, 'external_id', l.external_id,
             'substitutes', coalesce((
               select json_agg(json_build_object('component_id', s.component_id, 'sku', sp.sku, 'name', sp.name,
                                                 'preference', s.preference, 'quantity', s.quantity) order by s.preference)
                 from erp.bom_line_substitutes s join erp.products sp on sp.id = s.component_id
                where s.bom_line_id = l.id), '[]')
           ) order by l.line_no)
           from erp.bom_lines l
           join erp.products c on c.id = l.component_id
           join erp.units u on u.id = c.unit_id
          where l.bom_id = b.id), '[]') as lines
  from erp.boms b
  join erp.products p on p.id = b.product_id
 where b.id = $1`;

const RIVALS = /* sql */ `
select b.id, b.product_id, b.revision, b.state, b.valid_from, b.valid_to
  from erp.boms b
 where b.product_id = $1 and b.state = 'active' and b.id <> $2
   and daterange(b.valid_from, b.valid_to, '[]') && daterange($3::date, $4::date, '[]')
 order by b.id`;
const LOCK_RIVALS = `${RIVALS} for update`;

type RivalOf = Pick<Bom, 'id' | 'product_id' | 'valid_from' | 'valid_to'>;

/** A product as the rules of a bill look at it. */
export interface BomProduct {
  readonly id: string;
  readonly sku: string;
  readonly type: string;
  readonly is_active: boolean;
}

/** A line about to be written, with its substitutes in order of preference. */
export type NewLine = Omit<BomLine, 'id' | 'bom_id' | 'created_at' | 'updated_at'> & {
  readonly substitutes: readonly { readonly component_id: string; readonly quantity: number }[];
};

/** The bills as documents. */
@Injectable()
export class BomRepository {
  constructor(private readonly db: Database) {}

  page(query: BomListQuery): Promise<Page<BomSummaryDto>> {
    return this.db.page<BomSummaryDto>(BOMS, query);
  }

  /** The whole bill, in one statement. @throws NOT_FOUND */
  async get(id: string): Promise<BomDto> {
    const document = await this.db.maybe<BomDto>(DOCUMENT, [id]);
    if (!document) throw notFound('Bill of material', id);
    return document;
  }

  /**
   * Makes every other writer of lines wait until this transaction ends, so that two cannot close a circle together. Asked for
   * before any bill is locked, so that two writers never wait for each other.
   */
  async lockStructure(): Promise<void> {
    await this.db.query('select erp.lock_bom_structure()');
  }

  /** @throws NOT_FOUND, STALE_VERSION */
  lock(id: string): Promise<Bom> {
    return this.db.lock(Bom, id);
  }

  products(ids: readonly string[]): Promise<BomProduct[]> {
    return this.db.query<BomProduct>('select id, sku, type, is_active from erp.products where id = any($1::uuid[])', [
      ids,
    ]);
  }

  /** One more than the highest revision of the product that is a plain number. */
  async nextRevision(productId: string): Promise<string> {
    const { revision } = await this.db.one<{ revision: string }>(
      `select (coalesce(max(b.revision::int) filter (where b.revision ~ '^[0-9]{1,9}$'), 0) + 1)::text as revision
         from erp.boms b where b.product_id = $1`,
      [productId],
    );
    return revision;
  }

  insert(values: Partial<Bom>): Promise<Bom> {
    return this.db.insert(Bom, values);
  }

  update(id: string, values: Partial<Bom>): Promise<Bom> {
    return this.db.update(Bom, id, values);
  }

  async insertLines(bomId: string, lines: readonly NewLine[]): Promise<void> {
    const rows = await this.db.insertMany(
      BomLine,
      lines.map(({ substitutes: _, ...line }) => ({ ...line, bom_id: bomId })),
    );
    const idOf = new Map(rows.map((row) => [row.line_no, row.id]));
    const substitutes = lines.flatMap(({ line_no, substitutes }) =>
      substitutes.map((substitute, index) => ({
        ...substitute,
        bom_line_id: idOf.get(line_no)!,
        preference: index + 1,
      })),
    );
    await this.db.insertMany(BomLineSubstitute, substitutes);
  }

  async deleteLines(bomId: string): Promise<void> {
    await this.db.query('delete from erp.bom_lines where bom_id = $1', [bomId]);
  }

  async delete(id: string): Promise<void> {
    await this.db.delete(Bom, id);
  }

  /** The active revisions of the product that hold on some of the bill's days. */
  activeRivals(bom: RivalOf): Promise<Bom[]> {
    return this.db.query<Bom>(RIVALS, [bom.product_id, bom.id, bom.valid_from, bom.valid_to]);
  }

  /** The same, locked. */
  lockActiveRivals(bom: RivalOf): Promise<Bom[]> {
    return this.db.query<Bom>(LOCK_RIVALS, [bom.product_id, bom.id, bom.valid_from, bom.valid_to]);
  }

  /** Lets an active revision end the day before `day`. */
  async endBefore(id: string, day: string): Promise<void> {
    await this.db.query('update erp.boms set valid_to = $2::date - 1, version = version + 1 where id = $1', [id, day]);
  }

  /** The product's bill if it has one only and that is a draft with components. */
  async onlyDraftOf(productId: string): Promise<string | null> {
    const bom = await this.db.maybe<{ id: string }>(
      `select b.id from erp.boms b
        where b.product_id = $1 and b.state = 'draft'
          and not exists (select from erp.boms other where other.product_id = $1 and other.id <> b.id)
          and exists (select from erp.bom_lines l where l.bom_id = b.id and l.kind = 'component')`,
      [productId],
    );
    return bom?.id ?? null;
  }

  async hasComponents(bomId: string): Promise<boolean> {
    const { found } = await this.db.one<{ found: boolean }>(
      "select exists (select from erp.bom_lines l where l.bom_id = $1 and l.kind = 'component') as found",
      [bomId],
    );
    return found;
  }
}

import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { readSymbols } from '../support/label-reader.js';
import { aLocation, aProduct, aUnit, made, placesOf } from '../support/makers.js';

/**
 * A storekeeper's morning with a reader: three cases of glue and two machines arrive, are scanned in, put away, picked and counted. The reader
 * reads what the labels of this system show.
 */
describe('goods by scan', () => {
  let app: TestApp;
  let admin: Caller;
  let keeper: Caller;
  const labels = new Map<string, string>();

  beforeAll(async () => {
    app = await startTestApp();
    admin = app.as(app.admin);
    keeper = app.as(await app.actor({ role: 'warehouse' }));
  });
  afterAll(() => app.close());

  /** What the reader sends when it is held to the printed label of a thing. */
  async function scanOf(kind: string, id: string): Promise<string> {
    const { text } = await keeper.get(`/warehouse/labels/${kind}/${id}/svg`);
    const [symbol] = await readSymbols(text);
    return symbol!.symbology + symbol!.text;
  }
  const post = (what: string, body: object) => keeper.post(`/warehouse/scans/${what}`, body);
  const onHand = async (id: string) =>
    (await keeper.get(`/warehouse/stock/${id}`)).body.locations.map(
      (l: { location_code: string; lot_code: string; on_hand: number }) => [l.location_code, l.lot_code, l.on_hand],
    );

  it('arrive, are put away, picked and counted, and every piece is where it was scanned to', async () => {
    const { STOCK } = await placesOf(app);
    const carton = await aUnit(app, { name: 'Carton' });
    const glue = await aProduct(app, {
      name: 'Wood glue',
      tracking: 'lot',
      barcode: '4006381333931',
      pick_strategy: 'fefo',
    });
    const saw = await aProduct(app, { name: 'Band saw', tracking: 'serial', barcode: '9506000134352' });
    await made(app, '/unit-conversions', {
      from_unit_id: carton.id,
      to_unit_id: glue.unit_id,
      product_id: glue.id,
      numerator: 12,
    });
    await made(app, '/product-barcodes', { product_id: glue.id, barcode: '14006381333938', unit_id: carton.id });
    const dock = await aLocation(app, { code: 'DOCK', parent_id: STOCK });
    const shelf = await aLocation(app, { code: 'SHELF-1', parent_id: STOCK });
    labels.set('dock', await scanOf('location', dock.id)).set('shelf', await scanOf('location', shelf.id));

    // The cartons carry the number of the carton, the saws their own: nothing of them was known here before.
    const arrived = await post('receive', {
      to: labels.get('dock'),
      reference: 'DN-77',
      lines: [
        { scans: [']C102140063813339383702' + '\u001d', ']C1' + '17270331' + '10G-1'], unit_cost: '24.00' },
        { scans: ['(01)14006381333938(17)270131(10)G-2'], unit_cost: '24.60' },
        { scans: [']d2' + '0109506000134352' + '21SAW-1'], unit_cost: '900' },
        { scans: [']d2' + '0109506000134352' + '21SAW-2'], unit_cost: '900' },
      ],
    });
    expect(arrived.status).toBe(201);
    expect(arrived.body.lines.map((l: { quantity: number; value: string }) => [l.quantity, l.value])).toEqual([
      [24, '48.00'],
      [12, '24.60'],
      [1, '900.00'],
      [1, '900.00'],
    ]);
    expect(arrived.body.units).toMatchObject([
      { line_no: 1, unit_code: carton.code, unit_quantity: '2' },
      { line_no: 2, unit_code: carton.code, unit_quantity: '1' },
    ]);
    const lots = (await keeper.get(`/warehouse/lots?product_id=${glue.id}&sort=code`)).body.data;
    expect(lots).toMatchObject([
      { code: 'G-1', expires_on: '2027-03-31' },
      { code: 'G-2', expires_on: '2027-01-31' },
    ]);

    // From here on the storekeeper scans our own labels.
    const [one, two] = [await scanOf('lot', lots[0].id), await scanOf('lot', lots[1].id)];
    const away = await post('put-away', {
      from: labels.get('dock'),
      to: labels.get('shelf'),
      lines: [
        { scans: [one], quantity: 24 },
        { scans: [two], quantity: 12 },
        { scans: [']d2' + '0109506000134352' + '21SAW-1'] },
      ],
    });
    expect(away.status).toBe(201);
    expect(await onHand(glue.id)).toEqual([
      ['SHELF-1', 'G-1', 24],
      ['SHELF-1', 'G-2', 12],
    ]);

    // Thirteen bottles, whichever: the twelve that expire first, and one of the others.
    const picked = await post('pick', {
      from: labels.get('shelf'),
      lines: [{ scans: ['4006381333931'], quantity: 13 }],
    });
    expect(picked.status).toBe(201);
    expect(await onHand(glue.id)).toEqual([['SHELF-1', 'G-1', 23]]);
    const gone = await post('pick', { from: labels.get('shelf'), lines: [{ scans: [two], quantity: 1 }] });
    expect(gone).toMatchObject({ status: 409, body: { error_code: 'INSUFFICIENT_STOCK' } });

    // A bottle is missing from the shelf, and nobody was told how many there should be.
    const count = await made(app, '/warehouse/counts', { location_id: shelf.id });
    expect((await admin.post(`/warehouse/counts/${count.id}/start`, {})).status).toBe(200);
    const counted = await post('count', {
      count_id: count.id,
      at: labels.get('shelf'),
      lines: [
        { scans: [one], quantity: 10 },
        { scans: [one], quantity: 12 },
        { scans: [']d2' + '0109506000134352' + '21SAW-1'] },
      ],
    });
    expect(counted).toMatchObject({
      status: 200,
      body: {
        taken: 2,
        entries: [
          { sku: glue.sku, lot_code: 'G-1', quantity: 22 },
          { sku: saw.sku, lot_code: 'SAW-1', quantity: 1 },
        ],
      },
    });
    expect(JSON.stringify(counted.body)).not.toContain('book');
    const { body } = await admin.get(`/warehouse/counts/${count.id}/differences`);
    const differences = body.data.map((d: { lot_code: string; variance_quantity: number | null }) => [
      d.lot_code,
      d.variance_quantity,
    ]);
    expect(differences.sort()).toEqual([
      ['G-1', -1],
      ['SAW-1', 0],
    ]);
    await expectIntegrity(app);
  });
});

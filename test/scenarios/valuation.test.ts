import { readFileSync } from 'node:fs';
import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { describeWithSharedData, sharedData } from '../support/data.js';
import { expectIntegrity } from '../support/integrity.js';
import { aProduct, made, placesOf } from '../support/makers.js';

/**
 * Worked cases of other systems and of textbooks, over HTTP. Where a source's policy differs from ours it is said here:
 * - VAL-01: an initial cost without stock is no cost; the first receipt makes the average, as in the source.
 * - VAL-21: the source values a tracked product by lot under any method; here that is the method `specific`.
 * - VAL-30: a line of no pieces is no receipt here and takes no share; a landed cost is posted at once, a dry run is its draft.
 */
interface Case {
  readonly id: string;
  readonly expected: Record<string, any>;
}

let cases: Record<string, Case>;
let app: TestApp;
let admin: Caller;
let place: Record<string, string>;

const six = (text: string): string => Number(text).toFixed(6);
const two = (text: string): string => Number(text).toFixed(2);

function receive(product: any, ...lines: object[]): Promise<any> {
  const at = { product_id: product.id, to_location_id: place['STOCK'] };
  return made(app, '/warehouse/receipts', { lines: lines.map((line) => ({ ...at, ...line })) });
}

async function ship(product: any, quantity: number, more: object = {}): Promise<string> {
  const at = { product_id: product.id, quantity, from_location_id: place['STOCK'], ...more };
  return (await made(app, '/warehouse/issues', { lines: [at] })).lines[0].value;
}

async function valuation(product: any): Promise<any> {
  return (await admin.get(`/warehouse/valuations?product_id=${product.id}`)).body.data[0];
}

describeWithSharedData('the worked cases of valuation', () => {
  beforeAll(async () => {
    const read = JSON.parse(readFileSync(sharedData('scenarios/valuation.json'), 'utf8')) as Case[];
    cases = Object.fromEntries(read.map((each) => [each.id, each]));
    app = await startTestApp();
    admin = app.as(app.admin);
    place = await placesOf(app);
  });
  afterEach(() => expectIntegrity(app));
  afterAll(() => app.close());

  it('VAL-01: moving average over successive receipts, whatever the bin', async () => {
    const { expected } = cases['VAL-01']!;
    const product = await aProduct(app, { standard_cost: '80', list_price: '300' });
    const bin = await made(app, '/warehouse/locations', {
      code: 'VAL-BIN',
      name: 'A bin',
      type: 'bin',
      parent_id: place['STOCK'],
    });
    const costs: string[] = [];
    const note = async (): Promise<number> => costs.push((await valuation(product)).unit_cost);
    await receive(product, { quantity: 1, unit_cost: '100', to_location_id: bin.id });
    await note();
    await receive(product, { quantity: 1, unit_cost: '200' });
    await note();
    await receive(product, { quantity: 1, unit_cost: '200' }, { quantity: 1, unit_cost: '200' });
    await note();
    expect(costs).toEqual(expected['average_cost_after_each_step'].map(six));
    expect(await valuation(product)).toMatchObject({
      quantity: expected['on_hand_final'],
      value: two(expected['stock_value_final']),
    });
  });

  it('VAL-06: first in, first out, the cost shown after each move', async () => {
    const { expected } = cases['VAL-06']!;
    const product = await aProduct(app, { costing_method: 'fifo', standard_cost: '80' });
    const costs: string[] = [];
    const note = async (): Promise<number> => costs.push((await valuation(product)).unit_cost);
    await receive(product, { quantity: 4, unit_cost: '10' });
    await note();
    await receive(product, { quantity: 2, unit_cost: '25' });
    await note();
    expect(await ship(product, 3)).toBe(two(expected['issue_cost']['ship 3']));
    await note();
    expect(await ship(product, 2)).toBe(two(expected['issue_cost']['ship 2']));
    await note();
    expect(costs).toEqual(expected['unit_cost_after_each_step'].map(six));
    expect(await valuation(product)).toMatchObject({
      quantity: expected['remaining_qty'],
      value: two(expected['remaining_value']),
    });
  });

  it('VAL-09: a textbook year of perpetual FIFO', async () => {
    const { expected } = cases['VAL-09']!;
    const product = await aProduct(app, { costing_method: 'fifo' });
    const received: string[] = [];
    const issued: string[] = [];
    const buy = async (quantity: number, unit_cost: string): Promise<number> =>
      received.push((await receive(product, { quantity, unit_cost })).lines[0].value);
    await buy(68, '15.00');
    await buy(140, '15.50');
    issued.push(await ship(product, 94));
    await buy(40, '16.00');
    await buy(78, '16.50');
    issued.push(await ship(product, 116), await ship(product, 62));
    const transit = await made(app, '/warehouse/locations', {
      code: 'VAL-TRANSIT',
      name: 'On the way',
      type: 'transit',
    });
    const moved = await made(app, '/warehouse/transfers', {
      lines: [{ product_id: product.id, quantity: 10, from_location_id: place['STOCK'], to_location_id: transit.id }],
    });
    expect(moved.lines[0].value).toBe(two(expected['internal_transfer_value']));
    issued.push(await ship(product, 10));
    expect(received).toEqual(expected['receipt_values']);
    expect(issued).toEqual(expected['issue_values']);
    const { data: layers } = (await admin.get(`/warehouse/layers?product_id=${product.id}`)).body;
    expect(layers.map((y: any) => [y.quantity, y.unit_cost])).toEqual(
      expected['remaining_layers'].map((y: any) => [y.qty, six(y.unit_cost)]),
    );
    expect(await valuation(product)).toMatchObject({ value: expected['remaining_value'] });
  });

  it('VAL-21: each lot keeps its own average', async () => {
    const { expected } = cases['VAL-21']!;
    const product = await aProduct(app, { costing_method: 'specific', tracking: 'lot' });
    const held: string[] = [];
    for (const [code, unit_cost] of [
      ['B0', '100'],
      ['B1', '50'],
      ['B0', '150'],
      ['B1', '100'],
    ] as const) {
      await receive(product, { quantity: 1, unit_cost, lot: { code } });
      held.push((await valuation(product)).value);
    }
    const lots = (await admin.get(`/warehouse/lots?product_id=${product.id}&sort=code`)).body.data.map(
      (lot: any) => lot.id,
    );
    const issued: string[] = [];
    for (const lot of [1, 0, 1, 0]) issued.push(await ship(product, 1, { lot_id: lots[lot] }));
    expect(held).toEqual(expected['stock_value_after_receipts'].map(two));
    expect(issued).toEqual(expected['issue_values'].map(two));
    expect(await valuation(product)).toMatchObject({ quantity: 0, value: '0.00' });
  });

  it('VAL-30: landed cost for one product of a delivery, posted and cancelled', async () => {
    const { expected } = cases['VAL-30']!;
    const [p1, p2] = [await aProduct(app), await aProduct(app)];
    const receipt = await made(app, '/warehouse/receipts', {
      lines: [
        { product_id: p1.id, quantity: 10, unit_cost: '100', to_location_id: place['STOCK'] },
        { product_id: p2.id, quantity: 1, unit_cost: '10', to_location_id: place['STOCK'] },
      ],
    });
    const ours = receipt.lines
      .filter((line: any) => line.product_id === p1.id)
      .map((line: any) => ({ line_id: line.id }));
    const landed = await made(app, '/warehouse/landed-costs', { amount: '10.00', lines: ours });
    const costs = async (): Promise<Record<string, string>> => ({
      P1: (await valuation(p1)).unit_cost,
      P2: (await valuation(p2)).unit_cost,
    });
    const sixes = (all: Record<string, string>) => Object.fromEntries(Object.entries(all).map(([k, v]) => [k, six(v)]));
    expect(await costs()).toEqual(sixes(expected['unit_prices_after_post']));
    await admin.post(`/warehouse/landed-costs/${landed.id}/cancel`, { reason: 'Cancelled' });
    expect(await costs()).toEqual(sixes(expected['unit_prices_after_cancel']));
  });
});

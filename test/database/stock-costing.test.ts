import { StockDatabase, refusal } from '../support/stock.js';
import type { LineInput, Posted } from '../support/stock.js';

let stock: StockDatabase;

beforeAll(async () => {
  stock = await StockDatabase.open();
});
afterEach(async () => expect(await stock.broken()).toEqual([]));
afterAll(() => stock.close());

const lines = (posted: Posted, movement = 0) => posted.movements[movement]!.lines;
const values = (posted: Posted, movement = 0): string[] => lines(posted, movement).map(({ value }) => value);

async function issue(product: string, quantity: number, more: Partial<LineInput> = {}): Promise<Posted> {
  return stock.post([{ type: 'issue', lines: [stock.line(product, quantity, 'STOCK', 'CUSTOMER', more)] }]);
}

async function back(
  product: string,
  quantity: number,
  line: string,
  from: string,
  to: string,
  more: Partial<LineInput> = {},
): Promise<Posted> {
  return stock.post([
    { type: 'return', lines: [stock.line(product, quantity, from, to, { returns_line_id: line, ...more })] },
  ]);
}

/** Takes a whole movement back, as the service does. */
async function reverse(posted: Posted): Promise<Posted> {
  const [movement] = posted.movements;
  return stock.post([
    {
      type: 'reversal',
      reverses_id: movement!.id,
      lines: [...movement!.lines].reverse().map((l) => ({
        product_id: l.product_id,
        quantity: l.quantity,
        from_location_id: l.to_location_id,
        to_location_id: l.from_location_id,
        value: l.value,
        returns_line_id: l.id,
        ...(l.lot_id && { lot_id: l.lot_id }),
      })),
    },
  ]);
}

/** What is left of each layer: pieces and value, the oldest first. */
async function layers(product: string, area = stock.company): Promise<string[]> {
  const { rows } = await stock.app.query<{ text: string }>(
    `select quantity || ' @ ' || value as text from stock_layers
      where product_id = $1 and area_id = $2 and quantity > 0 order by received_at, place`,
    [product, area],
  );
  return rows.map(({ text }) => text);
}

const change = (body: object): Promise<{ adjustments: Posted['adjustments'] }> =>
  stock.call('erp.change_costing($1::jsonb)', {
    source_type: 'test',
    source_id: '00000000-0000-4000-8000-000000000001',
    reason: 'test',
    ...body,
  });

describe('first in, first out', () => {
  it('takes the oldest layer first: a textbook year', async () => {
    const p = await stock.product({ costing_method: 'fifo' });
    await stock.location('FAR', 'STOCK');
    expect(values(await stock.receive(p, 68, '15.00'))).toEqual(['1020.00']);
    expect(values(await stock.receive(p, 140, '15.50'))).toEqual(['2170.00']);
    expect(values(await issue(p, 94))).toEqual(['1423.00']);
    expect(values(await stock.receive(p, 40, '16.00'))).toEqual(['640.00']);
    expect(values(await stock.receive(p, 78, '16.50'))).toEqual(['1287.00']);
    expect(values(await issue(p, 116))).toEqual(['1799.00']);
    expect(values(await issue(p, 62))).toEqual(['1004.00']);
    expect(values(await stock.post([{ type: 'transfer', lines: [stock.line(p, 10, 'STOCK', 'FAR')] }]))).toEqual([
      '0.00',
    ]);
    expect(values(await issue(p, 10))).toEqual(['165.00']);
    expect(await layers(p)).toEqual(['44 @ 726.00']);
    expect(await stock.valuation(p)).toEqual({ quantity: 44, value: '726.00' });
  });

  it('leaves no cent behind: three pieces for a hundred', async () => {
    const p = await stock.product({ costing_method: 'fifo' });
    await stock.post([{ type: 'receipt', lines: [stock.line(p, 3, 'SUPPLIER', 'STOCK', { value: '100.00' })] }]);
    expect(values(await issue(p, 1))).toEqual(['33.33']);
    expect(values(await issue(p, 1))).toEqual(['33.34']);
    expect(values(await issue(p, 1))).toEqual(['33.33']);
    expect(await stock.valuation(p)).toEqual({ quantity: 0, value: '0.00' });
  });

  it('sees within one posting what the lines before have left, in their order', async () => {
    const p = await stock.product({ costing_method: 'fifo' });
    const posted = await stock.post([
      {
        type: 'receipt',
        lines: [
          stock.line(p, 1, 'SUPPLIER', 'STOCK', { unit_cost: '1' }),
          stock.line(p, 1, 'SUPPLIER', 'STOCK', { unit_cost: '2' }),
          stock.line(p, 1, 'SUPPLIER', 'STOCK', { unit_cost: '4' }),
        ],
      },
      { type: 'issue', lines: [stock.line(p, 2, 'STOCK', 'CUSTOMER'), stock.line(p, 1, 'STOCK', 'CUSTOMER')] },
    ]);
    expect(values(posted, 1)).toEqual(['3.00', '4.00']);
  });

  it('reverses an issue into the layers it came from', async () => {
    const p = await stock.product({ costing_method: 'fifo' });
    await stock.receive(p, 3, '10');
    await stock.receive(p, 3, '20');
    const out = await issue(p, 4);
    expect(values(out)).toEqual(['50.00']);
    expect(values(await reverse(out))).toEqual(['50.00']);
    expect(await layers(p)).toEqual(['3 @ 30.00', '3 @ 60.00']);
  });

  it('reverses a receipt out of its own layer, what has gone at the cost of others with a variance', async () => {
    const p = await stock.product({ costing_method: 'fifo' });
    const first = await stock.receive(p, 4, '10');
    const second = await stock.receive(p, 4, '20');
    expect(values(await reverse(second))).toEqual(['80.00']);
    expect(await layers(p)).toEqual(['4 @ 40.00']);
    await stock.receive(p, 4, '30');
    await issue(p, 3);
    const undone = await reverse(first);
    expect(values(undone)).toEqual(['100.00']);
    expect(undone.adjustments).toMatchObject([
      { type: 'reversal_variance', value: '0.00', counter_value: '-60.00', variance_value: '60.00' },
    ]);
    expect(await layers(p)).toEqual(['1 @ 30.00']);
  });

  it('sends back to the supplier what came in, and takes back from the customer at what it left for', async () => {
    const p = await stock.product({ costing_method: 'fifo' });
    await stock.receive(p, 5, '10');
    const second = await stock.receive(p, 5, '20');
    expect(values(await back(p, 2, lines(second)[0]!.id, 'STOCK', 'SUPPLIER'))).toEqual(['40.00']);
    const sold = await issue(p, 6);
    expect(values(sold)).toEqual(['70.00']);
    const line = lines(sold)[0]!.id;
    expect(values(await back(p, 1, line, 'CUSTOMER', 'STOCK'))).toEqual(['11.67']);
    expect(values(await back(p, 1, line, 'CUSTOMER', 'STOCK'))).toEqual(['11.66']);
    expect(values(await back(p, 4, line, 'CUSTOMER', 'STOCK'))).toEqual(['46.67']);
    expect(await stock.valuation(p)).toEqual({ quantity: 8, value: '110.00' });
    expect((await refusal(back(p, 1, line, 'CUSTOMER', 'STOCK'))).detail['errors']).toMatchObject([
      { code: 'MORE_THAN_LEFT' },
    ]);
  });

  it('moves age and cost along between warehouses, and gives landed cost to them wherever they lie', async () => {
    await stock.openCompany('warehouse');
    await stock.location('WH2', null, 'warehouse');
    const p = await stock.product({ costing_method: 'fifo' });
    const receipt = await stock.receive(p, 10, '10');
    await stock.receive(p, 10, '20');
    const moved = await stock.post([{ type: 'transfer', lines: [stock.line(p, 15, 'STOCK', 'WH2')] }]);
    expect(values(moved)).toEqual(['200.00']);
    expect(await layers(p, stock.place['WH2'])).toEqual(['10 @ 100.00', '5 @ 100.00']);
    await stock.post([{ type: 'issue', lines: [stock.line(p, 4, 'WH2', 'CUSTOMER')] }]);
    // 10.00 on ten pieces of which six are left: 6.00 to stock, 4.00 to a variance
    const landed = await stock.post([], {
      adjustments: [
        {
          company_id: stock.company,
          type: 'landed_cost',
          product_id: p,
          area_id: stock.place['WH'],
          line_id: lines(receipt)[0]!.id,
          value: '10.00',
          counter_value: '-10.00',
          source_type: 'test',
          source_id: stock.company,
        },
      ],
    });
    expect(landed.adjustments).toMatchObject([
      { value: '0.00', counter_value: '-10.00', variance_value: '10.00' },
      { value: '6.00', counter_value: '0.00', variance_value: '-6.00' },
    ]);
    expect(await layers(p, stock.place['WH2'])).toEqual(['6 @ 66.00', '5 @ 100.00']);
    // and back again: the pieces keep their place in the queue
    await stock.post([{ type: 'transfer', lines: [stock.line(p, 6, 'WH2', 'STOCK')] }]);
    expect(await layers(p, stock.place['WH'])).toEqual(['6 @ 66.00', '5 @ 100.00']);
    await stock.use((await stock.owner.query(`select id from companies where code = 'MAIN'`)).rows[0].id);
  });
});

describe('standard cost', () => {
  it('keeps stock at quantity times standard; what it cost beyond is a variance', async () => {
    const p = await stock.product({ costing_method: 'standard', standard_cost: '10' });
    const bought = await stock.receive(p, 10, '11.50');
    expect(values(bought)).toEqual(['100.00']);
    expect(bought.adjustments).toMatchObject([
      { type: 'standard_variance', value: '0.00', counter_value: '-15.00', variance_value: '15.00' },
    ]);
    expect(values(await issue(p, 4))).toEqual(['40.00']);
    const returned = await back(p, 2, lines(bought)[0]!.id, 'STOCK', 'SUPPLIER');
    expect(values(returned)).toEqual(['20.00']);
    expect(await stock.valuation(p)).toEqual({ quantity: 4, value: '40.00' });
  });

  it('is worth the rounded product at every moment, whatever the steps', async () => {
    const p = await stock.product({ costing_method: 'standard', standard_cost: '0.333333' });
    const got: string[] = [];
    for (let n = 0; n < 3; n++) got.push(...values(await stock.receive(p, 1, '0.333333')));
    expect(got).toEqual(['0.33', '0.34', '0.33']);
    expect(await stock.valuation(p)).toEqual({ quantity: 3, value: '1.00' });
    expect(values(await issue(p, 3))).toEqual(['1.00']);
  });

  it('is revalued when the standard changes, in every area, and not by hand', async () => {
    const p = await stock.product({ costing_method: 'standard', standard_cost: '10' });
    await stock.receive(p, 7, '10');
    expect((await refusal(stock.owner.query(`update products set standard_cost = 12 where id = $1`, [p]))).code).toBe(
      'COSTING_NEEDS_REVALUATION',
    );
    const { adjustments } = await change({ product_id: p, standard_cost: '12.50' });
    expect(adjustments).toMatchObject([{ type: 'revaluation', value: '17.50', variance_value: '-17.50' }]);
    expect(await stock.valuation(p)).toEqual({ quantity: 7, value: '87.50' });
    await issue(p, 7);
    await stock.owner.query(`update products set standard_cost = 1 where id = $1`, [p]);
  });
});

describe('each lot its own cost', () => {
  it('keeps an average for each lot', async () => {
    const p = await stock.product({ costing_method: 'specific', tracking: 'lot' });
    const [b0, b1] = [await stock.lot(p, 'B0'), await stock.lot(p, 'B1')];
    const receive = (lot: string, cost: string) =>
      stock.post([
        { type: 'receipt', lines: [stock.line(p, 1, 'SUPPLIER', 'STOCK', { lot_id: lot, unit_cost: cost })] },
      ]);
    const held: string[] = [];
    for (const [lot, cost] of [
      [b0, '100'],
      [b1, '50'],
      [b0, '150'],
      [b1, '100'],
    ] as const) {
      await receive(lot, cost);
      held.push((await stock.valuation(p)).value);
    }
    expect(held).toEqual(['100.00', '150.00', '300.00', '400.00']);
    const sold: string[] = [];
    for (const lot of [b1, b0, b1, b0]) sold.push(...values(await issue(p, 1, { lot_id: lot })));
    expect(sold).toEqual(['75.00', '125.00', '75.00', '125.00']);
  });

  it('splits and merges lots without losing a cent', async () => {
    const p = await stock.product({ costing_method: 'specific', tracking: 'lot' });
    const [a, b, c] = [await stock.lot(p, 'A'), await stock.lot(p, 'B'), await stock.lot(p, 'C')];
    await stock.post([
      { type: 'receipt', lines: [stock.line(p, 3, 'SUPPLIER', 'STOCK', { lot_id: a, value: '100.00' })] },
    ]);
    const split = await stock.post([
      {
        type: 'conversion',
        lines: [
          stock.line(p, 3, 'STOCK', 'CONVERSION', { lot_id: a }),
          stock.line(p, 1, 'CONVERSION', 'STOCK', { lot_id: b }),
          stock.line(p, 2, 'CONVERSION', 'STOCK', { lot_id: c }),
        ],
      },
    ]);
    expect(values(split)).toEqual(['100.00', '33.33', '66.67']);
    const said = await refusal(
      stock.post([
        {
          type: 'conversion',
          lines: [
            stock.line(p, 2, 'STOCK', 'CONVERSION', { lot_id: c }),
            stock.line(p, 1, 'CONVERSION', 'STOCK', { lot_id: a }),
          ],
        },
      ]),
    );
    expect(said.detail['errors']).toMatchObject([{ code: 'CONVERSION_NOT_BALANCED' }]);
  });

  it('is not changed by converting lots where cost goes first in, first out', async () => {
    const p = await stock.product({ costing_method: 'fifo', tracking: 'lot' });
    const [a, b] = [await stock.lot(p, 'A'), await stock.lot(p, 'B')];
    for (const cost of ['1', '2'])
      await stock.post([
        { type: 'receipt', lines: [stock.line(p, 2, 'SUPPLIER', 'STOCK', { lot_id: a, unit_cost: cost })] },
      ]);
    const relabelled = await stock.post([
      {
        type: 'conversion',
        lines: [
          stock.line(p, 3, 'STOCK', 'CONVERSION', { lot_id: a }),
          stock.line(p, 1, 'CONVERSION', 'STOCK', { lot_id: b }),
          stock.line(p, 2, 'CONVERSION', 'STOCK', { lot_id: b }),
        ],
      },
    ]);
    expect(values(relabelled)).toEqual(['4.00', '1.00', '3.00']);
    expect(await layers(p)).toEqual(['2 @ 2.00', '2 @ 4.00']);
  });
});

describe('a change of method', () => {
  it('goes from average to layers to standard to lots, and says what each did', async () => {
    const p = await stock.product({ tracking: 'lot' });
    const [a, b] = [await stock.lot(p, 'A'), await stock.lot(p, 'B')];
    const receive = (lot: string, n: number, cost: string) =>
      stock.post([
        { type: 'receipt', lines: [stock.line(p, n, 'SUPPLIER', 'STOCK', { lot_id: lot, unit_cost: cost })] },
      ]);
    await receive(a, 2, '10');
    await receive(b, 1, '40.01');
    const said = async (body: object) =>
      (await change({ product_id: p, ...body })).adjustments!.map((x) => `${x.type} ${x.value} ${x.variance_value}`);
    expect(await said({ costing_method: 'fifo' })).toEqual(['method_change 0.00 0.00']);
    expect(await layers(p)).toEqual(['3 @ 60.01']);
    expect(await said({ costing_method: 'standard', standard_cost: '15' })).toEqual(['method_change -15.01 15.01']);
    expect(await layers(p)).toEqual([]);
    expect(await said({ costing_method: 'specific' })).toEqual(['method_change 0.00 0.00']);
    expect((await layers(p)).sort()).toEqual(['1 @ 15.00', '2 @ 30.00']);
    expect(await said({ costing_method: 'moving_average' })).toEqual(['method_change 0.00 0.00']);
    expect(await stock.valuation(p)).toEqual({ quantity: 3, value: '45.00' });
  });
});

describe('lots', () => {
  it('are proposed by expiry, age or youth, and left out when on hold or expired', async () => {
    for (const [strategy, order] of [
      ['fefo', ['NEXT', 'LATER', 'NEVER']],
      ['fifo', ['NEVER', 'LATER', 'NEXT']],
      ['lifo', ['NEXT', 'LATER', 'NEVER']],
    ] as const) {
      const p = await stock.product({ tracking: 'lot', pick_strategy: strategy });
      const codes = new Map<string, string>();
      for (const [code, expires_on, age, state] of [
        ['NEVER', null, 5, 'available'],
        ['LATER', '2999-02-01', 4, 'available'],
        ['NEXT', '2999-01-01', 3, 'available'],
        ['HELD', '2998-01-01', 2, 'on_hold'],
        ['PAST', '2020-01-01', 1, 'available'],
      ] as const) {
        const lot = await stock.lot(p, code, {
          expires_on,
          state,
          created_at: new Date(Date.now() - age * 86_400_000),
        });
        codes.set(lot, code);
        await stock.post([
          { type: 'receipt', lines: [stock.line(p, 2, 'SUPPLIER', 'STOCK', { lot_id: lot, unit_cost: '1' })] },
        ]);
      }
      const pick = (quantity: number) =>
        stock.post([
          {
            type: 'issue',
            pointer: '',
            lines: [
              { product_id: p, quantity, pick_within: stock.place['WH']!, to_location_id: stock.place['CUSTOMER']! },
            ],
          },
        ]);
      expect(lines(await pick(5)).map((l) => `${codes.get(l.lot_id!)} ${l.quantity}`)).toEqual(
        order.map((code, n) => `${code} ${n === 2 ? 1 : 2}`),
      );
      expect((await refusal(pick(2))).detail['shortages']).toMatchObject([{ requested: 2, available: 1 }]);
      const named = (code: string) =>
        refusal(issue(p, 1, { lot_id: [...codes].find(([, name]) => name === code)![0] }));
      expect((await named('HELD')).code).toBe('LOT_ON_HOLD');
      expect((await named('PAST')).code).toBe('LOT_EXPIRED');
    }
  });

  it('one serial enters once, also when twenty bring it in, and leaves once', async () => {
    const p = await stock.product({ tracking: 'serial' });
    const lot = await stock.lot(p, 'S-1');
    const enter = () =>
      stock.post([
        { type: 'receipt', lines: [stock.line(p, 1, 'SUPPLIER', 'STOCK', { lot_id: lot, unit_cost: '5' })] },
      ]);
    const got = await Promise.all(
      Array.from({ length: 20 }, () =>
        enter().then(
          () => 'in',
          (e) => e.constraint,
        ),
      ),
    );
    expect(got.filter((x) => x === 'in')).toHaveLength(1);
    expect(new Set(got)).toEqual(new Set(['in', 'SERIAL_IN_STOCK']));
    const out = await Promise.all(
      Array.from({ length: 20 }, () =>
        issue(p, 1, { lot_id: lot }).then(
          () => 'out',
          (e) => e.constraint,
        ),
      ),
    );
    expect(out.filter((x) => x === 'out')).toHaveLength(1);
    await enter();
    expect((await refusal(issue(p, 2, { lot_id: lot }))).detail['errors']).toMatchObject([{ code: 'SERIAL_QUANTITY' }]);
  });

  it('twenty pick at once from forty serials: each gets two of its own', async () => {
    const p = await stock.product({ tracking: 'serial' });
    for (let n = 0; n < 40; n++) {
      const lot = await stock.lot(p, `N${n}`);
      await stock.post([
        { type: 'receipt', lines: [stock.line(p, 1, 'SUPPLIER', 'STOCK', { lot_id: lot, unit_cost: '5' })] },
      ]);
    }
    const posted = await Promise.all(
      Array.from({ length: 20 }, () =>
        stock.post([
          {
            type: 'issue',
            lines: [
              { product_id: p, quantity: 2, pick_within: stock.place['WH']!, to_location_id: stock.place['CUSTOMER']! },
            ],
          },
        ]),
      ),
    );
    expect(new Set(posted.flatMap((each) => lines(each).map((l) => l.lot_id))).size).toBe(40);
  });
});

describe('returns', () => {
  it('are refused for another product, the wrong way, twice, and of what was reversed', async () => {
    const [p, q] = [await stock.product(), await stock.product()];
    const receipt = await stock.receive(p, 5, '2');
    const line = lines(receipt)[0]!.id;
    await stock.receive(q, 5, '2');
    const codes = async (call: Promise<unknown>) =>
      ((await refusal(call)).detail['errors'] as { code: string }[]).map(({ code }) => code);
    expect(await codes(back(q, 1, line, 'STOCK', 'SUPPLIER'))).toEqual(['NOT_THAT_LINE']);
    expect(await codes(back(p, 1, line, 'SUPPLIER', 'STOCK'))).toEqual(['NOT_THAT_LINE']);
    expect(await codes(back(p, 1, stock.company, 'STOCK', 'SUPPLIER'))).toEqual(['REFERENCE_NOT_FOUND']);
    const one = stock.line(p, 1, 'STOCK', 'SUPPLIER', { returns_line_id: line });
    expect(await codes(stock.post([{ type: 'return', lines: [one, one] }]))).toEqual(['NAMED_TWICE']);
    expect(await codes(stock.post([{ type: 'issue', lines: [one] }]))).toEqual(['NOT_A_RETURN']);
    const returned = await back(p, 5, line, 'STOCK', 'SUPPLIER');
    expect((await refusal(reverse(receipt))).code).toBe('MOVEMENT_HAS_RETURNS');
    await reverse(returned);
    await reverse(receipt);
    expect(await codes(back(p, 1, line, 'STOCK', 'SUPPLIER'))).toEqual(['REFERENCE_NOT_FOUND']);
  });

  it('ten at once of one line bring back no more than went out', async () => {
    const p = await stock.product();
    await stock.receive(p, 7, '3');
    const line = lines(await issue(p, 7))[0]!.id;
    const got = await Promise.all(
      Array.from({ length: 10 }, () =>
        back(p, 1, line, 'CUSTOMER', 'STOCK').then(
          () => 1,
          () => 0,
        ),
      ),
    );
    expect(got.reduce((a: number, b) => a + b, 0)).toBe(7);
    expect(await stock.valuation(p)).toEqual({ quantity: 7, value: '21.00' });
  });
});

import { readFileSync } from 'node:fs';
import { describeWithSharedData, sharedData } from '../support/data.js';
import { StockDatabase, refusal } from '../support/stock.js';

let stock: StockDatabase;

beforeAll(async () => {
  stock = await StockDatabase.open();
  await stock.location('B1', 'STOCK');
  await stock.location('B2', 'STOCK');
});
afterAll(async () => {
  expect(await stock.broken()).toEqual([]);
  await stock.close();
});

const MAX = Number.MAX_SAFE_INTEGER;
const uuid = (n: number): string => `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`;

describe('moving average', () => {
  it('averages over the company and not over a bin: 1 at 100 and 1 at 200 in two bins cost 150 each', async () => {
    const p = await stock.product();
    await stock.receive(p, 1, '100', 'B1');
    await stock.receive(p, 1, '200', 'B2');
    const { movements } = await stock.post([{ type: 'issue', lines: [stock.line(p, 1, 'B1', 'CUSTOMER')] }]);
    expect(movements[0]!.lines[0]!.value).toBe('150.00');
    expect(await stock.valuation(p)).toEqual({ quantity: 1, value: '150.00' });
  });

  it('gives the last piece the rest, so that value is zero when quantity is', async () => {
    const p = await stock.product();
    await stock.post([{ type: 'receipt', lines: [stock.line(p, 3, 'SUPPLIER', 'STOCK', { value: '10.00' })] }]);
    const out = stock.line(p, 1, 'STOCK', 'CUSTOMER');
    const values = [];
    for (let i = 0; i < 3; i++)
      values.push((await stock.post([{ type: 'issue', lines: [out] }])).movements[0]!.lines[0]!.value);
    expect(values).toEqual(['3.33', '3.34', '3.33']);
    expect(await stock.valuation(p)).toEqual({ quantity: 0, value: '0.00' });
  });

  it('computes lines of one product one after the other within a single call', async () => {
    const p = await stock.product();
    await stock.post([{ type: 'receipt', lines: [stock.line(p, 3, 'SUPPLIER', 'STOCK', { value: '10.00' })] }]);
    const out = stock.line(p, 1, 'STOCK', 'CUSTOMER');
    const { movements } = await stock.post([{ type: 'issue', lines: [out, out, out] }]);
    expect(movements[0]!.lines.map(({ value }) => value)).toEqual(['3.33', '3.34', '3.33']);
  });

  it('rounds quantity times unit cost to cents, half up', async () => {
    const p = await stock.product();
    const { movements } = await stock.receive(p, 3, '0.335000');
    expect(movements[0]!.lines[0]!.value).toBe('1.01');
  });

  it('values a receipt without a cost at the average, and the first one at the standard cost', async () => {
    const p = await stock.product({ standard_cost: '2.500000' });
    const line = stock.line(p, 2, 'ADJUSTMENT', 'STOCK');
    expect((await stock.post([{ type: 'adjustment', lines: [line] }])).movements[0]!.lines[0]!.value).toBe('5.00');
    await stock.receive(p, 2, '7.5');
    expect((await stock.post([{ type: 'adjustment', lines: [line] }])).movements[0]!.lines[0]!.value).toBe('10.00');
  });

  it('moves no value inside an area', async () => {
    const p = await stock.product();
    await stock.receive(p, 10, '5');
    const { movements } = await stock.post([{ type: 'transfer', lines: [stock.line(p, 4, 'STOCK', 'B1')] }]);
    expect(movements[0]!.lines[0]!.value).toBe('0.00');
    expect(await stock.valuation(p)).toEqual({ quantity: 10, value: '50.00' });
    expect(await stock.balance(p, 'B1')).toEqual({ on_hand: 4, reserved: 0 });
  });

  it('takes the value along between the warehouses of a company that values by warehouse', async () => {
    const main = stock.company;
    await stock.openCompany('warehouse');
    await stock.location('WH2', null, 'warehouse');
    const p = await stock.product();
    await stock.receive(p, 2, '10');
    await stock.receive(p, 3, '30', 'WH2');
    const { movements } = await stock.post([{ type: 'transfer', lines: [stock.line(p, 1, 'STOCK', 'WH2')] }]);
    expect(movements[0]!.lines[0]!.value).toBe('10.00');
    expect(await stock.valuation(p, stock.place['WH'])).toEqual({ quantity: 1, value: '10.00' });
    expect(await stock.valuation(p, stock.place['WH2'])).toEqual({ quantity: 4, value: '100.00' });
    await stock.use(main);
  });
});

describeWithSharedData('scenario', () => {
  it('VAL-01: moving average over successive receipts', async () => {
    const scenarios = JSON.parse(readFileSync(sharedData('scenarios/valuation.json'), 'utf8')) as any[];
    const { given, expected } = scenarios.find(({ id }) => id === 'VAL-01');
    const p = await stock.product({ standard_cost: given.initial_cost });
    const averages: string[] = [];
    const note = async (): Promise<void> => {
      const { quantity, value } = await stock.valuation(p);
      averages.push((Number(value) / quantity).toFixed(4));
    };
    await stock.receive(p, 1, '100', 'B1');
    await note();
    await stock.receive(p, 1, '200', 'STOCK');
    await note();
    const line = stock.line(p, 1, 'SUPPLIER', 'STOCK', { unit_cost: '200' });
    await stock.post([{ type: 'receipt', lines: [line, line] }]);
    await note();
    expect(averages).toEqual(expected.average_cost_after_each_step);
    expect(await stock.valuation(p)).toEqual({
      quantity: expected.on_hand_final,
      value: Number(expected.stock_value_final).toFixed(2),
    });
  });
});

describe('shortage', () => {
  it('lists every short product and location with what was asked and what there is, and posts nothing', async () => {
    const [a, b, c] = [await stock.product(), await stock.product(), await stock.product()];
    await stock.receive(a, 5, '1');
    await stock.receive(b, 5, '1');
    const said = await refusal(
      stock.post([
        {
          type: 'issue',
          lines: [
            stock.line(a, 4, 'STOCK', 'CUSTOMER'),
            stock.line(a, 3, 'STOCK', 'CUSTOMER'),
            stock.line(b, 5, 'STOCK', 'CUSTOMER'),
            stock.line(c, 1, 'STOCK', 'CUSTOMER'),
          ],
        },
      ]),
    );
    expect(said).toMatchObject({ state: 'PB409', code: 'INSUFFICIENT_STOCK' });
    const place = { location_id: stock.place['STOCK'], location_code: 'STOCK' };
    expect(said.detail['shortages'].map(({ sku: _, ...rest }: any) => rest)).toEqual(
      expect.arrayContaining([
        { ...place, product_id: a, requested: 7, available: 5 },
        { ...place, product_id: c, requested: 1, available: 0 },
      ]),
    );
    expect(said.detail['shortages']).toHaveLength(2);
    expect(await stock.balance(b, 'STOCK')).toEqual({ on_hand: 5, reserved: 0 });
  });

  it('does not touch what is reserved for others', async () => {
    const p = await stock.product();
    await stock.receive(p, 5, '1');
    await stock.reserve([
      { product_id: p, quantity: 4, within_location_id: stock.place['WH'], source_type: 'test', source_id: uuid(1) },
    ]);
    const said = await refusal(stock.post([{ type: 'issue', lines: [stock.line(p, 2, 'STOCK', 'CUSTOMER')] }]));
    expect(said.detail['shortages']).toMatchObject([{ requested: 2, available: 1 }]);
  });
});

describe('picking', () => {
  it('takes own reservations first, then free stock in the order of the codes, and never held stock', async () => {
    const p = await stock.product();
    await stock.receive(p, 3, '1', 'B1');
    await stock.receive(p, 3, '1', 'B2');
    await stock.receive(p, 9, '1', 'HOLD');
    await stock.reserve([
      { product_id: p, quantity: 2, within_location_id: stock.place['B2'], source_type: 'test', source_id: uuid(2) },
    ]);
    const line = {
      product_id: p,
      pick_within: stock.place['WH']!,
      to_location_id: stock.place['CUSTOMER']!,
      reserved_for: uuid(2),
    };
    const { movements } = await stock.post([{ type: 'issue', lines: [{ ...line, quantity: 4 }] }]);
    expect(movements[0]!.lines.map(({ from_location_id, quantity }) => [from_location_id, quantity])).toEqual([
      [stock.place['B1'], 2],
      [stock.place['B2'], 2],
    ]);
    expect(await stock.balance(p, 'B2')).toEqual({ on_hand: 1, reserved: 0 });
    const said = await refusal(stock.post([{ type: 'issue', lines: [{ ...line, quantity: 3 }] }]));
    expect(said.detail['shortages']).toMatchObject([{ location_code: 'WH', requested: 3, available: 2 }]);
  });

  it('gives the rest of the reservations back in the same call when asked to', async () => {
    const p = await stock.product();
    await stock.receive(p, 5, '1');
    await stock.reserve([
      { product_id: p, quantity: 5, within_location_id: stock.place['WH'], source_type: 'test', source_id: uuid(3) },
    ]);
    await stock.post([{ type: 'issue', lines: [stock.line(p, 2, 'STOCK', 'CUSTOMER', { reserved_for: uuid(3) })] }], {
      releases: [{ source_type: 'test', source_id: uuid(3) }],
    });
    expect(await stock.balance(p, 'STOCK')).toEqual({ on_hand: 3, reserved: 0 });
  });
});

describe('work in progress', () => {
  it('caps planned output by what went in, and settles to zero with the rest on hand or as a variance', async () => {
    const [material, made] = [await stock.product(), await stock.product({ type: 'finished_good' })];
    await stock.receive(material, 10, '3');
    const order = { source_type: 'manufacturing_order', source_id: uuid(10) };
    const { movements } = await stock.post([
      { type: 'production_consumption', ...order, lines: [stock.line(material, 10, 'STOCK', 'PRODUCTION')] },
      {
        type: 'production_output',
        ...order,
        lines: [stock.line(made, 4, 'PRODUCTION', 'STOCK', { planned_unit_cost: '5.000000' })],
      },
    ]);
    expect(movements[1]!.lines[0]!.value).toBe('20.00');
    await stock.post([{ type: 'issue', lines: [stock.line(made, 1, 'STOCK', 'CUSTOMER')] }]);
    const settle = {
      company_id: stock.company,
      type: 'production_true_up',
      ...order,
      wip_source_id: uuid(10),
      settle_wip: true,
    };
    const closed = await stock.post([], {
      adjustments: [{ ...settle, product_id: made, location_id: stock.place['STOCK'], spread_over: 4 }],
    });
    // 10.00 left in progress: 3 of 4 pieces are still here and take 7.50.
    expect(closed.adjustments).toMatchObject([{ value: '7.50', wip_value: '-10.00', variance_value: '2.50' }]);
    expect(await stock.valuation(made)).toEqual({ quantity: 3, value: '22.50' });
    const { rows } = await stock.owner.query('select work_in_progress($1)::numeric(15,2) as wip', [uuid(10)]);
    expect(rows).toEqual([{ wip: '0.00' }]);
    const capped = await stock.post([
      {
        type: 'production_output',
        ...order,
        lines: [stock.line(made, 1, 'PRODUCTION', 'STOCK', { planned_unit_cost: '5' })],
      },
    ]);
    expect(capped.movements[0]!.lines[0]!.value).toBe('0.00');
  });
});

describe('reversal', () => {
  it('takes a receipt out at the value it came in with, and the cent that is not left is a variance', async () => {
    const p = await stock.product();
    const { movements } = await stock.receive(p, 10, '10');
    await stock.receive(p, 10, '20');
    await stock.post([{ type: 'issue', lines: [stock.line(p, 10, 'STOCK', 'CUSTOMER')] }]);
    const line = stock.line(p, 10, 'STOCK', 'SUPPLIER', { value: '100.00' });
    const back = await stock.post([{ type: 'reversal', reverses_id: movements[0]!.id, lines: [line] }]);
    // 10 pieces worth 150.00 are left: the last ones out take all of it.
    expect(back.movements[0]!.lines[0]!.value).toBe('150.00');
    expect(back.adjustments).toMatchObject([
      { type: 'reversal_variance', value: '0.00', counter_value: '-50.00', variance_value: '50.00' },
    ]);
    expect(await stock.valuation(p)).toEqual({ quantity: 0, value: '0.00' });
  });

  it('is refused the second time, naming the reversal there is', async () => {
    const p = await stock.product();
    const { movements } = await stock.receive(p, 1, '10');
    const reversal = {
      type: 'reversal',
      reverses_id: movements[0]!.id,
      lines: [stock.line(p, 1, 'STOCK', 'SUPPLIER', { value: '10.00' })],
    };
    const answers = await Promise.allSettled([stock.post([reversal]), stock.post([reversal])]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await refusal(stock.post([reversal]))).toMatchObject({ state: 'PB409', code: 'MOVEMENT_ALREADY_REVERSED' });
  });
});

describe('refusals', () => {
  it('names all faults of all lines at once', async () => {
    const p = await stock.product();
    const [gone, service, lots, loose] = [
      await stock.product({ is_active: false }),
      await stock.product({ type: 'service' }),
      await stock.product({ tracking: 'lot' }),
      await stock.product({ costing_method: 'fifo' }),
    ];
    const lot = await stock.lot(lots, 'L1');
    await stock.location('OLD', 'STOCK');
    await stock.owner.query(`update locations set is_active = false where id = $1`, [stock.place['OLD']]);
    const main = { company: stock.company, place: { ...stock.place } };
    await stock.openCompany('company');
    const foreign = stock.place['STOCK']!;
    await stock.use(main.company);
    const said = await refusal(
      stock.post([
        {
          type: 'receipt',
          pointer: '',
          effective_at: '2999-01-01T00:00:00Z',
          lines: [
            stock.line(gone, 1, 'SUPPLIER', 'STOCK'),
            stock.line(service, 1, 'SUPPLIER', 'STOCK'),
            stock.line(lots, 1, 'SUPPLIER', 'STOCK'),
            stock.line(loose, 1, 'SUPPLIER', 'STOCK', { lot_id: lot }),
            stock.line(uuid(99), 1, 'SUPPLIER', 'STOCK'),
            stock.line(p, 1.5, 'SUPPLIER', 'OLD'),
            stock.line(p, 1, 'STOCK', 'STOCK'),
            { ...stock.line(p, 1, 'SUPPLIER', 'STOCK'), to_location_id: foreign },
            stock.line(p, 1, 'SUPPLIER', 'STOCK', { unit_cost: '-1' }),
            stock.line(p, 1, 'SUPPLIER', 'STOCK', { value: '1.001' }),
            stock.line(p, 1, 'SUPPLIER', 'CUSTOMER'),
          ],
        },
      ]),
    );
    expect(said).toMatchObject({ state: 'PB422', code: 'VALIDATION_FAILED' });
    const found = said.detail['errors'].map(({ pointer, code }: any) => `${pointer} ${code}`);
    expect(found).toEqual(
      expect.arrayContaining([
        '/effective_at EFFECTIVE_IN_FUTURE',
        '/lines/0/product_id PRODUCT_INACTIVE',
        '/lines/1/product_id SERVICE_HAS_NO_STOCK',
        '/lines/2/lot_id LOT_REQUIRED',
        '/lines/3/lot_id LOT_NOT_TRACKED',
        '/lines/3/lot_id LOT_OF_OTHER_PRODUCT',
        '/lines/4/product_id REFERENCE_NOT_FOUND',
        '/lines/5/quantity INVALID_QUANTITY',
        '/lines/5/to_location_id LOCATION_INACTIVE',
        '/lines/6/to_location_id SAME_LOCATION',
        '/lines/7/to_location_id LOCATION_IN_OTHER_COMPANY',
        '/lines/8/unit_cost INVALID_AMOUNT',
        '/lines/9/value INVALID_AMOUNT',
        '/lines/10/to_location_id SIDES_DO_NOT_FIT',
      ]),
    );
    expect(found).toHaveLength(15);
  });

  it.each(['0', '-1', '9007199254740992', '"NaN"', '1e400'])('refuses the quantity %s', async (quantity) => {
    const p = await stock.product();
    const line = JSON.stringify(stock.line(p, 1, 'SUPPLIER', 'STOCK')).replace(
      '"quantity":1',
      `"quantity":${quantity}`,
    );
    const call = stock.app.query(`select post_stock_movement($1::jsonb)`, [
      `{"movements":[{"type":"receipt","company_id":"${stock.company}","lines":[${line}]}]}`,
    ]);
    expect((await refusal(call)).detail['errors']).toMatchObject([{ code: 'INVALID_QUANTITY' }]);
  });

  it('refuses more pieces or value than a balance can hold', async () => {
    const p = await stock.product();
    await stock.receive(p, MAX, '0');
    expect(await refusal(stock.receive(p, 1, '0'))).toMatchObject({
      state: '23514',
      code: 'ck_stock_valuations_quantity',
    });
    const q = await stock.product();
    expect((await refusal(stock.receive(q, MAX, '9999'))).state).toBe('22003');
    expect(await stock.balance(p, 'STOCK')).toEqual({ on_hand: MAX, reserved: 0 });
  });

  it('refuses a movement without lines, without an actor or without a request', async () => {
    expect((await refusal(stock.post([{ type: 'receipt', lines: [] }]))).detail['errors']).toMatchObject([
      { code: 'NO_LINES' },
    ]);
    const p = await stock.product();
    const anonymous = stock.database.appPool();
    const call = anonymous.query('select post_stock_movement($1::jsonb)', [
      JSON.stringify({
        movements: [{ type: 'receipt', company_id: stock.company, lines: [stock.line(p, 1, 'SUPPLIER', 'STOCK')] }],
      }),
    ]);
    expect((await refusal(call)).state).toBe('23502');
  });

  it('keeps a caller to the warehouses he is limited to', async () => {
    const p = await stock.product();
    await stock.location('FAR', null, 'warehouse');
    const said = await refusal(
      stock.call('erp.post_stock_movement($1::jsonb)', {
        warehouses: [stock.place['WH']],
        movements: [
          {
            type: 'receipt',
            company_id: stock.company,
            lines: [stock.line(p, 1, 'SUPPLIER', 'FAR'), stock.line(p, 1, 'SUPPLIER', 'B1')],
          },
        ],
      }),
    );
    expect(said.detail['errors']).toMatchObject([
      { pointer: '/movements/0/lines/0/to_location_id', code: 'REFERENCE_NOT_FOUND' },
    ]);
  });
});

describe('periods', () => {
  it('refuses to become effective in a closed month, and posts a late fact into an open one at today’s cost', async () => {
    await stock.openCompany('company');
    const p = await stock.product();
    await stock.app.query(
      `insert into stock_periods (company_id, month, state) values ($1, '2026-01-01', 'soft_closed')`,
      [stock.company],
    );
    const receipt = (effective: string) => ({
      type: 'receipt',
      effective_at: effective,
      lines: [stock.line(p, 1, 'SUPPLIER', 'STOCK', { unit_cost: '1' })],
    });
    expect(await refusal(stock.post([receipt('2026-01-31T23:59:59.999+00:00')]))).toMatchObject({
      state: 'PB409',
      code: 'PERIOD_CLOSED',
    });
    await stock.post([receipt('2025-12-31T12:00:00+00:00')]);
    await stock.app.query(`update stock_periods set state = 'open' where company_id = $1`, [stock.company]);
    await stock.post([receipt('2026-01-15T12:00:00+00:00')]);
    expect(await stock.balance(p, 'STOCK')).toEqual({ on_hand: 2, reserved: 0 });
  });

  it('waits for a closing under way and then sees it', async () => {
    await stock.openCompany('company');
    const p = await stock.product();
    const closing = await stock.app.connect();
    await closing.query('begin');
    await closing.query(
      `insert into stock_periods (company_id, month, state) values ($1, '2026-02-01', 'hard_closed')`,
      [stock.company],
    );
    const late = refusal(
      stock.post([
        { type: 'receipt', effective_at: '2026-02-10T00:00:00Z', lines: [stock.line(p, 1, 'SUPPLIER', 'STOCK')] },
      ]),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    await closing.query('commit');
    closing.release();
    expect((await late).code).toBe('PERIOD_CLOSED');
  });

  it('cannot close a month that has not begun', async () => {
    const call = stock.app.query(
      `insert into stock_periods (company_id, month, state) values ($1, '2999-01-01', 'hard_closed')`,
      [stock.company],
    );
    expect((await refusal(call)).code).toBe('PERIOD_NOT_STARTED');
  });
});

describe('valuation scope', () => {
  it('can be chosen until the first movement, and the areas follow', async () => {
    const company = await stock.openCompany('company');
    await stock.owner.query(`update companies set valuation_scope = 'warehouse' where id = $1`, [company]);
    const areas = await stock.owner.query(
      `select distinct valuation_area_id as area from locations where warehouse_id = $1`,
      [stock.place['WH']],
    );
    expect(areas.rows).toEqual([{ area: stock.place['WH'] }]);
    await stock.receive(await stock.product(), 1, '1');
    const change = stock.owner.query(`update companies set valuation_scope = 'company' where id = $1`, [company]);
    expect(await refusal(change)).toMatchObject({ state: 'PB409', code: 'VALUATION_SCOPE_FIXED' });
  });
});

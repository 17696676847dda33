import { StockDatabase, refusal } from '../support/stock.js';
import type { Posted } from '../support/stock.js';

let stock: StockDatabase;
let supplier: string;
let customer: string;

beforeAll(async () => {
  stock = await StockDatabase.open();
  const one = async (sql: string): Promise<string> => (await stock.owner.query<{ id: string }>(sql)).rows[0]!.id;
  supplier = await one(`insert into suppliers (code, name) values ('LENDER', 'Lender') returning id`);
  customer = await one(`insert into customers (code, name) values ('MAKER', 'Maker') returning id`);
  await owned('CONSIGNED', 'WH', 'owner_supplier_id', supplier);
  await owned('PROVIDED', 'WH', 'owner_customer_id', customer);
  await stock.location('CONSIGNED-1', 'CONSIGNED');
});
afterEach(async () => expect(await stock.broken()).toEqual([]));
afterAll(() => stock.close());

async function owned(
  code: string,
  parent: string,
  column: 'owner_supplier_id' | 'owner_customer_id',
  owner: string | null,
  type = 'zone',
): Promise<string> {
  const { rows } = await stock.owner.query<{ id: string }>(
    `insert into locations (company_id, parent_id, code, name, type, ${column}) values ($1, $2, $3, $3, $5, $4) returning id`,
    [stock.company, stock.place[parent], code, owner, type],
  );
  return (stock.place[code] = rows[0]!.id);
}

const values = (posted: Posted): string[] => posted.movements.flatMap(({ lines }) => lines).map(({ value }) => value);
const receive = (product: string, quantity: number, to: string, more = {}): Promise<Posted> =>
  stock.post([{ type: 'receipt', lines: [stock.line(product, quantity, 'SUPPLIER', to, more)] }]);
const faults = async (posting: Promise<unknown>): Promise<string[]> =>
  (await refusal(posting)).detail['errors'].map((e: { pointer: string; code: string }) => `${e.pointer} ${e.code}`);

describe.each(['moving_average', 'fifo', 'standard'])('material of others, %s', (costing_method) => {
  const product = (): Promise<string> => stock.product({ costing_method, standard_cost: '7' });

  test('enters, moves among its own places and leaves at no value; what we own keeps its cost', async () => {
    const id = await product();
    await stock.receive(id, 10, '7');
    expect(values(await receive(id, 40, 'CONSIGNED-1'))).toEqual(['0.00']);
    expect(
      values(await stock.post([{ type: 'transfer', lines: [stock.line(id, 15, 'CONSIGNED-1', 'CONSIGNED')] }])),
    ).toEqual(['0.00']);
    expect(values(await stock.post([{ type: 'issue', lines: [stock.line(id, 5, 'CONSIGNED', 'SUPPLIER')] }]))).toEqual([
      '0.00',
    ]);
    expect(await stock.valuation(id, stock.place['CONSIGNED']!)).toEqual({ quantity: 35, value: '0.00' });
    expect(await stock.valuation(id)).toEqual({ quantity: 10, value: '70.00' });
  });

  test('is ours at the price of the take-over: one posting out of theirs and into ours', async () => {
    const id = await product();
    await receive(id, 40, 'CONSIGNED-1');
    const posted = await stock.post([
      { type: 'issue', lines: [stock.line(id, 12, 'CONSIGNED-1', 'SUPPLIER')] },
      { type: 'receipt', lines: [stock.line(id, 12, 'SUPPLIER', 'STOCK', { unit_cost: '7' })] },
    ]);
    expect(values(posted)).toEqual(['0.00', '84.00']);
    expect(await stock.valuation(id)).toEqual({ quantity: 12, value: '84.00' });
    expect(await stock.valuation(id, stock.place['CONSIGNED']!)).toEqual({ quantity: 28, value: '0.00' });
  });

  test('of a customer is used up in production at no value', async () => {
    const id = await product();
    const order = await stock.product();
    await receive(id, 8, 'PROVIDED');
    const posted = await stock.post([
      {
        type: 'production_consumption',
        source_type: 'manufacturing_order',
        source_id: order,
        lines: [stock.line(id, 8, 'PROVIDED', 'PRODUCTION')],
      },
    ]);
    expect(values(posted)).toEqual(['0.00']);
    const { rows } = await stock.app.query(`select erp.work_in_progress($1) as wip`, [order]);
    expect(rows).toEqual([{ wip: '0.00' }]);
  });

  test('goes back, is reversed and found short without a cent moving', async () => {
    const id = await product();
    const receipt = await receive(id, 9, 'PROVIDED');
    const [movement] = receipt.movements;
    const [line] = movement!.lines;
    await stock.post([
      { type: 'return', lines: [stock.line(id, 2, 'PROVIDED', 'SUPPLIER', { returns_line_id: line!.id })] },
    ]);
    await stock.post([{ type: 'adjustment', lines: [stock.line(id, 1, 'PROVIDED', 'ADJUSTMENT')] }]);
    const issue = await stock.post([{ type: 'issue', lines: [stock.line(id, 6, 'PROVIDED', 'CUSTOMER')] }]);
    await stock.post([
      {
        type: 'reversal',
        reverses_id: issue.movements[0]!.id,
        lines: [
          stock.line(id, 6, 'CUSTOMER', 'PROVIDED', { value: '0', returns_line_id: issue.movements[0]!.lines[0]!.id }),
        ],
      },
    ]);
    expect(await stock.valuation(id, stock.place['PROVIDED']!)).toEqual({ quantity: 6, value: '0.00' });
    const { rows } = await stock.app.query(
      `select count(*)::int as n from stock_value_adjustments where product_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  test('takes no landed cost: all of it is a variance; and is not revalued', async () => {
    const id = await product();
    await receive(id, 4, 'CONSIGNED');
    const area = stock.place['CONSIGNED'];
    const head = {
      company_id: stock.company,
      product_id: id,
      area_id: area,
      source_type: 'landed_cost',
      source_id: id,
    };
    const { adjustments } = await stock.post([], {
      adjustments: [{ ...head, type: 'landed_cost', value: '12.50', counter_value: '-12.50', spread_over: 4 }],
    });
    expect(adjustments).toMatchObject([{ value: '0.00', variance_value: '12.50' }]);
    expect(
      (await refusal(stock.post([], { adjustments: [{ ...head, type: 'revaluation', value: '5.00' }] }))).code,
    ).toBe('VALUE_OF_OTHERS');
  });

  test('stays at nothing when the way of valuing changes', async () => {
    const id = await product();
    await receive(id, 6, 'CONSIGNED');
    await stock.receive(id, 2, '7');
    for (const change of [{ costing_method: 'standard', standard_cost: '9' }, { costing_method: 'fifo' }]) {
      await stock.call('erp.change_costing($1::jsonb)', {
        product_id: id,
        ...change,
        source_type: 'revaluation',
        source_id: id,
        reason: 'test',
      });
      expect(await stock.valuation(id, stock.place['CONSIGNED']!)).toEqual({ quantity: 6, value: '0.00' });
      expect(await stock.valuation(id)).toEqual({ quantity: 2, value: '18.00' });
    }
  });
});

describe('what is refused', () => {
  test('every fault of every line: changing hands by a move, using before taking over, giving it a value', async () => {
    const id = await stock.product();
    await receive(id, 10, 'CONSIGNED');
    await stock.receive(id, 10, '1');
    expect(
      await faults(
        stock.post([
          {
            type: 'transfer',
            lines: [stock.line(id, 1, 'CONSIGNED', 'STOCK'), stock.line(id, 1, 'STOCK', 'CONSIGNED')],
          },
          { type: 'transfer', lines: [stock.line(id, 1, 'CONSIGNED', 'PROVIDED')] },
          { type: 'issue', lines: [stock.line(id, 1, 'CONSIGNED', 'CUSTOMER')] },
          { type: 'production_consumption', lines: [stock.line(id, 1, 'CONSIGNED', 'PRODUCTION')] },
          {
            type: 'receipt',
            lines: [
              stock.line(id, 1, 'SUPPLIER', 'CONSIGNED', { unit_cost: '3' }),
              stock.line(id, 1, 'SUPPLIER', 'PROVIDED', { value: '3' }),
            ],
          },
        ]),
      ),
    ).toEqual([
      '/movements/0/lines/0/to_location_id OWNER_CHANGES',
      '/movements/0/lines/1/to_location_id OWNER_CHANGES',
      '/movements/1/lines/0/to_location_id OWNER_CHANGES',
      '/movements/2/lines/0/from_location_id TAKE_OVER_FIRST',
      '/movements/3/lines/0/from_location_id TAKE_OVER_FIRST',
      '/movements/4/lines/0/unit_cost VALUE_OF_OTHERS',
      '/movements/4/lines/1/value VALUE_OF_OTHERS',
    ]);
  });

  test('a return of our own piece out of a place of others, and of theirs out of ours', async () => {
    const id = await stock.product();
    const ours = (await stock.receive(id, 5, '2')).movements[0]!.lines[0]!.id;
    const theirs = (await receive(id, 5, 'CONSIGNED')).movements[0]!.lines[0]!.id;
    for (const [line, from] of [
      [ours, 'CONSIGNED'],
      [theirs, 'STOCK'],
    ] as const)
      expect(
        await faults(
          stock.post([{ type: 'return', lines: [stock.line(id, 1, from, 'SUPPLIER', { returns_line_id: line })] }]),
        ),
      ).toEqual(['/movements/0/lines/0/returns_line_id OWNER_CHANGES']);
  });

  test('nobody picks it by chance, and it covers no reservation, except where the place is named', async () => {
    const id = await stock.product();
    await receive(id, 10, 'PROVIDED');
    const within = (code: string) => ({
      type: 'issue',
      lines: [{ product_id: id, quantity: 4, pick_within: stock.place[code], to_location_id: stock.place['CUSTOMER'] }],
    });
    const { code, detail } = await refusal(stock.post([within('WH') as never]));
    expect([code, detail['shortages'][0].available]).toEqual(['INSUFFICIENT_STOCK', 0]);
    await stock.post([within('PROVIDED') as never]);
    const request = { company_id: stock.company, product_id: id, quantity: 5, source_type: 'test', source_id: id };
    expect((await refusal(stock.reserve([{ ...request, within_location_id: stock.place['WH'] }]))).code).toBe(
      'INSUFFICIENT_STOCK',
    );
    const { reserved } = await stock.reserve([{ ...request, within_location_id: stock.place['PROVIDED'] }]);
    expect(reserved.map(({ quantity }) => quantity)).toEqual([5]);
  });
});

describe('the tree', () => {
  const row = async (code: string): Promise<Record<string, unknown>> =>
    (
      await stock.owner.query(
        `select owner_supplier_id, owner_customer_id, is_owned, is_available, valuation_area_id from locations where id = $1`,
        [stock.place[code]],
      )
    ).rows[0];

  test('what stands in a place of others is theirs too, in the area of the topmost one', async () => {
    expect(await row('CONSIGNED-1')).toEqual({
      owner_supplier_id: supplier,
      owner_customer_id: null,
      is_owned: true,
      is_available: false,
      valuation_area_id: stock.place['CONSIGNED'],
    });
  });

  test('an owner within an owner, a new owner and a move out of or into another one are refused', async () => {
    expect((await refusal(owned('X', 'CONSIGNED', 'owner_customer_id', customer))).code).toBe('LOCATION_OWNER_REFUSED');
    await stock.location('FREE', 'WH', 'zone');
    const change = (set: string, code: string): Promise<unknown> =>
      stock.owner.query(`update locations set ${set} where id = $1`, [stock.place[code]]);
    expect((await refusal(change(`owner_supplier_id = '${supplier}'`, 'FREE'))).code).toBe('LOCATION_OWNER_FIXED');
    expect((await refusal(change(`owner_supplier_id = null`, 'CONSIGNED'))).code).toBe('LOCATION_OWNER_FIXED');
    expect((await refusal(change(`parent_id = '${stock.place['CONSIGNED']}'`, 'FREE'))).code).toBe(
      'LOCATION_OWNER_REFUSED',
    );
    await owned('THEIRS', 'WH', 'owner_supplier_id', supplier);
    await change(`parent_id = '${stock.place['CONSIGNED']}'`, 'THEIRS');
    expect((await row('THEIRS'))['valuation_area_id']).toBe(stock.place['CONSIGNED']);
    await receive(await stock.product(), 1, 'THEIRS');
    expect((await refusal(change(`parent_id = '${stock.place['WH']}'`, 'THEIRS'))).code).toBe('LOCATION_MOVE_REFUSED');
  });

  test('no owner of a virtual side, and not two of one place', async () => {
    expect(
      (
        await refusal(
          stock.owner.query(
            `update locations set owner_supplier_id = $1, owner_customer_id = $2 where code = 'SUPPLIER'`,
            [supplier, customer],
          ),
        )
      ).code,
    ).toBe('LOCATION_OWNER_FIXED');
    await expect(
      stock.owner.query(
        `insert into locations (company_id, parent_id, code, name, type, owner_supplier_id, owner_customer_id)
         values ($1, $2, 'BOTH', 'BOTH', 'zone', $3, $4)`,
        [stock.company, stock.place['WH'], supplier, customer],
      ),
    ).rejects.toThrow('ck_locations_owner');
  });
});

import { StockDatabase, refusal } from '../support/stock.js';

let stock: StockDatabase;

beforeAll(async () => {
  stock = await StockDatabase.open();
});
afterAll(() => stock?.close());

const change = (id: string, column: 'unit_id' | 'type' | 'tracking' | 'name', value: string): Promise<unknown> =>
  stock.app.query(`update erp.products set ${column} = $2 where id = $1`, [id, value]);
const unit = async (code: string): Promise<string> =>
  (await stock.app.query<{ id: string }>('select id from erp.units where code = $1', [code])).rows[0]!.id;

describe('what a product is counted in', () => {
  it('may change until stock of it has moved, and not after, not even when all of it is gone', async () => {
    const product = await stock.product({ type: 'material' });
    await change(product, 'unit_id', await unit('KG'));
    await change(product, 'type', 'part');
    await stock.receive(product, 5, '10');
    await stock.post([{ type: 'issue', lines: [stock.line(product, 5, 'STOCK', 'CUSTOMER')] }]);
    for (const [column, value] of [
      ['unit_id', await unit('G')],
      ['type', 'service'],
      ['tracking', 'lot'],
    ] as const) {
      expect(await refusal(change(product, column, value))).toMatchObject({
        state: 'PB409',
        code: 'PRODUCT_HAS_LEDGER',
      });
    }
    await change(product, 'name', 'Another name');
    await change(product, 'unit_id', await unit('KG'));
  });

  it('does not change beside a first posting that is still open', async () => {
    const product = await stock.product();
    const posting = await stock.owner.connect();
    const movement = {
      movements: [
        {
          type: 'receipt',
          company_id: stock.company,
          source_type: 'test',
          source_id: product,
          lines: [stock.line(product, 1, 'SUPPLIER', 'STOCK', { unit_cost: '1' })],
        },
      ],
    };
    try {
      await posting.query('begin');
      await posting.query('select erp.post_stock_movement($1::jsonb)', [JSON.stringify(movement)]);
      const late = refusal(change(product, 'type', 'part'));
      await new Promise((resolve) => setTimeout(resolve, 100));
      await posting.query('commit');
      expect(await late).toMatchObject({ code: 'PRODUCT_HAS_LEDGER' });
    } finally {
      posting.release();
    }
  });
});

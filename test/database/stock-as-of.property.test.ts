import fc from 'fast-check';
import { StockDatabase } from '../support/stock.js';

/** Stock at any moment against a scan of everything, with facts told late, value adjustments and snapshots of several months. */
let stock: StockDatabase;
beforeAll(async () => {
  stock = await StockDatabase.open();
  await stock.location('B1', 'STOCK');
});
afterAll(() => stock.close());

const command = fc.record({
  kind: fc.constantFrom('receipt', 'receipt', 'issue', 'transfer', 'adjust'),
  /** Days before the end of the story at which it was recorded, and how many days earlier it had happened. */
  recorded: fc.integer({ min: 0, max: 100 }),
  late: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 60 }) }),
  quantity: fc.integer({ min: 1, max: 50 }),
  cents: fc.integer({ min: 1, max: 5000 }),
});

const naive = `
  with line as (
    select l.*, m.effective_at from erp.stock_ledgers l join erp.stock_movements m on m.id = l.movement_id
     where l.product_id = $3 and case when $2 then m.effective_at <= $1 else l.recorded_at <= $1 end
  )
  select (select coalesce(json_agg(r order by r), '[]') from (
            select location_id || ' ' || sum(q) as r from (
              select from_location_id as location_id, -quantity as q from line where from_area_id is not null
              union all select to_location_id, quantity from line where to_area_id is not null) x group by location_id having sum(q) <> 0) y) as places,
         (select coalesce(sum(v), 0)::numeric(15,2)::text from (
            select -value as v from line where from_area_id is not null union all select value from line where to_area_id is not null
            union all select value from erp.stock_value_adjustments where product_id = $3 and case when $2 then effective_at <= $1 else recorded_at <= $1 end) x) as value`;
const ours = `
  select (select coalesce(json_agg(r order by r), '[]') from (select location_id || ' ' || quantity as r from erp.stock_as_of($1, $2, $3)) y) as places,
         (select coalesce(sum(value), 0)::numeric(15,2)::text from erp.stock_value_as_of($1, $2, $3)) as value`;

it('agrees with a scan of the whole ledger, by what happened and by what was recorded, before and after snapshots', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 40, maxLength: 60 }), async (commands) => {
      // The story is about to be written below any snapshot there is.
      const forget = () =>
        stock.owner.query('truncate erp.stock_snapshots, erp.stock_snapshot_quantities, erp.stock_snapshot_values');
      await forget();
      const product = await stock.product();
      // The story is written as the owner, in the past: the ledger itself takes the clock's time only.
      const opening = { kind: 'receipt', recorded: 105, late: 0, quantity: 10_000, cents: 100_000_000 } as const;
      const sorted = [opening, ...commands.sort((a, b) => b.recorded - a.recorded)];
      for (const c of sorted) {
        const at = new Date(Date.now() - c.recorded * 86_400_000 - 7_200_000);
        const effective = new Date(at.getTime() - c.late * 86_400_000);
        await story(product, c, at, effective);
      }
      const moments = [0, 1, 15, 31, 45, 62, 90, 120].map(
        (days) => new Date(Date.now() - days * 86_400_000 - 3_600_000),
      );
      const compare = async () => {
        for (const at of moments)
          for (const effective of [true, false]) {
            const expected = (await stock.owner.query(naive, [at, effective, product])).rows[0];
            expect((await stock.app.query(ours, [at, effective, product])).rows[0]).toEqual(expected);
          }
      };
      await compare();
      const { rows } = await stock.app.query<{ taken: number }>('select erp.take_stock_snapshots() as taken');
      expect(Number(rows[0]!.taken)).toBeGreaterThan(0);
      expect(
        (await stock.app.query<{ taken: number }>('select erp.take_stock_snapshots() as taken')).rows[0]!.taken,
      ).toBe(0);
      await compare();
      const check = await stock.app.query<{ violations: string }>('select violations from erp.check_stock_snapshots()');
      expect(Number(check.rows[0]!.violations)).toBe(0);
    }),
    { numRuns: 5, endOnFailure: true },
  );
}, 180_000);

it('the check finds a snapshot that was bent', async () => {
  await stock.owner.query(
    'update erp.stock_snapshot_quantities set quantity = quantity + 1 where id = (select min(id::text)::uuid from erp.stock_snapshot_quantities)',
  );
  const { rows } = await stock.app.query<{ violations: string }>('select violations from erp.check_stock_snapshots()');
  expect(Number(rows[0]!.violations)).toBeGreaterThan(0);
});

/** One ledger row at a time of its own, written past the posting function. */
async function story(
  product: string,
  c: { kind: string; quantity: number; cents: number },
  recorded: Date,
  effective: Date,
): Promise<void> {
  const month = `stock_ledgers_${recorded.getUTCFullYear()}_${String(recorded.getUTCMonth() + 1).padStart(2, '0')}`;
  const first = `${recorded.getUTCFullYear()}-${String(recorded.getUTCMonth() + 1).padStart(2, '0')}-01`;
  await stock.owner.query(
    `create table if not exists erp.${month} partition of erp.stock_ledgers for values from ('${first} 00:00+00') to ('${nextMonth(first)} 00:00+00')`,
  );
  const [from, to] = {
    receipt: ['SUPPLIER', 'STOCK'],
    issue: ['STOCK', 'CUSTOMER'],
    transfer: ['STOCK', 'B1'],
    adjust: ['', ''],
  }[c.kind as 'receipt'] as [string, string];
  const client = await stock.owner.connect();
  try {
    await client.query('begin');
    // Plain books for this test: the balances are not looked at, and may go below zero.
    await client.query(`set local session_replication_role = replica`);
    if (c.kind === 'adjust') {
      await client.query(
        `insert into erp.stock_value_adjustments (company_id, type, product_id, area_id, value, counter_value, source_type, source_id, effective_at, recorded_at, created_by, request_id)
         values ($1, 'revaluation', $2, $1, $3, 0, 'test', $1, $4, $5, erp.current_actor(), 'test')`,
        [stock.company, product, (c.cents / 100).toFixed(2), effective, recorded],
      );
    } else {
      const { rows } = await client.query<{ id: string; recorded_at: Date }>(
        `insert into erp.stock_movements (company_id, type, source_type, source_id, effective_at, recorded_at, created_by, request_id)
         values ($1, $2, 'test', $1, $3, $4, erp.current_actor(), 'test') returning id, recorded_at`,
        [stock.company, c.kind, effective, recorded],
      );
      await client.query(
        `insert into erp.stock_ledgers (recorded_at, movement_id, line_no, product_id, quantity, from_location_id, to_location_id, from_area_id, to_area_id, value)
         select m.recorded_at, m.id, 1, $2, $3, $4, $5, $6, $7, $8 from erp.stock_movements m where m.id = $1`,
        [
          rows[0]!.id,
          product,
          c.quantity,
          stock.place[from],
          stock.place[to],
          from === 'SUPPLIER' ? null : stock.company,
          to === 'CUSTOMER' ? null : stock.company,
          c.kind === 'transfer' ? '0' : (c.cents / 100).toFixed(2),
        ],
      );
    }
    await client.query('commit');
  } finally {
    client.release();
  }
}

function nextMonth(first: string): string {
  const [year, month] = first.split('-').map(Number) as [number, number];
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
}

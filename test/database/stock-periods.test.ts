import fc from 'fast-check';
import { runMigrations, undoLastMigration } from '../../src/kernel/database/index.js';
import { cloneDatabase } from '../support/database.js';
import { StockDatabase, refusal } from '../support/stock.js';

/** Months that close: what they refuse, to whom, where a late fact goes, and that the figures of a hard closing stay. */
let stock: StockDatabase;
beforeAll(async () => {
  stock = await StockDatabase.open();
});
beforeEach(async () => {
  await stock.openCompany('company');
});
afterAll(async () => {
  expect(await stock.broken()).toEqual([]);
  await stock.close();
});

const set = (month: string, state: string): Promise<unknown> =>
  stock.app.query(
    `insert into stock_periods (company_id, month, state) values ($1, $2, $3) on conflict (company_id, month) do update set state = excluded.state`,
    [stock.company, `${month}-01`, state],
  );
const fact = (type: string, effective_at: string | null, lines: object[], more: object = {}): any => ({
  type,
  ...(effective_at && { effective_at }),
  lines,
  ...more,
});
const late = { when_closed: 'first_open_period' };
const receipt = (product: string, effective: string | null, quantity = 1, cost = '1', more: object = {}): any =>
  fact('receipt', effective, [stock.line(product, quantity, 'SUPPLIER', 'STOCK', { unit_cost: cost })], more);
const issue = (product: string, effective: string | null, quantity = 1, more: object = {}): any =>
  fact('issue', effective, [stock.line(product, quantity, 'STOCK', 'CUSTOMER')], more);
/** Posts for an actor who may post in softly closed months. */
const allowed = (movements: object[], more: object = {}): Promise<any> =>
  stock.call('erp.post_stock_movement($1::jsonb)', {
    movements: movements.map((movement) => ({ company_id: stock.company, ...movement })),
    soft_closed_allowed: true,
    ...more,
  });
const times = (movement: any): [string, string | null] => [
  new Date(movement.effective_at).toISOString().slice(0, 16),
  movement.occurred_at && new Date(movement.occurred_at).toISOString().slice(0, 16),
];

describe('a closed month', () => {
  it('is closed softly to all but those who may post in it, and says where else the fact can go', async () => {
    const p = await stock.product();
    await set('2026-01', 'soft_closed');
    await set('2026-02', 'soft_closed');
    expect(await refusal(stock.post([receipt(p, '2026-01-31T23:59:59.999Z')]))).toEqual({
      state: 'PB409',
      code: 'PERIOD_CLOSED',
      detail: { month: '2026-01-01', state: 'soft_closed', first_open_month: '2026-03-01' },
    });
    await allowed([receipt(p, '2026-01-31T23:59:59.999Z', 2)]);
    await stock.post([receipt(p, '2025-12-31T23:59:59.999Z', 3)]);
    expect(await stock.balance(p, 'STOCK')).toEqual({ on_hand: 5, reserved: 0 });
  });

  it('is closed hard to everybody, and with it all months before', async () => {
    const p = await stock.product();
    await set('2026-01', 'hard_closed');
    for (const at of ['2026-01-15T00:00:00Z', '2025-12-31T12:00:00Z', '1999-01-01T00:00:00Z'])
      expect(await refusal(allowed([receipt(p, at)]))).toMatchObject({
        code: 'PERIOD_CLOSED',
        detail: { state: 'hard_closed', first_open_month: '2026-02-01' },
      });
    await stock.post([receipt(p, '2026-02-01T00:00:00Z')]);
    expect(await stock.balance(p, 'STOCK')).toEqual({ on_hand: 1, reserved: 0 });
  });

  it('refuses value as it refuses quantity, a change of method included', async () => {
    const p = await stock.product();
    const now = new Date().toISOString().slice(0, 7);
    await stock.post([receipt(p, null, 2, '5')]);
    await set(now, 'soft_closed');
    const revaluation = {
      company_id: stock.company,
      type: 'revaluation',
      product_id: p,
      area_id: stock.company,
      value: '4.00',
      source_type: 'test',
      source_id: stock.company,
    };
    const method = { product_id: p, costing_method: 'fifo', source_type: 'test', source_id: stock.company };
    const code = 'PERIOD_CLOSED';
    expect(await refusal(stock.post([], { adjustments: [revaluation] }))).toMatchObject({ code });
    expect(await refusal(stock.call('erp.change_costing($1::jsonb)', method))).toMatchObject({
      code,
      detail: { first_open_month: null },
    });
    expect(await refusal(stock.post([receipt(p, null)]))).toMatchObject({ code });
    await allowed([], { adjustments: [revaluation] });
    await stock.call('erp.change_costing($1::jsonb)', { ...method, soft_closed_allowed: true });
    await allowed([receipt(p, null, 1, '6')]);
    expect(await stock.valuation(p)).toEqual({ quantity: 3, value: '20.00' });
  });

  it('costs a posting that is effective now one look into the index', async () => {
    const { rows } = await stock.owner.query<{ 'QUERY PLAN': string }>(
      `explain select 1 where not exists (select from erp.closed_periods($1, statement_timestamp(), false))`,
      [stock.company],
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).not.toContain('Function Scan');
  });
});

describe('months close in their order', () => {
  it('hard: not before an earlier one that is listed or has facts', async () => {
    const p = await stock.product();
    await stock.post([receipt(p, '2025-11-20T00:00:00Z')]);
    expect(await refusal(set('2026-01', 'hard_closed'))).toEqual({
      state: 'PB409',
      code: 'EARLIER_PERIOD_OPEN',
      detail: { month: '2025-11-01' },
    });
    await set('2025-11', 'hard_closed');
    await set('2025-12', 'soft_closed');
    expect(await refusal(set('2026-01', 'hard_closed'))).toMatchObject({ detail: { month: '2025-12-01' } });
    await set('2025-12', 'hard_closed');
    await set('2026-01', 'hard_closed');
  });

  it('value alone counts as a fact', async () => {
    const p = await stock.product();
    await stock.post([receipt(p, '2026-03-20T00:00:00Z')]);
    const value = {
      company_id: stock.company,
      type: 'revaluation',
      product_id: p,
      area_id: stock.company,
      value: '4.00',
    };
    const source = { source_type: 'test', source_id: stock.company, effective_at: '2025-10-05T00:00:00Z' };
    await stock.post([], { adjustments: [{ ...value, ...source }] });
    expect(await refusal(set('2026-03', 'hard_closed'))).toMatchObject({ detail: { month: '2025-10-01' } });
  });

  it('and open again the last one first; none is listed before a hard one', async () => {
    await set('2025-11', 'hard_closed');
    await set('2025-12', 'hard_closed');
    const later = { code: 'LATER_PERIOD_CLOSED', detail: { month: '2025-12-01' } };
    expect(await refusal(set('2025-11', 'open'))).toMatchObject(later);
    expect(await refusal(set('2025-10', 'open'))).toMatchObject(later);
    await set('2025-12', 'open');
    expect(await refusal(set('2025-10', 'open'))).toMatchObject({ detail: { month: '2025-11-01' } });
    await set('2025-11', 'open');
  });
});

describe('a late fact', () => {
  it('that asks for it goes to the first moment of the first open month, and keeps its own', async () => {
    const p = await stock.product();
    await stock.post([receipt(p, '2026-01-10T00:00:00Z', 10, '12')]);
    await set('2026-01', 'hard_closed');
    await set('2026-02', 'soft_closed');
    const [posted] = (await stock.post([issue(p, '2026-01-20T08:00:00Z', 3, late)])).movements as any[];
    expect(times(posted)).toEqual(['2026-03-01T00:00', '2026-01-20T08:00']);
    const [soft] = (await allowed([issue(p, '2026-01-20T08:00:00Z', 2, late)])).movements;
    expect(times(soft)).toEqual(['2026-02-01T00:00', '2026-01-20T08:00']);
    const [open] = (await stock.post([issue(p, '2026-04-20T08:00:00Z', 1, late)])).movements as any[];
    expect(times(open)).toEqual(['2026-04-20T08:00', null]);
    expect(posted.lines[0].value).toBe('36.00');
    expect(await refusal(stock.post([issue(p, '2026-01-20T08:00:00Z', 1, { when_closed: 'refuse' })]))).toMatchObject({
      code: 'PERIOD_CLOSED',
    });
  });

  it('is refused when no month is open, and in the future as ever', async () => {
    const p = await stock.product();
    await set(new Date().toISOString().slice(0, 7), 'hard_closed');
    expect(await refusal(stock.post([receipt(p, '2026-01-20T08:00:00Z', 3, '1', late)]))).toMatchObject({
      code: 'PERIOD_CLOSED',
      detail: { month: '2026-01-01', first_open_month: null },
    });
    expect(await refusal(stock.post([receipt(p, '2999-01-20T08:00:00Z', 3, '1', late)]))).toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  });

  it('of value is linked to the receipt it belongs to, and lands in the first open month', async () => {
    const p = await stock.product();
    const [first] = (await stock.post([receipt(p, '2026-01-10T00:00:00Z', 10, '12')])).movements;
    const cost = {
      company_id: stock.company,
      type: 'landed_cost',
      movement_id: first!.id,
      product_id: p,
      area_id: stock.company,
      line_id: first!.lines[0]!.id,
      value: '20.00',
      counter_value: '-20.00',
      source_type: 'landed_cost',
      source_id: first!.id,
    };
    await stock.post([], { adjustments: [cost] });
    await set('2026-01', 'hard_closed');
    await stock.post([], { adjustments: [cost] });
    const { rows } = await stock.app.query(
      `select value, line_id, movement_id, occurred_at, effective_at, recorded_at from stock_value_adjustments where product_id = $1 order by id`,
      [p],
    );
    const link = { value: '20.00', line_id: first!.lines[0]!.id, movement_id: first!.id };
    expect(rows).toMatchObject([
      { ...link, occurred_at: null },
      {
        ...link,
        occurred_at: new Date('2026-01-10T00:00:00Z'),
        effective_at: new Date('2026-02-01T00:00:00Z'),
      },
    ]);
    expect(rows[0].effective_at).toEqual(rows[0].recorded_at);
    expect(await stock.valuation(p)).toEqual({ quantity: 10, value: '160.00' });
  });

  it('is a reversal of what lies in a closed month: now, or in the first open month when it asks for that', async () => {
    const p = await stock.product();
    const days = ['2026-01-10T00:00:00Z', '2026-01-11T00:00:00Z', '2026-03-11T00:00:00Z'];
    const posted: any[] = [];
    for (const day of days) posted.push((await stock.post([receipt(p, day, 10, '12')])).movements[0]!);
    await set('2026-01', 'hard_closed');
    const reverse = async (n: number, more: object = {}): Promise<any> =>
      (
        await stock.post([
          fact(
            'reversal',
            null,
            [stock.line(p, 10, 'STOCK', 'SUPPLIER', { value: '120.00', returns_line_id: posted[n]!.lines[0]!.id })],
            { reverses_id: posted[n]!.id, ...more },
          ),
        ])
      ).movements[0];
    const now = await reverse(0);
    expect(now.effective_at).toBe(now.recorded_at);
    expect(times(now)[1]).toBe('2026-01-10T00:00');
    expect(times(await reverse(1, late))).toEqual(['2026-02-01T00:00', '2026-01-11T00:00']);
    expect(times(await reverse(2))[1]).toBeNull();
    expect(await stock.valuation(p)).toEqual({ quantity: 0, value: '0.00' });
  });
});

it('closes between postings: softly, hard, and for late facts, never in between', async () => {
  const p = await stock.product();
  await stock.post([receipt(p, '2026-03-01T00:00:00Z', 1, '1')]);
  const post = (n: number): Promise<string> =>
    stock
      .post([receipt(p, '2026-03-10T00:00:00Z', 1, '1', n % 2 ? late : {})])
      .then(({ movements }) => ((movements[0] as any).occurred_at ? 'late' : 'in time'))
      .catch((error: { constraint: string }) => error.constraint);
  const answers = Array.from({ length: 20 }, (_, n) => post(n));
  const soft = set('2026-03', 'soft_closed');
  answers.push(...Array.from({ length: 20 }, (_, n) => post(n)));
  await soft;
  const hard = set('2026-03', 'hard_closed');
  answers.push(...Array.from({ length: 20 }, (_, n) => post(n)));
  await hard;
  expect([await post(0), await post(1)]).toEqual(['PERIOD_CLOSED', 'late']);
  const said = await Promise.all(answers);
  const count = (what: string): number => said.filter((each) => each === what).length;
  expect(count('late') + count('in time') + count('PERIOD_CLOSED')).toBe(60);
  const { rows } = await stock.app.query<{ quantity: number }>(
    `select v.quantity::integer from stock_closing_values v where v.product_id = $1`,
    [p],
  );
  expect(rows).toEqual([{ quantity: 1 + count('in time') }]);
  expect((await stock.balance(p, 'STOCK')).on_hand).toBe(2 + count('in time') + count('late'));
});

/** What the whole ledger says of a moment, by product: read line by line, without snapshots. */
const SCAN = `
  select v.product_id || ' ' || sum(q) || ' ' || sum(w)::numeric(15,2) as said from (
    select l.product_id, l.quantity as q, l.value as w from erp.stock_ledgers l join erp.stock_movements m on m.id = l.movement_id
     where m.company_id = $1 and m.effective_at <= $2 and l.to_area_id is not null
    union all select l.product_id, -l.quantity, -l.value from erp.stock_ledgers l join erp.stock_movements m on m.id = l.movement_id
     where m.company_id = $1 and m.effective_at <= $2 and l.from_area_id is not null
    union all select product_id, 0, value from erp.stock_value_adjustments where company_id = $1 and effective_at <= $2 and product_id is not null) v
   group by v.product_id having sum(q) <> 0 or sum(w) <> 0 order by 1`;

describe('the figures of a hard closing', () => {
  const command = fc.record({
    kind: fc.constantFrom('receive', 'issue', 'issue', 'land', 'reverse', 'revalue', 'close', 'soften'),
    days: fc.integer({ min: 0, max: 150 }),
    quantity: fc.integer({ min: 1, max: 9 }),
    cents: fc.integer({ min: 1, max: 9999 }),
    product: fc.integer({ min: 0, max: 2 }),
    late: fc.boolean(),
    pick: fc.nat(),
  });

  it('stay what the ledger says of that moment, whatever is posted later', async () => {
    const seen = { closings: 0, late: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 40, maxLength: 60 }), async (commands) => {
        await stock.openCompany('company');
        const products = [
          await stock.product(),
          await stock.product({ costing_method: 'fifo' }),
          await stock.product({ costing_method: 'standard', standard_cost: '7' }),
        ];
        const received: any[] = [];
        const posted: any[] = [];
        const outcomes = new Set<string>();
        const month = (back: number): string => {
          const now = new Date();
          return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7);
        };
        let back = 5;
        const opening = { kind: 'receive', days: 149, quantity: 50, cents: 100, product: 0, late: false, pick: 0 };
        for (const c of [opening, ...commands]) {
          const p = products[c.product]!;
          const at = new Date(Date.now() - c.days * 86_400_000 - 1000).toISOString();
          const more = c.late ? late : {};
          const cost = `${(c.cents / 100).toFixed(2)}`;
          const of = received.length ? received[c.pick % received.length] : null;
          const work = async (): Promise<void> => {
            if (c.kind === 'receive') {
              const [m] = (await stock.post([receipt(p, at, c.quantity, cost, more)])).movements;
              received.push(m);
              posted.push(m);
            } else if (c.kind === 'issue') {
              posted.push((await stock.post([issue(p, at, c.quantity, more)])).movements[0]);
            } else if (c.kind === 'land' && of) {
              const line = of.lines[0];
              const about = {
                company_id: stock.company,
                movement_id: of.id,
                line_id: line.id,
                product_id: line.product_id,
              };
              const value = { type: 'landed_cost', area_id: stock.company, value: cost, counter_value: `-${cost}` };
              await stock.post([], { adjustments: [{ ...about, ...value, source_type: 'test', source_id: of.id }] });
            } else if (c.kind === 'reverse' && posted.length) {
              const original = posted[c.pick % posted.length];
              const lines = original.lines.map((l: any) => ({
                product_id: l.product_id,
                quantity: l.quantity,
                from_location_id: l.to_location_id,
                to_location_id: l.from_location_id,
                value: l.value,
                returns_line_id: l.id,
              }));
              await stock.post([fact('reversal', null, lines, { reverses_id: original.id, ...more })]);
            } else if (c.kind === 'revalue') {
              const value = {
                company_id: stock.company,
                type: 'revaluation',
                product_id: products[0],
                area_id: stock.company,
              };
              await stock.post([], {
                adjustments: [
                  { ...value, value: cost, effective_at: at, source_type: 'test', source_id: stock.company },
                ],
              });
            } else if (c.kind === 'soften' && back > 1) await set(month(back - 1), 'soft_closed');
            else if (c.kind === 'close' && back > 0) {
              await set(month(back), 'hard_closed');
              back--;
            }
          };
          outcomes.add(
            await work().then(
              () => c.kind,
              (error: { constraint: string }) => error.constraint,
            ),
          );
        }
        const { rows: periods } = await stock.app.query(
          `select id, closed_through from stock_periods where company_id = $1 and state = 'hard_closed'`,
          [stock.company],
        );
        for (const { id, closed_through } of periods) {
          const frozen = await stock.app.query(
            `select v.product_id || ' ' || v.quantity || ' ' || v.value as said from stock_closing_values v join stock_closings c on c.id = v.closing_id where c.period_id = $1 order by 1`,
            [id],
          );
          const { rows } = await stock.app.query(SCAN, [stock.company, closed_through]);
          expect(frozen.rows).toEqual(rows);
        }
        const unknown = [...outcomes].filter(
          (each) =>
            /^[A-Z_]+$/.test(each) &&
            !/^(PERIOD_CLOSED|INSUFFICIENT_STOCK|VALUE_EXCEEDS_STOCK|MOVEMENT_ALREADY_REVERSED|MOVEMENT_HAS_RETURNS|VALIDATION_FAILED|EARLIER_PERIOD_OPEN)$/.test(
              each,
            ),
        );
        expect(unknown).toEqual([]);
        const { rows: told } = await stock.app.query<{ late: number }>(
          `select count(*)::integer as late from stock_movements where company_id = $1 and occurred_at is not null`,
          [stock.company],
        );
        seen.closings += periods.length;
        seen.late += told[0]!.late;
        const check = await stock.app.query('select violations::integer from check_stock_closings()');
        expect(check.rows).toEqual([{ violations: 0 }]);
      }),
      { numRuns: 12, endOnFailure: true },
    );
    expect(seen.closings).toBeGreaterThan(12);
    expect(seen.late).toBeGreaterThan(12);
  }, 180_000);

  it('are looked at by a check that finds a bent one, and stay when the month is closed again', async () => {
    const p = await stock.product();
    await stock.post([receipt(p, '2026-01-10T00:00:00Z', 10, '12')]);
    await set('2026-01', 'hard_closed');
    const figures = (): Promise<unknown[]> =>
      stock.app
        .query(
          `select c.closing_no, v.quantity::integer, v.value from stock_closing_values v join stock_closings c on c.id = v.closing_id
            where v.product_id = $1 order by 1`,
          [p],
        )
        .then(({ rows }) => rows);
    const check = async (): Promise<any> =>
      (await stock.app.query('select violations::integer, sample from check_stock_closings()')).rows[0];
    expect(await figures()).toEqual([{ closing_no: 1, quantity: 10, value: '120.00' }]);
    const bend = `update stock_closing_values set value = value + $2 where product_id = $1`;
    expect(await refusal(stock.owner.query(bend, [p, 1]))).toMatchObject({ code: 'APPEND_ONLY' });
    for (const [by, violations] of [
      [1, 1],
      [-1, 0],
    ]) {
      await stock.owner.query('alter table stock_closing_values disable trigger user');
      await stock.owner.query(bend, [p, by]);
      await stock.owner.query('alter table stock_closing_values enable trigger user');
      expect(await check()).toMatchObject({
        violations,
        sample: violations ? [{ month: '2026-01-01', quantity_off: 0, value_off: '-1.00' }] : [],
      });
    }
    await expect(stock.app.query('delete from stock_closing_values')).rejects.toThrow('permission denied');
    await expect(stock.app.query('delete from stock_closings')).rejects.toThrow('permission denied');
    await set('2026-01', 'open');
    await stock.post([receipt(p, '2026-01-11T00:00:00Z', 1, '10')]);
    expect(await check()).toMatchObject({ violations: 0 });
    await set('2026-01', 'hard_closed');
    expect(await figures()).toEqual([
      { closing_no: 1, quantity: 10, value: '120.00' },
      { closing_no: 2, quantity: 11, value: '130.00' },
    ]);
    expect(await check()).toMatchObject({ violations: 0 });
  });
});

describe('a factory that closed months before there were two ways to', () => {
  it('finds them closed hard, without figures, and its accountant with the rights that were meant', async () => {
    const database = await cloneDatabase();
    try {
      const owner = database.pool();
      const state = async (): Promise<unknown[]> =>
        (await owner.query('select month, state, closed_through from stock_periods')).rows;
      const rights = async (): Promise<string[]> =>
        (
          await owner.query<{ pattern: string }>(
            `select p.pattern from role_permissions p join roles r on r.id = p.role_id where r.code = 'accountant' and p.pattern like 'warehouse.%periods%'`,
          )
        ).rows.map(({ pattern }) => pattern);
      expect(await rights()).toEqual(['warehouse.periods.*']);
      const isThere = `select to_regclass('erp.stock_closing_values') is not null as there`;
      while ((await owner.query<{ there: boolean }>(isThere)).rows[0]!.there) await undoLastMigration(database.url);
      expect(await rights()).toEqual(['warehouse.stock_periods.*']);
      await owner.query(
        `insert into stock_periods (company_id, month, state) select id, '2026-01-01', 'closed' from companies where code = 'MAIN'`,
      );
      await runMigrations(database.url);
      expect(await state()).toMatchObject([{ state: 'hard_closed', closed_through: null }]);
      expect(await rights()).toEqual(['warehouse.periods.*']);
      const { rows } = await owner.query('select checked::integer, violations::integer from check_stock_closings()');
      expect(rows).toEqual([{ checked: 0, violations: 0 }]);
      for (let undone = false; !undone;) {
        await undoLastMigration(database.url);
        undone = !(await owner.query<{ there: boolean }>(isThere)).rows[0]!.there;
      }
      expect((await owner.query('select state from stock_periods')).rows).toEqual([{ state: 'closed' }]);
    } finally {
      await database.drop();
    }
  });
});

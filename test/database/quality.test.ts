import type pg from 'pg';
import { StockDatabase, SYSTEM_USER } from '../support/stock.js';

let stock: StockDatabase;
let db: pg.Pool;
let product: string;
let revisions = 0;

beforeAll(async () => {
  stock = await StockDatabase.open();
  db = stock.app;
  product = await stock.product();
});
afterAll(() => stock.close());

const one = async (sql: string, params: unknown[] = []): Promise<any> => (await db.query(sql, params)).rows[0];

/** What a statement was refused for: the constraint, or the code that our own SQL raises. */
async function refused(statement: Promise<unknown>): Promise<string | undefined> {
  try {
    await statement;
    return undefined;
  } catch (error) {
    return (error as { constraint?: string }).constraint;
  }
}

async function aPlan(values: Record<string, unknown> = {}): Promise<string> {
  const all = { product_id: product, kind: 'incoming', revision: `R${++revisions}`, sampling: 'all', ...values };
  const names = Object.keys(all);
  const { id } = await one(
    `insert into inspection_plans (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')}) returning id`,
    Object.values(all),
  );
  return id;
}
const to = (table: string, id: string, state: string) =>
  db.query(`update ${table} set state = $2 where id = $1`, [id, state]);
const aRow = (plan: string, from: number, until: number, size = 5, accept = 0, reject = 1) =>
  db.query(
    `insert into inspection_plan_samples (plan_id, lot_from, lot_to, sample_size, acceptance_number, rejection_number) values ($1, $2, $3, $4, $5, $6)`,
    [plan, from, until, size, accept, reject],
  );

async function anInspection(values: Record<string, unknown> = {}): Promise<string> {
  const all = {
    company_id: stock.company,
    warehouse_id: stock.place['WH'],
    location_id: stock.place['STOCK'],
    plan_id: await aPlan(),
    kind: 'incoming',
    product_id: product,
    quantity: 10,
    sample_size: 10,
    acceptance_number: 0,
    is_gate: false,
    source_type: 'manual',
    source_id: SYSTEM_USER,
    ...values,
  };
  const names = Object.keys(all);
  const { id } = await one(
    `insert into inspections (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')}) returning id`,
    Object.values(all),
  );
  return id;
}

describe('plans', () => {
  it('have one active revision for a subject, kind and operation, however two try', async () => {
    const own = await stock.product();
    const of = { product_id: own, kind: 'in_process', operation: 'Sewing' };
    const [first, second] = [await aPlan(of), await aPlan({ ...of, operation: 'SEWING' })];
    const both = await Promise.all([first, second].map((id) => refused(to('inspection_plans', id, 'active'))));
    expect(both.filter(Boolean)).toEqual(['uq_inspection_plans_one_active']);
    await to('inspection_plans', await aPlan({ ...of, operation: 'PACKING' }), 'active');
    await to('inspection_plans', await aPlan({ product_id: own, kind: 'final' }), 'active');
  });

  it('have a revision once', async () => {
    const own = await stock.product();
    await aPlan({ product_id: own, revision: 'a' });
    expect(await refused(aPlan({ product_id: own, revision: 'A' }))).toBe('uq_inspection_plans_revision');
  });

  it('have tables whose ranges do not overlap, and that accept no sample of bad pieces alone', async () => {
    const plan = await aPlan({ sampling: 'table' });
    await aRow(plan, 1, 10);
    await aRow(plan, 11, 20);
    for (const [from, until] of [
      [10, 10],
      [5, 6],
      [20, 30],
      [1, 99],
    ] as const)
      expect(await refused(aRow(plan, from, until))).toBe('ex_inspection_plan_samples_lot');
    expect(await refused(aRow(plan, 30, 29))).toBe('ck_inspection_plan_samples_lot');
    expect(await refused(aRow(plan, 30, 40, 2, 2, 3))).toBe('ck_inspection_plan_samples_numbers');
    expect(await refused(aRow(plan, 30, 40, 5, 1, 3))).toBe('ck_inspection_plan_samples_numbers');
    await aRow(await aPlan({ sampling: 'table' }), 5, 15);
  });

  it.each([
    ['a subject', { product_id: null }, 'ck_inspection_plans_subject'],
    ['an operation in process', { kind: 'in_process' }, 'ck_inspection_plans_operation'],
    ['no operation elsewhere', { operation: 'SEWING' }, 'ck_inspection_plans_operation'],
    ['a number for fixed', { sampling: 'fixed' }, 'ck_inspection_plans_sampling'],
    ['no percentage for all', { sample_percent: '5' }, 'ck_inspection_plans_sampling'],
    ['a gate to hold', { while_open: 'hold' }, 'ck_inspection_plans_while_open'],
  ])('have %s', async (_what, values, constraint) => expect(await refused(aPlan(values))).toBe(constraint));

  it('are measured within limits that can be', async () => {
    const plan = await aPlan();
    const limits = (low: string | null, nominal: string | null, high: string | null, unit: string | null = 'mm') =>
      db.query(
        `insert into inspection_characteristics (plan_id, characteristic_no, name, type, unit, lower_limit, nominal, upper_limit, decimals, severity)
         values ($1, 1, 'Width', 'measured', $5, $2, $3, $4, 2, 'major')`,
        [plan, low, nominal, high, unit],
      );
    expect(await refused(limits('2', null, '1.999999'))).toBe('ck_inspection_characteristics_limits');
    expect(await refused(limits('2', '1', null))).toBe('ck_inspection_characteristics_limits');
    expect(await refused(limits(null, '1', null))).toBe('ck_inspection_characteristics_measured');
    expect(await refused(limits('1', null, null, null))).toBe('ck_inspection_characteristics_measured');
    await limits('1', '1', '1');
  });

  it('stay what they were once they are more than a draft', async () => {
    const plan = await aPlan({ product_id: await stock.product(), sampling: 'table' });
    await aRow(plan, 1, 10);
    await db.query(
      `insert into inspection_characteristics (plan_id, characteristic_no, name, type, severity) values ($1, 1, 'Colour', 'attribute', 'minor')`,
      [plan],
    );
    await db.query(`update inspection_plans set acceptance_number = 1 where id = $1`, [plan]);
    await to('inspection_plans', plan, 'active');
    for (const statement of [
      `update inspection_plans set acceptance_number = 9 where id = $1`,
      `update inspection_plan_samples set sample_size = 9 where plan_id = $1`,
      `delete from inspection_plan_samples where plan_id = $1`,
      `update inspection_characteristics set severity = 'major' where plan_id = $1`,
      `delete from inspection_characteristics where plan_id = $1`,
    ])
      expect(await refused(db.query(statement, [plan]))).toBe('PLAN_NOT_DRAFT');
    expect(await refused(aRow(plan, 11, 20))).toBe('PLAN_NOT_DRAFT');
    const draft = await aPlan({ sampling: 'table' });
    await aRow(draft, 1, 5);
    expect(
      await refused(db.query('update inspection_plan_samples set plan_id = $2 where plan_id = $1', [draft, plan])),
    ).toBe('PLAN_NOT_DRAFT');
    await to('inspection_plans', plan, 'obsolete');
    expect(await refused(to('inspection_plans', plan, 'active'))).toBe('INVALID_STATE');
    await expect(db.query('delete from inspection_plans where id = $1', [plan])).rejects.toThrow('permission denied');
  });
});

describe('inspections', () => {
  it('do not jump', async () => {
    expect(await refused(to('inspections', await anInspection(), 'accepted'))).toBe('INVALID_STATE');
  });

  const decide = (id: string, state: string, accepted: number, rejected: number, more = '') =>
    db.query(
      `update inspections set state = $2, accepted_quantity = $3, rejected_quantity = $4, rejected_value = 0, decided_at = now(), decided_by = $5 ${more} where id = $1`,
      [id, state, accepted, rejected, SYSTEM_USER],
    );

  it('are decided of all their pieces, as their state says', async () => {
    const id = await anInspection();
    await to('inspections', id, 'in_progress');
    for (const [state, accepted, rejected, more, constraint] of [
      ['accepted', 9, 0, '', 'ck_inspections_decision'],
      ['accepted', 9, 1, `, disposition = 'leave'`, 'ck_inspections_decision'],
      ['partially_accepted', 10, 0, '', 'ck_inspections_decision'],
      ['partially_accepted', 6, 4, '', 'ck_inspections_decision'],
      ['rejected', 1, 9, `, disposition = 'leave'`, 'ck_inspections_decision'],
      ['rejected', 0, 10, `, disposition = 'scrap'`, 'ck_inspections_disposition'],
      ['accepted', 10, 0, ', is_concession = true', 'ck_inspections_concession'],
    ] as const)
      expect([state, await refused(decide(id, state, accepted, rejected, more))]).toEqual([state, constraint]);
    await decide(id, 'partially_accepted', 6, 4, `, disposition = 'leave'`);
  });

  it('keep what they were decided on', async () => {
    const id = await anInspection();
    const { id: reason } = await one(
      `insert into defect_reasons (code, name, severity) values ('DB', 'Found here', 'major') returning id`,
    );
    const found = (stage: string, sample: number | null) =>
      refused(
        db.query(
          `insert into inspection_defects (inspection_id, stage, sample_no, reason_id, severity, quantity) values ($1, $2, $3, $4, 'major', 1)`,
          [id, stage, sample, reason],
        ),
      );
    expect(await found('sample', null)).toBe('INVALID_STATE');
    await to('inspections', id, 'in_progress');
    expect(await found('sample', null)).toBe(undefined);
    expect(await found('sample', null)).toBe('uq_inspection_defects_reason');
    expect(await found('sample', 1)).toBe(undefined);
    await decide(id, 'rejected', 0, 10, `, disposition = 'leave'`);
    expect(await found('sample', 2)).toBe('INVALID_STATE');
    expect(await found('decision', null)).toBe(undefined);
    expect(await refused(db.query(`delete from inspection_defects where stage = 'sample'`))).toBe('INVALID_STATE');
    await decide(id, 'partially_accepted', 6, 4, `, disposition = 'leave'`);
    expect(await refused(db.query(`delete from inspection_defects where stage = 'decision'`))).toBe('INVALID_STATE');
  });

  it('a ledger line is inspected once; a rejected inspection is repeated once', async () => {
    const source_line_id = SYSTEM_USER;
    const id = await anInspection({ source_line_id });
    expect(await refused(anInspection({ source_line_id }))).toBe('uq_inspections_source_line_id');
    await anInspection({ source_line_id, reinspects_id: id });
    expect(await refused(anInspection({ reinspects_id: id }))).toBe('uq_inspections_reinspects_id');
    await to('inspections', id, 'cancelled');
    await anInspection({ source_line_id });
  });

  it('hold no lot without one', async () =>
    expect(await refused(anInspection({ holds_lot: true }))).toBe('ck_inspections_holds_lot'));
});

it('the value of rejected pieces is shared over their reasons to the cent', async () => {
  const id = await anInspection({ quantity: 3, sample_size: 3 });
  await to('inspections', id, 'in_progress');
  for (const code of ['X1', 'X2', 'X3'])
    await db.query(
      `with r as (insert into defect_reasons (code, name, severity) values ($2, $2, 'minor') returning id)
       insert into inspection_defects (inspection_id, stage, reason_id, severity, quantity) select $1, 'decision', r.id, 'minor', 1 from r`,
      [id, code],
    );
  await db.query(
    `update inspections set state = 'rejected', accepted_quantity = 0, rejected_quantity = 3, rejected_value = 1.00, disposition = 'leave', decided_at = now(),
            decided_by = $2 where id = $1`,
    [id, SYSTEM_USER],
  );
  const { rows } = await db.query(
    `select reason_code, quantity::integer as quantity, value from quality_failure_costs where inspection_id = $1 order by reason_code`,
    [id],
  );
  // a third of 1.00 is 0.33 and a third of a cent: the cent left over goes to the first
  expect(rows).toEqual([
    { reason_code: 'X1', quantity: 1, value: '0.34' },
    { reason_code: 'X2', quantity: 1, value: '0.33' },
    { reason_code: 'X3', quantity: 1, value: '0.33' },
  ]);
});

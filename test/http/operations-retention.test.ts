import { JobRegistry } from '../../src/kernel/jobs/index.js';
import { RetentionService } from '../../src/operations/index.js';
import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';

let app: TestApp;
beforeAll(async () => (app = await startTestApp()));
afterAll(() => app.close());

const keys = async (days: number, count: number): Promise<void> => {
  await app.db.query(
    `insert into erp.idempotency_keys (id, request_hash, status, body, created_at)
     select gen_random_uuid(), 'x', 200, '{}', now() - make_interval(days => $1) from generate_series(1, $2)`,
    [days, count],
  );
};
const count = async (table: string): Promise<number> =>
  (await app.db.query<{ n: number }>(`select count(*)::int as n from erp.${table}`)).rows[0]!.n;
const retention = (): RetentionService => app.nest.get(RetentionService, { strict: false });
const work = (name: string, signal = new AbortController().signal) =>
  app.nest.get(JobRegistry).find(name)!.work({ run_id: 'x', signal });

it('keeps Idempotency-Keys for 30 days; a dry run only counts', async () => {
  await keys(29, 3);
  await keys(31, 10_005);
  const before = await retention().preview();
  expect(before.find(({ table_name }) => table_name === 'idempotency_keys')).toMatchObject({
    rows: 10_005,
    keep_days: 30,
  });
  expect(await count('idempotency_keys')).toBe(10_008);
  expect(await work('idempotency-keys')).toEqual({ idempotency_keys: 10_005 });
  expect(await count('idempotency_keys')).toBe(3);
  expect(await work('idempotency-keys')).toEqual({ idempotency_keys: 0 });
});

it('two at once remove each row once, and a run that is stopped leaves the rest to the next', async () => {
  await keys(40, 500);
  const stopped = new AbortController();
  stopped.abort();
  await expect(work('idempotency-keys', stopped.signal)).rejects.toThrow();
  const [one, two] = (await Promise.all([work('idempotency-keys'), work('idempotency-keys')])) as {
    idempotency_keys: number;
  }[];
  expect(one!.idempotency_keys + two!.idempotency_keys).toBe(500);
});

it('forgets sessions that ended long ago with their tokens, and no others', async () => {
  const actor = await app.actor({ role: 'viewer' });
  await app.db.query(`update erp.sessions set expires_at = now() - interval '91 days' where id = $1`, [
    actor.session_id,
  ]);
  await app.db.query(
    `insert into erp.refresh_tokens (session_id, token_hash, expires_at) values ($1, sha256('a'), now() - interval '91 days') on conflict do nothing`,
    [actor.session_id],
  );
  const before = await count('sessions');
  expect(await work('expired-sessions')).toMatchObject({ sessions: 1 });
  expect(await count('sessions')).toBe(before - 1);
  expect((await app.as(app.admin).get('/auth/me')).status).toBe(200);
});

it('clears away rows of imports that are over, never of those that wait', async () => {
  const { rows } = await app.db.query<{ id: string }>(
    `insert into erp.import_jobs (resource, company_id, status, phase, finished_at)
     values ('products', $1, 'queued', 'checking', null), ('products', $1, 'succeeded', 'finished', now() - interval '3 days') returning id`,
    [app.company_id],
  );
  for (const { id } of rows)
    await app.db.query(`insert into erp.import_rows (job_id, row_no, line, data) values ($1, 1, 2, '{}')`, [id]);
  await app.db.query(`insert into erp.import_rows (job_id, row_no, line, data) values (gen_random_uuid(), 1, 2, '{}')`);
  expect(await work('import-left-overs')).toEqual({ import_rows: 2 });
  expect((await app.db.query('select job_id from erp.import_rows')).rows).toEqual([{ job_id: rows[0]!.id }]);
  await app.db.query(`delete from erp.import_rows`);
  await app.db.query(`delete from erp.import_jobs where id = any($1)`, [rows.map(({ id }) => id)]);
  expect(await work('retention')).toEqual({ blocked_addresses: 0, import_findings: 0, integrity_runs: 0 });
});

it('forgets second steps that nobody took, second factors that were never put in force, and old runs of the check', async () => {
  const sealed = 'v1.' + 'a'.repeat(8) + '.' + 'b'.repeat(60);
  await app.db.query('alter table erp.user_mfa disable trigger trg_user_mfa_updated_at');
  await app.db.query(
    `insert into erp.mfa_challenges (user_id, token_hash, expires_at)
     select u.id, sha256(n::text::bytea), now() - n * interval '20 hours' from erp.users u, generate_series(0, 2) n where u.kind = 'system'`,
  );
  await app.db.query(
    `insert into erp.user_mfa (user_id, secret, confirmed_at, updated_at)
     select u.id, $1, case when row_number() over (order by u.id) > 1 then now() end, now() - interval '8 days' from erp.users u`,
    [sealed],
  );
  const factors = await count('user_mfa');
  expect(factors).toBeGreaterThan(1);
  await app.db.query(
    `insert into erp.integrity_runs (started_at, finished_at, duration_ms, ok) select now() - n, now() - n, 1, true
       from (values (interval '399 days'), (interval '401 days')) v (n)`,
  );
  expect(await work('expired-sessions')).toMatchObject({ mfa_challenges: 1, user_mfa: 1 });
  expect([await count('mfa_challenges'), await count('user_mfa')]).toEqual([2, factors - 1]);
  expect(await work('retention')).toMatchObject({ integrity_runs: 1 });
  await app.db.query('delete from erp.user_mfa; delete from erp.mfa_challenges; delete from erp.integrity_runs');
  await app.db.query('alter table erp.user_mfa enable trigger trg_user_mfa_updated_at');
});

/** Tables that the audit does not tell of and that are kept for ever, or by something of their own. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  'history that documents and books rest on': [
    'dunning_notices',
    'document_history',
    'movement_line_units',
    'production_posting_lines',
    'production_postings',
    'purchase_invoice_lines',
    'purchase_receipts',
    'purchase_return_lines',
    'purchase_returns',
    'purchase_shipment_milestones',
    'put_away_overrides',
    'requisition_acceptances',
    'requisition_messages',
    'requisition_moves',
    'sales_invoice_charges',
    'sales_invoice_lines',
    'sales_return_pieces',
    'stock_book_lines',
    'stock_book_runs',
    'stock_count_entries',
    'stock_count_lines',
    'stock_ledgers',
    'stock_movements',
    'stock_reallocations',
    'stock_value_adjustments',
  ],
  'what happened to identities and data': ['audit_logs', 'auth_events', 'balance_rebuild_changes', 'balance_rebuilds'],
  'the chain of seals, whole or worth nothing': ['seal_batches', 'seal_streams'],
  'derived from history, and as large as the business': [
    'purchase_price_variances',
    'stock_account_balances',
    'stock_balances',
    'stock_closing_values',
    'stock_closings',
    'stock_layer_entries',
    'stock_layers',
    'stock_snapshot_quantities',
    'stock_snapshot_values',
    'stock_snapshots',
    'stock_valuations',
  ],
  'one row for each thing there is': ['jobs', 'kanban_event_floor', 'legal_numbers', 'number_series', 'stock_books'],
  'gone by itself once a mark has passed it': ['stock_booked_rows'],
  'gone when its process is': ['periodic_works'],
  'structure that comes with migrations': [
    'audit_exemptions',
    'audit_hidden_columns',
    'retention_rules',
    'retired_transitions',
    'schema_migrations',
    'state_transitions',
  ],
  'goes with its parent, by the foreign key': ['api_key_secrets', 'integrity_results'],
  'cleared by a job that has a floor to keep': ['kanban_events'],
};

it('what the audit does not tell of has a rule, or a reason to be kept', async () => {
  const { rows } = await app.db.query<{ table_name: string }>(
    `select e.table_name from erp.audit_exemptions e
      where not exists (select from erp.retention_rules r where r.table_name = e.table_name) order by 1`,
  );
  expect(rows.map(({ table_name }) => table_name)).toEqual(Object.values(KEPT).flat().sort());
});

it('the rules belong to the owner: the application may read and apply them', async () => {
  const asApp = app.database.appPool();
  await expect(asApp.query(`update erp.retention_rules set condition = 'true'`)).rejects.toThrow('permission denied');
  await expect(asApp.query(`select erp.apply_retention('users', true)`)).rejects.toThrow();
  await expectIntegrity(app);
});

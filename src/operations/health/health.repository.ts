import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../kernel/config/index.js';
import { Replica, migrationStatus } from '../../kernel/database/index.js';
import type { ReplicaState } from '../../kernel/database/index.js';
import { PeriodicRegistry } from '../../kernel/periodic/index.js';
import { RedisStore } from '../../kernel/redis/index.js';
import { RUNNER } from '../jobs/job-runner.js';
import { PERIODIC_STATE, whatThisProcessKnows } from '../jobs/periodic-state.js';
import { MONTHLY_PARTITIONS } from '../partitions/monthly-partitions.js';
import { ProbeConnection } from './probe-connection.js';

/** A trigger that the system's promises rest on, and what is wrong with it. */
export interface TriggerFault {
  table: string;
  trigger: string;
  fault: 'missing' | 'disabled';
}

/** What the probes ask the database. */
@Injectable()
export class HealthRepository {
  constructor(
    private readonly connection: ProbeConnection,
    private readonly config: AppConfig,
    private readonly redis: RedisStore,
    private readonly replicas: Replica,
    private readonly periodic: PeriodicRegistry,
  ) {}

  /** The replica that reports are read from; undefined when there is none. */
  get replica(): ReplicaState | undefined {
    return this.replicas.state();
  }

  /** Whether somebody wants backups to be made on schedule. */
  get backupsAreScheduled(): boolean {
    return this.config.backupDir !== undefined && this.config.backupDailySchedule !== 'off';
  }

  /** Whether there should be a Redis. */
  get hasRedis(): boolean {
    return this.redis.configured;
  }

  async pingRedis(): Promise<boolean> {
    return (await this.redis.ask((redis) => redis.ping())) !== undefined;
  }

  async ping(): Promise<void> {
    await this.connection.query('select 1');
  }

  /** Names of the migrations of this build that the database does not have yet. */
  async pendingMigrations(): Promise<string[]> {
    const status = await migrationStatus((sql) => this.connection.query(sql) as Promise<never[]>);
    return status.filter(({ applied }) => !applied).map(({ name }) => name);
  }

  /** Jobs and periodic works whose last run failed, and those that fell due a while ago and were not done by anybody. */
  async jobs(): Promise<{ failed: number; overdue: number }> {
    const [row] = await this.connection.query<{ failed: number; overdue: number }>(`
      select count(*) filter (where result = 'failed')::integer as failed,
             count(*) filter (where state <> 'running' and next_at < clock_timestamp() - interval '5 minutes')::integer as overdue
        from erp.jobs where schedule is not null`);
    const [works] = await this.connection.query<{ failed: number; overdue: number }>(
      `select count(*) filter (where fault is not null)::integer as failed, count(*) filter (where fault is null and lag > 300)::integer as overdue
         from (${PERIODIC_STATE}) works`,
      whatThisProcessKnows(this.periodic, RUNNER),
    );
    return { failed: row!.failed + works!.failed, overdue: row!.overdue + works!.overdue };
  }

  /** Tables kept by months that have none for the next one. */
  async monthsMissing(): Promise<number> {
    const [row] = await this.connection.query<{ missing: number }>(`
      select count(*)::integer as missing from pg_class p
       where p.relnamespace = 'erp'::regnamespace and p.relkind = 'p' and not exists (
         select from (${MONTHLY_PARTITIONS}) m
          where m.parent_oid = p.oid
            and m.from_at = (date_trunc('month', now() at time zone 'UTC') + interval '1 month') at time zone 'UTC')`);
    return row!.missing;
  }

  /** Hours since the newest whole backup was made, and since one was last proven; null when never. */
  async backups(): Promise<{ age: number | null; proven: number | null }> {
    const [row] = await this.connection.query<{ age: number | null; proven: number | null }>(`
      select (extract(epoch from clock_timestamp() - max(made_at)) / 3600)::float8 as age,
             (extract(epoch from clock_timestamp() - max(verified_at) filter (where verified_ok)) / 3600)::float8 as proven
        from erp.backups where kind in ('full', 'physical')`);
    return row!;
  }

  /** The balance trigger of the ledger, and the timestamp trigger of each table that keeps `updated_at`. */
  async triggers(): Promise<{ expected: number; faults: TriggerFault[] }> {
    const rows = await this.connection.query<TriggerFault & { found: boolean }>(`
      with expected as (
        select c.oid as table_id, c.relname::text as table_name, 'trg_' || c.relname || '_updated_at' as trigger_name
        from pg_attribute a
        join pg_class c on c.oid = a.attrelid
        where c.relnamespace = 'erp'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and a.attname = 'updated_at' and not a.attisdropped
        union all
        select to_regclass('erp.stock_ledgers'), 'stock_ledgers', 'trg_update_stock_balance'
      )
      select e.table_name as "table", e.trigger_name as "trigger",
             case when t.oid is null then 'missing' else 'disabled' end as fault,
             t.oid is not null and t.tgenabled in ('O', 'A') as found
      from expected e
      left join pg_trigger t on t.tgrelid = e.table_id and t.tgname = e.trigger_name
      order by 1, 2`);
    const faults = rows.filter(({ found }) => !found).map(({ table, trigger, fault }) => ({ table, trigger, fault }));
    return { expected: rows.length, faults };
  }
}

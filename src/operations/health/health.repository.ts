import { Injectable } from '@nestjs/common';
import { migrationStatus } from '../../kernel/database/index.js';
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
  constructor(private readonly connection: ProbeConnection) {}

  async ping(): Promise<void> {
    await this.connection.query('select 1');
  }

  /** Names of the migrations of this build that the database does not have yet. */
  async pendingMigrations(): Promise<string[]> {
    const status = await migrationStatus((sql) => this.connection.query(sql) as Promise<never[]>);
    return status.filter(({ applied }) => !applied).map(({ name }) => name);
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

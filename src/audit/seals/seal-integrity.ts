import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Invariant } from '../../kernel/database/index.js';

/** A head of the chain that was exported earlier. */
export interface KnownHead {
  readonly batch_id: number;
  /** In hexadecimal. */
  readonly digest: string;
}

interface Fault extends Record<string, unknown> {
  readonly stream: string | null;
  readonly fault: string;
  readonly batch_id: number | null;
  readonly row_id: string | null;
}

/** Rows that one statement holds against their seals: some 0.4 s. */
const ROWS_AT_ONCE = 50_000;

/** Holds the audit and the stock ledger against their seals. Reads only; the time it takes grows with what is sealed. */
@Injectable()
export class AuditIntegrity {
  constructor(private readonly db: Database) {}

  /**
   * @param samples how many violations are named
   * @param head one exported earlier, that the chain still has to hold
   */
  async check({ samples = 20, head }: { samples?: number; head?: KnownHead } = {}): Promise<Invariant[]> {
    const { checked, faults } = await this.sealed();
    const unsealed = await this.unsealed();
    const all = [...faults, ...unsealed.faults, ...(head ? await this.missing(head) : [])];
    const gaps = await this.gaps();
    return [
      {
        name: 'audit_seals',
        rule: 'Every sealed row of the audit and the stock ledger is as it was sealed, none is missing or was put in, and the chain is whole.',
        checked: checked + unsealed.checked,
        violations: all.length,
        samples: all.slice(0, samples),
      },
      {
        name: 'audit_coverage',
        rule: 'Every table is audited by its triggers, or exempt for a reason.',
        checked: gaps.tables,
        violations: gaps.faults.length,
        samples: gaps.faults.slice(0, samples),
      },
    ];
  }

  private async sealed(): Promise<{ checked: number; faults: Fault[] }> {
    const faults: Fault[] = [];
    let checked = 0;
    for (let last: number | null = 0; last !== null;) {
      const part: { last_batch: number | null; checked: number; faults: Fault[] } = await this.db.one(
        'select last_batch, checked, faults from erp.check_seals($1, $2)',
        [last, ROWS_AT_ONCE],
      );
      faults.push(...part.faults);
      checked += part.checked;
      last = part.last_batch;
    }
    return { checked, faults };
  }

  private unsealed(): Promise<{ checked: number; faults: Fault[] }> {
    return this.db.one('select checked, faults from erp.check_unsealed()');
  }

  private async missing({ batch_id, digest }: KnownHead): Promise<Fault[]> {
    const found = await this.db.maybe(
      `select 1 as found from erp.seal_batches where id = $1 and digest = decode($2, 'hex')`,
      [batch_id, digest],
    );
    return found ? [] : [{ stream: null, fault: 'head_not_in_chain', batch_id, row_id: null }];
  }

  private async gaps(): Promise<{ tables: number; faults: Record<string, unknown>[] }> {
    const faults = await this.db.query<Record<string, unknown>>('select table_name, gap from erp.audit_gaps()');
    const { tables } = await this.db.one<{ tables: number }>(
      `select count(*)::integer as tables from pg_class c
        where c.relnamespace = 'erp'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`,
    );
    return { tables, faults };
  }
}

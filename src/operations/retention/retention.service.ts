import { Injectable } from '@nestjs/common';
import { RetentionRepository } from './retention.repository.js';
import type { RetentionRule } from './retention.repository.js';

const BATCH = 10_000;

/** What a rule found or removed. */
export interface RetentionResult extends RetentionRule {
  readonly rows: number;
}

/** Removes what is past its time, by the rules in `erp.retention_rules`. */
@Injectable()
export class RetentionService {
  constructor(private readonly repository: RetentionRepository) {}

  /** What could go, without touching it. */
  async preview(): Promise<RetentionResult[]> {
    const results: RetentionResult[] = [];
    for (const rule of await this.repository.rules())
      results.push({ ...rule, rows: await this.repository.count(rule.table_name) });
    return results;
  }

  /**
   * Removes it, in batches: what a run that was killed has left is found by the next.
   * @param job the rules of this job only
   */
  async execute(job?: string, signal?: AbortSignal): Promise<RetentionResult[]> {
    const rules = (await this.repository.rules()).filter((rule) => job === undefined || rule.job === job);
    const results: RetentionResult[] = [];
    for (const rule of rules) results.push({ ...rule, rows: await this.remove(rule.table_name, signal) });
    return results;
  }

  private async remove(table: string, signal: AbortSignal | undefined): Promise<number> {
    let removed = 0;
    for (let some = BATCH; some === BATCH; removed += some) {
      signal?.throwIfAborted();
      some = await this.repository.removeSome(table, BATCH);
    }
    return removed;
  }
}

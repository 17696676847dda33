import { Injectable } from '@nestjs/common';
import { JobRegistry, MonthsAhead } from '../../kernel/jobs/index.js';
import { AuditPartitionsRepository } from './audit-partitions.repository.js';

/** Sees to it that a change always finds the month of its audit. */
@Injectable()
export class AuditPartitions extends MonthsAhead {
  constructor(
    registry: JobRegistry,
    private readonly partitions: AuditPartitionsRepository,
  ) {
    super(registry, 'the audit', { name: 'audit-partitions', schedule: '12 */6 * * *' });
  }

  protected make(monthsAhead: number): Promise<number> {
    return this.partitions.ensure(monthsAhead);
  }
}

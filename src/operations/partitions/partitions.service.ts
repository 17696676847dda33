import { Injectable } from '@nestjs/common';
import { AuditPartitions } from '../../audit/index.js';
import { LedgerPartitions } from '../../warehouse/index.js';
import { PartitionsRepository } from './partitions.repository.js';
import type { PartitionRow } from './partitions.repository.js';

/** The months of the tables that are kept by months. */
@Injectable()
export class PartitionsService {
  constructor(
    private readonly partitions: PartitionsRepository,
    private readonly ledger: LedgerPartitions,
    private readonly audit: AuditPartitions,
  ) {}

  list(): Promise<PartitionRow[]> {
    return this.partitions.list();
  }

  /** @returns how many months were made; those that are there are left as they are */
  async create(monthsAhead: number): Promise<number> {
    return (await this.ledger.ensure(monthsAhead)) + (await this.audit.ensure(monthsAhead));
  }

  /** Brings the planner's figures of all months up to date, and of the tables as a whole. @returns how many months */
  async analyze(): Promise<number> {
    const all = await this.partitions.list();
    await this.partitions.analyze([...new Set(all.map(({ table_name }) => table_name))]);
    return all.length;
  }
}

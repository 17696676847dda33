import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import { addDays } from '../../master-data/index.js';
import type { SupplierPerformanceDto, SupplierPerformanceQuery } from './performance.dto.js';
import { PerformanceRepository } from './performance.repository.js';

/** How well suppliers deliver. */
@Injectable()
export class SupplierPerformance {
  constructor(
    private readonly db: Database,
    private readonly figures: PerformanceRepository,
  ) {}

  /** @throws VALIDATION_FAILED for a period that ends before it begins */
  async of({ from, to, ...filters }: SupplierPerformanceQuery): Promise<SupplierPerformanceDto> {
    const last = to ?? (await this.figures.today()).today;
    const first = from ?? addDays(last, -364);
    if (first > last) refuse([{ pointer: '?from', code: 'INVALID_VALUE', message: 'is after the last day' }]);
    return { from: first, to: last, data: await this.db.reading(() => this.figures.rows(first, last, filters)) };
  }
}

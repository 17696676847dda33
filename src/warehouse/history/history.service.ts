import { Injectable } from '@nestjs/common';
import { assertInScope, currentActor } from '../../kernel/security/index.js';
import type {
  AgeingQuery,
  AgeingRowDto,
  AsOfQuery,
  SlowMoverDto,
  SlowMoversQuery,
  StockAsOfDto,
  ValueAsOfDto,
} from './history.dto.js';
import { MAX_ROWS } from './history-limits.js';
import { HistoryRepository } from './history.repository.js';

/** Stock over time: what there was, what it was worth, how old it is and what nobody uses. */
@Injectable()
export class HistoryService {
  constructor(private readonly history: HistoryRepository) {}

  async stock({ at, by = 'effective', product_id, below }: AsOfQuery): Promise<StockAsOfDto> {
    const rows = await this.history.stock(at, by === 'effective', product_id ?? null, below ?? null);
    return { at, by, truncated: rows.length > MAX_ROWS, rows: rows.slice(0, MAX_ROWS) };
  }

  async value({ at, by = 'effective', product_id }: AsOfQuery): Promise<ValueAsOfDto> {
    const found = await this.history.value(at, by === 'effective', product_id ?? null);
    const rows = found.slice(0, MAX_ROWS).map(({ total_value: _total, ...row }) => row);
    return { at, by, truncated: found.length > MAX_ROWS, total_value: found[0]?.total_value ?? '0.00', rows };
  }

  async ageing({ company_id, product_id }: AgeingQuery): Promise<AgeingRowDto[]> {
    return (await this.history.ageing(companies(company_id), product_id ?? null)).slice(0, MAX_ROWS);
  }

  async slowMovers({ company_id, days = 90 }: SlowMoversQuery): Promise<SlowMoverDto[]> {
    return (await this.history.slowMovers(companies(company_id), days)).slice(0, MAX_ROWS);
  }
}

/** @throws NOT_FOUND for a company that is not the caller's */
function companies(companyId: string | undefined): readonly string[] {
  if (companyId === undefined) return currentActor().company_ids;
  assertInScope({ company_id: companyId }, 'Company');
  return [companyId];
}

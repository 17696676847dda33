import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { defaultCompanyId, scopeWhere } from '../../kernel/security/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { BlockingReason, HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { MasterRecords } from '../../master-data/index.js';
import type { RecordKind } from '../../master-data/index.js';
import { PeriodDto } from './periods.dto.js';
import { StockPeriod } from './stock-period.entity.js';
import { ClosingRepository } from './closing.repository.js';
import { STOCK_PERIOD_MACHINE } from './stock-period.machine.js';
import type { StockPeriodEvent, StockPeriodState } from './stock-period.machine.js';

const PERIOD: RecordKind<StockPeriod, PeriodDto> = {
  entity: StockPeriod,
  answer: PeriodDto,
  label: 'Stock period',
  table: 'erp.stock_periods',
  within: () => scopeWhere({ company: 's.company_id' }),
  scopeOf: ({ company_id }) => ({ company_id }),
  list: defineList({
    select:
      's.id, s.company_id, c.code as company_code, s.month, s.state, s.reason, s.closed_through, s.version, s.created_at, s.updated_at',
    from: 'erp.stock_periods s join erp.companies c on c.id = s.company_id',
    id: 's.id',
    sorts: { month: 's.month' },
    default_sort: '-month',
    filters: {
      company_id: 's.company_id = ?',
      state: "(s.state = ? or (? = 'closed' and s.state <> 'open'))",
    },
  }),
};

/** Months of stock that close. A month without a row is open, unless a later one is closed hard. */
@Injectable()
export class PeriodsService {
  constructor(
    private readonly database: Database,
    private readonly records: MasterRecords,
    private readonly history: DocumentHistory,
    private readonly closing: ClosingRepository,
  ) {}

  page(query: ListParameters): Promise<Page<PeriodDto>> {
    return this.records.page(PERIOD, query);
  }

  get(id: string): Promise<PeriodDto> {
    return this.records.get(PERIOD, id);
  }

  /** @param month YYYY-MM @throws DUPLICATE when the month is there already; LATER_PERIOD_CLOSED when it is closed with a later one */
  create(month: string, companyId = defaultCompanyId()): Promise<PeriodDto> {
    return this.records.create(PERIOD, {
      company_id: companyId,
      month: `${month}-01`,
      state: STOCK_PERIOD_MACHINE.initial,
    });
  }

  /**
   * Closes or reopens. Waits for postings that are under way, so that none slips into a closed month.
   * @throws INVALID_STATE, PERIOD_NOT_STARTED, EARLIER_PERIOD_OPEN, LATER_PERIOD_CLOSED
   */
  move(id: string, event: StockPeriodEvent, reason?: string | null): Promise<PeriodDto> {
    return this.database.transaction(async () => {
      await this.get(id);
      await this.history.step({ entity: StockPeriod, machine: STOCK_PERIOD_MACHINE, id, event, reason }, async () => ({
        columns: { reason: reason ?? null },
      }));
      return this.get(id);
    });
  }

  /** Opens a closed month again: the one route of the time when there was one way to close. @throws as `move`; FORBIDDEN */
  async reopen(id: string, reason: string): Promise<PeriodDto> {
    const { state } = await this.get(id);
    return this.move(id, state === 'hard_closed' ? 'reopen_hard' : 'reopen', reason);
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state } = await this.get(id);
    const { not_begun, earlier_open, later_closed } = await this.closing.hindrances(id);
    const because = (code: string, message: string | false): BlockingReason[] => (message ? [{ code, message }] : []);
    const begun = because('PERIOD_NOT_STARTED', not_begun && 'The month has not begun');
    return listTransitions(STOCK_PERIOD_MACHINE, state as StockPeriodState, {
      soft_close: () => begun,
      close: () => [
        ...begun,
        ...because('EARLIER_PERIOD_OPEN', earlier_open !== null && `${earlier_open} is not closed hard yet`),
      ],
      reopen_hard: () => because('LATER_PERIOD_CLOSED', later_closed !== null && `${later_closed} is closed hard`),
    });
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.get(id);
    return this.history.of(STOCK_PERIOD_MACHINE, id);
  }
}

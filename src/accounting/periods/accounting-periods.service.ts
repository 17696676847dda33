import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { assertInScope, defaultCompanyId, scopeWhere } from '../../kernel/security/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { BlockingReason, HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { MasterRecords } from '../../master-data/index.js';
import type { RecordKind } from '../../master-data/index.js';
import { SubLedgers } from '../journal/sub-ledgers.js';
import { AccountingPeriod, FiscalYear } from './accounting-period.entity.js';
import { ACCOUNTING_PERIOD } from './accounting-period.machine.js';
import type { AccountingPeriodEvent, AccountingPeriodState } from './accounting-period.machine.js';
import { AccountingPeriodDto, FiscalYearDto } from './accounting-periods.dto.js';
import type { FiscalYearInput } from './accounting-periods.dto.js';
import { AccountingPeriodsRepository } from './accounting-periods.repository.js';

const FISCAL_YEAR: RecordKind<FiscalYear, FiscalYearDto> = {
  entity: FiscalYear,
  answer: FiscalYearDto,
  label: 'Fiscal year',
  table: 'erp.fiscal_years',
  within: () => scopeWhere({ company: 'y.company_id' }),
  list: defineList({
    select: `y.*, c.code as company_code,
      (select count(*)::integer from erp.accounting_periods p where p.fiscal_year_id = y.id) as periods,
      (select count(*)::integer from erp.accounting_periods p where p.fiscal_year_id = y.id and p.state = 'closed') as closed_periods`,
    from: 'erp.fiscal_years y join erp.companies c on c.id = y.company_id',
    id: 'y.id',
    sorts: { starts_on: 'y.starts_on' },
    default_sort: '-starts_on',
    filters: { company_id: 'y.company_id = ?' },
  }),
};

const PERIOD: RecordKind<AccountingPeriod, AccountingPeriodDto> = {
  entity: AccountingPeriod,
  answer: AccountingPeriodDto,
  label: 'Accounting period',
  table: 'erp.accounting_periods',
  within: () => scopeWhere({ company: 'p.company_id' }),
  list: defineList({
    select: `p.id, p.company_id, c.code as company_code, p.fiscal_year_id, y.code as fiscal_year_code, p.period_no, p.starts_on, p.ends_on, p.state, p.reason,
      p.version, p.created_at, p.updated_at`,
    from: 'erp.accounting_periods p join erp.companies c on c.id = p.company_id join erp.fiscal_years y on y.id = p.fiscal_year_id',
    id: 'p.id',
    sorts: { starts_on: 'p.starts_on' },
    default_sort: 'starts_on',
    filters: {
      company_id: 'p.company_id = ?',
      fiscal_year_id: 'p.fiscal_year_id = ?',
      state: 'p.state = ?',
      on: '?::date between p.starts_on and p.ends_on',
    },
  }),
};

/** Years and months of the books. */
@Injectable()
export class AccountingPeriods {
  constructor(
    private readonly db: Database,
    private readonly records: MasterRecords,
    private readonly history: DocumentHistory,
    private readonly periods: AccountingPeriodsRepository,
    private readonly subLedgers: SubLedgers,
  ) {}

  years(query: ListParameters): Promise<Page<FiscalYearDto>> {
    return this.records.page(FISCAL_YEAR, query);
  }

  year(id: string): Promise<FiscalYearDto> {
    return this.records.get(FISCAL_YEAR, id);
  }

  /** @throws FISCAL_YEAR_OVERLAPS, FISCAL_YEAR_NOT_ADJOINING, LATER_BOOKS_CLOSED, DUPLICATE of its code */
  openYear({ first_month, months, code, company_id = defaultCompanyId() }: FiscalYearInput): Promise<FiscalYearDto> {
    assertInScope({ company_id }, 'Company');
    return this.db.transaction(async () =>
      this.year(await this.periods.openYear(company_id, `${first_month}-01`, months, code ?? null)),
    );
  }

  page(query: ListParameters): Promise<Page<AccountingPeriodDto>> {
    return this.records.page(PERIOD, query);
  }

  get(id: string): Promise<AccountingPeriodDto> {
    return this.records.get(PERIOD, id);
  }

  /**
   * Closes or opens again. Waits for postings that are under way, so that none slips into a closed period; what stock did is posted before.
   * @throws INVALID_STATE, BOOKS_NOT_BEGUN, EARLIER_BOOKS_OPEN, LATER_BOOKS_CLOSED, ACCOUNT_ROLE_MISSING where stock cannot be posted
   */
  move(id: string, event: AccountingPeriodEvent, reason: string | null = null): Promise<AccountingPeriodDto> {
    return this.db.transaction(async () => {
      const { company_id } = await this.get(id);
      if (event === 'soft_close' || event === 'close') await this.lockToClose(company_id);
      else await this.periods.lockBooks(company_id);
      await this.history.step({ entity: AccountingPeriod, machine: ACCOUNTING_PERIOD, id, event, reason }, () =>
        Promise.resolve({ columns: { reason } }),
      );
      return this.get(id);
    });
  }

  /** What stock did is posted, and then nothing any more until the transaction ends. In this order, as a run of stock takes its locks. */
  async lockToClose(companyId: string): Promise<void> {
    await this.subLedgers.bringUpToDate(companyId);
    await this.periods.lockBooks(companyId);
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state } = await this.get(id);
    const { not_begun, earlier_open, later_closed } = await this.periods.hindrances(id);
    const because = (code: string, message: string | false): BlockingReason[] => (message ? [{ code, message }] : []);
    const begun = because('BOOKS_NOT_BEGUN', not_begun && 'The period has not begun');
    return listTransitions(ACCOUNTING_PERIOD, state as AccountingPeriodState, {
      soft_close: () => begun,
      close: () => [
        ...begun,
        ...because('EARLIER_BOOKS_OPEN', earlier_open !== null && `The period from ${earlier_open} is not closed yet`),
      ],
      reopen_hard: () =>
        because('LATER_BOOKS_CLOSED', later_closed !== null && `The period from ${later_closed} is closed`),
    });
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.get(id);
    return this.history.of(ACCOUNTING_PERIOD, id);
  }
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { BlockingReason, HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { JournalPosting } from '../journal/journal-posting.js';
import { JournalRepository } from '../journal/journal.repository.js';
import { AccountingPeriod, FiscalYear } from './accounting-period.entity.js';
import { ACCOUNTING_PERIOD } from './accounting-period.machine.js';
import type { FiscalYearClosingDto, FiscalYearDto } from './accounting-periods.dto.js';
import { AccountingPeriodsRepository } from './accounting-periods.repository.js';
import type { CloseFiscalYearInput } from './accounting-periods.dto.js';
import { AccountingPeriods } from './accounting-periods.service.js';
import { FISCAL_YEAR } from './fiscal-year.machine.js';
import type { FiscalYearState } from './fiscal-year.machine.js';
import { closingLines } from './year-closing.js';

/** The source of closing entries: what marks them, so that the income statement of the year goes on showing its result. */
export const CLOSING = 'accounting_closing';

/** Carries the result of fiscal years forward, and takes that back. */
@Injectable()
export class YearClosing {
  constructor(
    private readonly db: Database,
    private readonly years: AccountingPeriods,
    private readonly periods: AccountingPeriodsRepository,
    private readonly posting: JournalPosting,
    private readonly journal: JournalRepository,
    private readonly history: DocumentHistory,
  ) {}

  /**
   * Closes a year: one entry on its last day empties its income and expense accounts to the results of earlier years. The books are locked before the
   * year, as by all that post.
   * @throws INVALID_STATE, EARLIER_YEAR_OPEN, PERIODS_OPEN, ACCOUNT_ROLE_MISSING; with `close_periods` what closing them is refused for
   */
  close(id: string, { close_periods, reason = null }: CloseFiscalYearInput): Promise<FiscalYearClosingDto> {
    return this.db.transaction(async () => {
      const { company_id, ends_on, code } = await this.years.year(id);
      await this.years.lockToClose(company_id);
      await this.history.step({ entity: FiscalYear, machine: FISCAL_YEAR, id, event: 'close', reason }, async () => {
        if (close_periods) await this.closePeriods(id, reason);
        const lines = closingLines(await this.periods.yearBalances(id));
        const head = { company_id, entry_date: ends_on, journal: 'closing', memo: `Closing of ${code}` };
        const drafts = lines.length === 0 ? [] : [{ ...head, source_kind: CLOSING, source_id: id, lines }];
        const [entry] = await this.posting.post(drafts);
        return { columns: { closing_entry_id: entry?.id ?? null, reason } };
      });
      return this.closing(id);
    });
  }

  /**
   * Takes the closing of a year back by the reversal of its entry, on the same day. Its periods stay closed.
   * @throws INVALID_STATE, LATER_YEAR_CLOSED
   */
  reopen(id: string, reason: string): Promise<FiscalYearClosingDto> {
    return this.db.transaction(async () => {
      const { company_id, ends_on } = await this.years.year(id);
      await this.periods.lockBooks(company_id);
      let reversal: string | undefined;
      await this.history.step(
        { entity: FiscalYear, machine: FISCAL_YEAR, id, event: 'reopen', reason },
        async ({ closing_entry_id }) => {
          const ids = closing_entry_id === null ? [] : [closing_entry_id];
          const reversals = await this.posting.reverse(ids, { entry_date: ends_on, memo: reason });
          reversal = reversals.get(closing_entry_id ?? '')?.id;
          return { columns: { closing_entry_id: null, reason } };
        },
      );
      return this.closing(id, reversal);
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state } = await this.years.year(id);
    const { earlier_open, later_closed, periods_open } = await this.periods.yearHindrances(id);
    const because = (code: string, what: string | null, message: string): BlockingReason[] =>
      what === null ? [] : [{ code, message: `${message} ${what}` }];
    return listTransitions(FISCAL_YEAR, state as FiscalYearState, {
      close: () => [
        ...because('EARLIER_YEAR_OPEN', earlier_open, 'Not closed yet:'),
        ...because('PERIODS_OPEN', periods_open, 'Not closed yet: the period from'),
      ],
      reopen: () => because('LATER_YEAR_CLOSED', later_closed, 'Closed after it:'),
    });
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.years.year(id);
    return this.history.of(FISCAL_YEAR, id);
  }

  private async closePeriods(id: string, reason: string | null): Promise<void> {
    for (const period of await this.periods.notClosed(id))
      await this.history.step(
        { entity: AccountingPeriod, machine: ACCOUNTING_PERIOD, id: period, event: 'close', reason },
        () => Promise.resolve({ columns: { reason } }),
      );
  }

  private async closing(id: string, entryId?: string): Promise<FiscalYearClosingDto> {
    const year: FiscalYearDto = await this.years.year(id);
    const entry = entryId ?? year.closing_entry_id;
    return { ...year, entry: entry === null ? null : await this.journal.get(entry) };
  }
}

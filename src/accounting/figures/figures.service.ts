import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { invalid, notFound } from '../../kernel/errors/index.js';
import { sumAmounts } from '../../kernel/numbers/index.js';
import { assertInScope, currentActor, defaultCompanyId } from '../../kernel/security/index.js';
import type {
  OpenAgeingDto,
  OpenAgeingRowDto,
  DueListDto,
  DueListQuery,
  GeneralLedgerDto,
  GeneralLedgerQuery,
  OpenItemsQuery,
  TrialBalanceDto,
  TrialBalanceQuery,
  TrialBalanceRowDto,
} from './figures.dto.js';
import { LedgerRepository } from './ledger.repository.js';
import type { LedgerSums } from './ledger.repository.js';
import { refuseTooMany } from './statements.service.js';
import { OpenItemsRepository } from './open-items.repository.js';
import { compareLedgers } from './trial-balance.js';

const AGES = ['not_due', 'days_0_30', 'days_31_60', 'days_61_90', 'over_90', 'unallocated', 'total'] as const;
const SUMS = ['opening', 'debit', 'credit', 'closing'] as const;

/** What the books say as of a day. Cancelled and reversed documents are there until the day of their reversal. */
@Injectable()
export class BooksFigures {
  constructor(
    private readonly db: Database,
    private readonly ledger: LedgerRepository,
    private readonly open: OpenItemsRepository,
  ) {}

  /** @throws VALIDATION_FAILED for days that end before they begin, and a comparison without its last day */
  trialBalance({
    company_id,
    from,
    to,
    compare_from,
    compare_to,
    ...more
  }: TrialBalanceQuery): Promise<TrialBalanceDto> {
    return this.db.reading(async () => {
      const { id, currency_code, today } = await this.company(company_id);
      const until = to ?? today;
      assertRange(from, until);
      assertComparison(compare_from, compare_to);
      const { include_empty = false, before_closing = false } = more;
      const of = (first: string | undefined, last: string): Promise<LedgerSums[]> =>
        this.ledger.trialBalance(id, first ?? null, last, include_empty, before_closing);
      const rows = await of(from, until);
      const data = compareLedgers(rows, compare_to === undefined ? null : await of(compare_from, compare_to));
      const totals = sums<TrialBalanceRowDto, (typeof SUMS)[number]>(data, SUMS);
      const compared = { compare_from: compare_from ?? null, compare_to: compare_to ?? null };
      return { company_id: id, currency_code, from: from ?? null, to: until, ...compared, ...totals, data };
    });
  }

  /** @throws NOT_FOUND for an account outside the caller's companies */
  generalLedger({ account_id, company_id, from, to }: GeneralLedgerQuery): Promise<GeneralLedgerDto> {
    return this.db.reading(async () => {
      const companies = company_id === undefined ? currentActor().company_ids : [(await this.company(company_id)).id];
      const found = await this.ledger.ledgerHead(account_id, companies, from ?? null);
      if (!found) throw notFound('Account', account_id);
      const { company_id: company, ...head } = found;
      const until = to ?? (await this.ledger.company(company)).today;
      assertRange(from, until);
      const data = await this.ledger.ledger(account_id, from ?? null, until, head.opening);
      refuseTooMany(data);
      return { ...head, closing: data.at(-1)?.balance ?? head.opening, data };
    });
  }

  dueList({ side, company_id, as_of, partner_id, due_to }: DueListQuery): Promise<DueListDto> {
    return this.db.reading(async () => {
      const { id, today } = await this.company(company_id);
      const day = as_of ?? today;
      const data = await this.open.due(
        { company_id: id, as_of: day, side, partner_id: partner_id ?? null },
        due_to ?? null,
      );
      return { as_of: day, open_base: sumAmounts(data.map(({ open_base }) => open_base)), data };
    });
  }

  ageing({ side, company_id, as_of, partner_id }: OpenItemsQuery): Promise<OpenAgeingDto> {
    return this.db.reading(async () => {
      const { id, currency_code, today } = await this.company(company_id);
      const day = as_of ?? today;
      const data = await this.open.ageing({ company_id: id, as_of: day, side, partner_id: partner_id ?? null });
      return { as_of: day, currency_code, ...sums<OpenAgeingRowDto, (typeof AGES)[number]>(data, AGES), data };
    });
  }

  private async company(companyId = defaultCompanyId()): Promise<{ id: string; currency_code: string; today: string }> {
    assertInScope({ company_id: companyId }, 'Company');
    return { id: companyId, ...(await this.ledger.company(companyId)) };
  }
}

function sums<Row extends Record<Name, string>, Name extends string>(
  rows: readonly Row[],
  names: readonly Name[],
): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, sumAmounts(rows.map((row) => row[name]))])) as Record<
    Name,
    string
  >;
}

function assertRange(from: string | undefined, to: string): void {
  if (from !== undefined && to < from)
    throw invalid([{ pointer: '/to', code: 'INVALID_VALUE', message: 'Ends before it begins' }]);
}

function assertComparison(from: string | undefined, to: string | undefined): void {
  if (from !== undefined && to === undefined)
    throw invalid([{ pointer: '/compare_to', code: 'REQUIRED', message: 'The last day of what is compared' }]);
  if (from !== undefined && to! < from)
    throw invalid([{ pointer: '/compare_to', code: 'INVALID_VALUE', message: 'Ends before it begins' }]);
}

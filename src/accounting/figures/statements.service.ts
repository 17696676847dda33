import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { invalid, refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { negated, sumAmounts } from '../../kernel/numbers/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import { MOST_ROWS } from './figures-limits.js';
import type {
  BalanceSheetDto,
  BalanceSheetQuery,
  CashFlowDto,
  ComparedDaysQuery,
  IncomeStatementDto,
  JournalQuery,
  JournalReportDto,
} from './statements.dto.js';
import { balanceSheet, cashFlow, incomeStatement } from './statements.js';
import { StatementsRepository } from './statements.repository.js';
import type { Stretch } from './statements.repository.js';

/** A company with the days of a statement, and those that it is compared with. */
export interface Days {
  readonly company_id: string;
  readonly currency_code: string;
  readonly from: string;
  readonly to: string;
  readonly compare_from: string | null;
  readonly compare_to: string | null;
}

/** The statements of a company, each by two statements of SQL. Days on which no year is open yet have nothing on them. */
@Injectable()
export class FinancialStatements {
  constructor(
    private readonly db: Database,
    private readonly repository: StatementsRepository,
  ) {}

  balanceSheet({ company_id: id, as_of, compare_as_of }: BalanceSheetQuery): Promise<BalanceSheetDto> {
    return this.db.reading(async () => {
      const company_id = inScope(id);
      const asked = [as_of ?? null, ...(compare_as_of === undefined ? [] : [compare_as_of])];
      const { currency_code, today, year_starts } = await this.repository.books(company_id, asked);
      const stretches = asked.flatMap((day, n): Stretch[] => [
        { from: null, to: day ?? today },
        { from: year_starts[n]!, to: day ?? today },
      ]);
      const sheet = balanceSheet(await this.repository.sums(company_id, stretches, false), compare_as_of !== undefined);
      const [assets, liabilities, equity] = [sheet.total('assets'), sheet.total('liabilities'), sheet.total('equity')];
      return {
        ...{ company_id, currency_code, as_of: as_of ?? today, compare_as_of: compare_as_of ?? null },
        ...{ assets, liabilities, equity, difference: sumAmounts([assets, negated(liabilities), negated(equity)]) },
        data: sheet.data,
      };
    });
  }

  /** @throws VALIDATION_FAILED for days that end before they begin, or half a comparison */
  incomeStatement(query: ComparedDaysQuery): Promise<IncomeStatementDto> {
    return this.db.reading(async () => {
      const days = await this.days(query);
      const { company_id, from, to, compare_from, compare_to } = days;
      const compared = compare_to === null ? [] : [{ from: compare_from, to: compare_to }];
      const sums = await this.repository.sums(company_id, [{ from, to }, ...compared], true);
      const sheet = incomeStatement(sums, compare_to !== null);
      const [revenue, gross_profit] = [sheet.total('revenue'), sheet.total('gross_profit')];
      const [operating_result, result] = [sheet.total('operating_result'), sheet.total('result')];
      return { ...days, revenue, gross_profit, operating_result, result, data: sheet.data };
    });
  }

  /** @throws as `incomeStatement` */
  cashFlow(query: ComparedDaysQuery): Promise<CashFlowDto> {
    return this.db.reading(async () => {
      const days = await this.days(query);
      const { company_id, from, to, compare_from, compare_to } = days;
      const compared = compare_to === null ? [] : withAllBefore(compare_from!, compare_to);
      const sums = await this.repository.sums(company_id, [...withAllBefore(from, to), ...compared], true);
      const sheet = cashFlow(sums, compare_to !== null);
      const [opening_cash, closing_cash] = [sheet.total('opening_cash'), sheet.total('closing_cash')];
      return {
        ...days,
        ...{ opening_cash, operating: sheet.total('operating'), investing: sheet.total('investing') },
        ...{ financing: sheet.total('financing'), unclassified: sheet.total('unclassified'), closing_cash },
        difference: sumAmounts([closing_cash, negated(opening_cash), negated(sheet.total('change'))]),
        data: sheet.data,
      };
    });
  }

  /** @throws VALIDATION_FAILED for days that end before they begin, and for more lines than are answered at most */
  journal({ journal, ...query }: JournalQuery): Promise<JournalReportDto> {
    return this.db.reading(async () => {
      const { company_id, currency_code, from, to } = await this.days(query);
      const data = await this.repository.journal(company_id, from, to, journal ?? null);
      refuseTooMany(data);
      const [debit, credit] = [sumAmounts(data.map((row) => row.debit)), sumAmounts(data.map((row) => row.credit))];
      return { company_id, currency_code, from, to, debit, credit, data };
    });
  }

  /** The days of a figure, with what is not given. @throws VALIDATION_FAILED with every fault of them */
  async days(query: ComparedDaysQuery): Promise<Days> {
    const company_id = inScope(query.company_id);
    const { currency_code, today, year_starts } = await this.repository.books(company_id, [query.to ?? null]);
    const { from = year_starts[0]!, to = today, compare_from = null, compare_to = null } = query;
    refuse(rangeFaults({ from, to, compare_from, compare_to }));
    return { company_id, currency_code, from, to, compare_from, compare_to };
  }
}

/** @throws VALIDATION_FAILED where more was found than is answered at most */
export function refuseTooMany(rows: readonly unknown[]): void {
  if (rows.length <= MOST_ROWS) return;
  throw invalid([{ pointer: '/from', code: 'TOO_LARGE', message: `More than ${MOST_ROWS} lines: ask for fewer days` }]);
}

function inScope(companyId = defaultCompanyId()): string {
  assertInScope({ company_id: companyId }, 'Company');
  return companyId;
}

/** Some days, and all before them. */
function withAllBefore(from: string, to: string): Stretch[] {
  const before = new Date(`${from}T00:00:00Z`);
  before.setUTCDate(before.getUTCDate() - 1);
  return [
    { from, to },
    { from: null, to: before.toISOString().slice(0, 10) },
  ];
}

/** What is wrong with the days of a statement and those that it is compared with. */
export function rangeFaults(days: {
  readonly from: string;
  readonly to: string;
  readonly compare_from: string | null;
  readonly compare_to: string | null;
}): FieldError[] {
  const { from, to, compare_from, compare_to } = days;
  const faults: FieldError[] = [];
  if (to < from) faults.push({ pointer: '/to', code: 'INVALID_VALUE', message: 'Ends before it begins' });
  if ((compare_from === null) !== (compare_to === null)) {
    const pointer = compare_from === null ? '/compare_from' : '/compare_to';
    faults.push({ pointer, code: 'REQUIRED', message: 'First and last day of a comparison are given together' });
  } else if (compare_from !== null && compare_to! < compare_from)
    faults.push({ pointer: '/compare_to', code: 'INVALID_VALUE', message: 'Ends before it begins' });
  return faults;
}

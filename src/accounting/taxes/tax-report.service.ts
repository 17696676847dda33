import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { negated, sumAmounts } from '../../kernel/numbers/index.js';
import { FinancialStatements, refuseTooMany } from '../figures/statements.service.js';
import type { TaxAccountsDto, TaxLinesDto, TaxLinesQuery, TaxReportDto, TaxReportQuery } from './tax-report.dto.js';
import { TaxReportRepository } from './tax-report.repository.js';

/** Taxes by code and day, from the documents that were posted and cancelled, held against the journal. */
@Injectable()
export class TaxReports {
  constructor(
    private readonly db: Database,
    private readonly statements: FinancialStatements,
    private readonly repository: TaxReportRepository,
  ) {}

  /** @throws VALIDATION_FAILED for days that end before they begin, as all others here */
  report(query: TaxReportQuery): Promise<TaxReportDto> {
    return this.db.reading(async () => {
      const { company_id, currency_code, from, to } = await this.statements.days(query);
      const data = await this.repository.byCode(company_id, from, to);
      const accounts = await this.repository.byAccount(company_id, from, to);
      const taxOf = (direction: string): string =>
        sumAmounts(data.filter((row) => row.direction === direction).map(({ tax }) => tax));
      const [output_tax, input_tax] = [taxOf('output'), taxOf('input')];
      const due = sumAmounts([output_tax, negated(input_tax)]);
      return { company_id, currency_code, from, to, output_tax, input_tax, due, accounts, data };
    });
  }

  accounts(query: TaxReportQuery): Promise<TaxAccountsDto> {
    return this.db.reading(async () => {
      const { company_id, currency_code, from, to } = await this.statements.days(query);
      return { company_id, currency_code, from, to, data: await this.repository.byAccount(company_id, from, to) };
    });
  }

  lines({ direction, tax_code_id, ...query }: TaxLinesQuery): Promise<TaxLinesDto> {
    return this.db.reading(async () => {
      const { company_id, currency_code, from, to } = await this.statements.days(query);
      const data = await this.repository.lines(company_id, from, to, direction ?? null, tax_code_id ?? null);
      refuseTooMany(data);
      const [base, tax] = [sumAmounts(data.map((line) => line.base)), sumAmounts(data.map((line) => line.tax))];
      return { company_id, currency_code, from, to, base, tax, data };
    });
  }
}

import type { INestApplicationContext } from '@nestjs/common';
import { AccountingPeriods, ChartOfAccounts, TAX_CODE, TaxRatesService } from '../accounting/index.js';
import { Database } from '../kernel/database/index.js';
import { MasterRecords } from '../master-data/index.js';
import { TAX } from './soft-toy-factory.js';

/** The default chart of accounts, this year's months and the tax on what is sold: what stock does is in the journal from the first movement on. */
export async function seedBooks(app: INestApplicationContext, company: string): Promise<void> {
  await app.get(ChartOfAccounts, { strict: false }).install(company);
  const { month } = await app
    .get(Database, { strict: false })
    .one<{ month: string }>(`select to_char(date_trunc('year', current_date), 'YYYY-MM') as month`);
  await app.get(AccountingPeriods, { strict: false }).openYear({ first_month: month, months: 12, company_id: company });
  const { code, name, rate, valid_from } = TAX;
  const tax = await app.get(MasterRecords, { strict: false }).create(TAX_CODE, { company_id: company, code, name });
  await app.get(TaxRatesService, { strict: false }).create({ tax_code_id: tax.id, valid_from, rate });
}

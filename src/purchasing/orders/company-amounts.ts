import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Rational } from '../../kernel/numbers/index.js';
import { ExchangeRates, MASTER_DATA_ERRORS } from '../../master-data/index.js';
import { converted } from './order-amounts.js';

/** An amount in some currency, of some company. */
export interface ForeignAmount {
  readonly company_id: string;
  readonly currency_code: string;
  readonly amount: string;
}

/** Amounts of orders in the currency of their company, at the rate of a day. */
@Injectable()
export class CompanyAmounts {
  constructor(
    private readonly db: Database,
    private readonly rates: ExchangeRates,
  ) {}

  /** In the order given, at today's rates. @throws EXCHANGE_RATE_MISSING */
  async of(amounts: readonly ForeignAmount[]): Promise<string[]> {
    const rates = await this.ratesOf(amounts, null);
    return amounts.map((each, n) => converted(each.amount, rates[n]!));
  }

  /**
   * The exact rate of each at a moment, now when none is given: two statements for each company however many there are.
   * @throws EXCHANGE_RATE_MISSING
   */
  async ratesOf(amounts: readonly Omit<ForeignAmount, 'amount'>[], at: string | null): Promise<Rational[]> {
    const companies = await this.db.query<{ id: string; currency_code: string; day: string }>(
      `select c.id, c.currency_code, coalesce($2::timestamptz, now())::date as day from erp.companies c where c.id = any($1::uuid[])`,
      [[...new Set(amounts.map(({ company_id }) => company_id))], at],
    );
    const found = new Map<string, ReadonlyMap<string, Rational>>();
    for (const { id, currency_code, day } of companies) {
      const own = amounts.filter(({ company_id }) => company_id === id).map((each) => each.currency_code);
      found.set(id, await this.rates.ratesInto(currency_code, day, [...new Set(own)]));
    }
    return amounts.map(({ company_id, currency_code }) => {
      const rate = found.get(company_id)?.get(currency_code);
      if (rate) return rate;
      const company = companies.find(({ id }) => id === company_id)!;
      throw MASTER_DATA_ERRORS.EXCHANGE_RATE_MISSING(
        `No rate between ${currency_code} and ${company.currency_code} is valid on ${company.day}`,
      );
    });
  }
}

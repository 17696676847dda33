import { Injectable } from '@nestjs/common';
import { Rational } from '../../kernel/numbers/index.js';
import { MASTER_DATA_ERRORS } from '../master-data.errors.js';
import type { RateOnDateDto, RateQuery } from './exchange-rates.dto.js';
import { ExchangeRatesRepository } from './exchange-rates.repository.js';
import type { FoundRate } from './exchange-rates.repository.js';

/** Exact rates on a day that the caller names. */
@Injectable()
export class ExchangeRates {
  constructor(private readonly rates: ExchangeRatesRepository) {}

  /**
   * How many of `to` one `from` is on a day.
   * @throws EXCHANGE_RATE_MISSING
   */
  async rate(from: string, to: string, date: string): Promise<Rational> {
    const rate = (await this.ratesInto(to, date, [from])).get(from);
    if (!rate) throw missing(from, to, date);
    return rate;
  }

  /** The same for several currencies at once; those without a rate are left out. */
  async ratesInto(to: string, date: string, from: readonly string[]): Promise<ReadonlyMap<string, Rational>> {
    const found = await this.rates.into(to, date, from);
    return new Map([...found.map((row) => [row.from_currency, exact(row)] as const), [to, Rational.ONE]]);
  }

  /** A rate with where it comes from, as an answer. */
  async explain(query: RateQuery): Promise<RateOnDateDto> {
    const [from, to] = [query.from_currency.toUpperCase(), query.to_currency.toUpperCase()];
    const asked = { from_currency: from, to_currency: to, date: query.date };
    if (from === to)
      return { ...asked, rate: '1.000000', numerator: '1', denominator: '1', valid_from: null, inverse: false };
    const [found] = await this.rates.into(to, query.date, [from]);
    if (!found) throw missing(from, to, query.date);
    const rate = exact(found);
    return {
      ...asked,
      rate: rate.toFixed(6),
      numerator: String(rate.numerator),
      denominator: String(rate.denominator),
      valid_from: found.valid_from,
      inverse: found.inverse,
    };
  }
}

function exact({ rate, inverse }: FoundRate): Rational {
  const given = Rational.parse(rate);
  return inverse ? Rational.ONE.div(given) : given;
}

function missing(from: string, to: string, date: string): Error {
  return MASTER_DATA_ERRORS.EXCHANGE_RATE_MISSING(`No rate between ${from} and ${to} is valid on ${date}`);
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

/** A rate row that can answer for a pair of currencies, in its own direction or turned round. */
export interface FoundRate {
  readonly from_currency: string;
  readonly to_currency: string;
  readonly rate: string;
  readonly valid_from: string;
  readonly inverse: boolean;
}

@Injectable()
export class ExchangeRatesRepository {
  constructor(private readonly db: Database) {}

  /** The rates into one currency that hold on a day: of either direction the latest, and of the two the later, the direct one first. */
  into(currency: string, date: string, from: readonly string[]): Promise<FoundRate[]> {
    return this.db.query<FoundRate>(
      `select distinct on (candidate.from_currency) candidate.* from (
         select r.from_currency, r.to_currency, r.rate, r.valid_from, false as inverse
           from erp.exchange_rates r where r.to_currency = $1 and r.from_currency = any($3::text[]) and r.valid_from <= $2::date
         union all
         select r.to_currency, r.from_currency, r.rate, r.valid_from, true
           from erp.exchange_rates r where r.from_currency = $1 and r.to_currency = any($3::text[]) and r.valid_from <= $2::date
       ) as candidate
       order by candidate.from_currency, candidate.valid_from desc, candidate.inverse`,
      [currency, date, from],
    );
  }
}

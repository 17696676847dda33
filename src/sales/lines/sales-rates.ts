import { Injectable } from '@nestjs/common';
import { UNIT_COST_SCALE } from '../../kernel/numbers/index.js';
import { ExchangeRates } from '../../master-data/index.js';

/** What a document of sales is worth in the currency of its company. */
@Injectable()
export class SalesRates {
  constructor(private readonly rates: ExchangeRates) {}

  /** With six places, as documents keep it. @throws EXCHANGE_RATE_MISSING */
  async rate(currency: string, companyCurrency: string, on: string): Promise<string> {
    return (await this.rates.rate(currency, companyCurrency, on)).toFixed(UNIT_COST_SCALE);
  }
}

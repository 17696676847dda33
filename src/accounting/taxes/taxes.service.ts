import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { MasterRecords } from '../../master-data/index.js';
import type { TaxRateDto, TaxRateInput } from './taxes.dto.js';
import { TAX_CODE, TAX_RATE } from './taxes.kind.js';

/** Rates of taxes, which lie in the company of their tax. */
@Injectable()
export class TaxRatesService {
  constructor(
    private readonly db: Database,
    private readonly records: MasterRecords,
  ) {}

  /** @throws NOT_FOUND for a tax code outside the caller's companies; DUPLICATE for a second rate from the same day */
  create(input: TaxRateInput): Promise<TaxRateDto> {
    return this.db.transaction(async () => {
      await this.records.get(TAX_CODE, input.tax_code_id);
      return this.records.create(TAX_RATE, input);
    });
  }
}

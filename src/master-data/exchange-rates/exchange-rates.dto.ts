import {
  BooleanField,
  CodeField,
  DateField,
  DecimalField,
  ListQuery,
  StringField,
  UnitCostField,
  patchOf,
} from '../../kernel/http/index.js';
import { versioned } from '../records/record.dto.js';

export class ExchangeRateInput {
  @CodeField({ max: 3, example: 'USD', description: 'One of this currency' }) from_currency!: string;
  @CodeField({ max: 3, example: 'IDR', description: 'is `rate` of this one,' }) to_currency!: string;
  @DateField({ description: 'from this day until the next rate.' }) valid_from!: string;
  @UnitCostField({ min: '0.000001', example: '16250.000000' }) rate!: string;
}

export class ExchangeRatePatch extends patchOf(ExchangeRateInput) {}

export class ExchangeRateDto extends versioned(ExchangeRateInput) {}

export class ExchangeRateListQuery extends ListQuery {
  @CodeField({ optional: true, max: 3, example: 'USD' }) from_currency?: string;
  @CodeField({ optional: true, max: 3, example: 'IDR' }) to_currency?: string;
  @DateField({ optional: true, description: 'Valid from this day or later.' }) from?: string;
  @DateField({ optional: true, description: 'Valid from this day or earlier.' }) to?: string;
}

export class RateQuery {
  @CodeField({ max: 3, example: 'USD' }) from_currency!: string;
  @CodeField({ max: 3, example: 'IDR' }) to_currency!: string;
  @DateField({ description: 'The day the rate is wanted for; there is no silent today.' }) date!: string;
}

export class RateOnDateDto extends RateQuery {
  @DecimalField({
    scale: 6,
    digits: 50,
    example: '16250.000000',
    description: 'Rounded to six places; the fraction is exact.',
  })
  rate!: string;
  @StringField({ example: '16250' }) numerator!: string;
  @StringField({ example: '1' }) denominator!: string;
  @DateField({ nullable: true, description: 'From when the rate used is valid; null for a currency and itself.' })
  valid_from!: string | null;
  @BooleanField({ example: false, description: 'True: worked out from the rate of the opposite direction.' })
  inverse!: boolean;
}

import { BooleanField, IntegerField, ListQuery, StringField, patchOf } from '../../kernel/http/index.js';
import { deactivatable } from '../records/record.dto.js';

export class CurrencyInput {
  @StringField({ min: 3, max: 3, pattern: /^[A-Z]{3}$/, example: 'IDR', description: 'ISO 4217 code.' }) code!: string;
  @StringField({ min: 1, max: 100, example: 'Indonesian rupiah' }) name!: string;
  @IntegerField({
    optional: true,
    max: 4,
    example: 2,
    description: 'Places in which the currency is paid; 2 when not given.',
  })
  minor_digits?: number;
}

export class CurrencyPatch extends patchOf(CurrencyInput) {}

export class CurrencyDto extends deactivatable(CurrencyInput) {}

export class CurrencyListQuery extends ListQuery {
  @StringField({ optional: true, min: 3, max: 3, description: 'Exactly this code.' }) code?: string;
  @BooleanField({ optional: true }) is_active?: boolean;
}

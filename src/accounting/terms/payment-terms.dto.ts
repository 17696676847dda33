import { BooleanField, IntegerField, ListQuery, StringField, patchOf } from '../../kernel/http/index.js';
import { deactivatable } from '../../master-data/index.js';

export class PaymentTermInput {
  @StringField({ min: 1, max: 32, pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*$/, example: 'EOM30' }) code!: string;
  @StringField({ min: 1, max: 200, example: 'End of month after 30 days' }) name!: string;
  @IntegerField({ optional: true, max: 3650, example: 30, description: 'Days from the invoice; 0 when not given.' })
  net_days?: number;
  @BooleanField({ optional: true, example: true, description: 'Due at the end of the month that these days lead to.' })
  end_of_month?: boolean;
}

export class PaymentTermPatch extends patchOf(PaymentTermInput) {}

export class PaymentTermDto extends deactivatable(PaymentTermInput) {}

export class PaymentTermListQuery extends ListQuery {
  @StringField({ optional: true, min: 1, max: 32, description: 'Exactly this code, in any case.' }) code?: string;
  @BooleanField({ optional: true }) is_active?: boolean;
}

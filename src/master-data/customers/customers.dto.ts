import { MoneyField, StringField, patchOf } from '../../kernel/http/index.js';
import { RecordListQuery, deactivatable } from '../records/record.dto.js';
import { PartnerInput } from '../suppliers/suppliers.dto.js';

export class CustomerInput extends PartnerInput {
  @MoneyField({
    optional: true,
    nullable: true,
    example: '50000000.00',
    description: "Most that may be owed, in the customer's currency; null: no limit.",
  })
  credit_limit?: string | null;
}

export class CustomerPatch extends patchOf(CustomerInput) {}

export class CustomerDto extends deactivatable(CustomerInput) {}

export class CustomerListQuery extends RecordListQuery {
  @StringField({ optional: true, min: 1, max: 64, description: 'Exactly this code, in any case.' }) code?: string;
}

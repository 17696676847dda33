import {
  BooleanField,
  CodeField,
  ListQuery,
  MoneyField,
  PercentField,
  UuidField,
  patchOf,
} from '../../kernel/http/index.js';
import { deactivatable } from '../../master-data/index.js';

class ToleranceFields {
  @PercentField({ max: '999', example: '5.0000', description: 'How much more than ordered is taken.' })
  over_percent!: string;
  @PercentField({ example: '2.0000', description: 'By how much less than ordered a line counts as delivered.' })
  under_percent!: string;
  @PercentField({
    optional: true,
    max: '999',
    example: '2.0000',
    description:
      'How much more than ordered an invoiced line may cost; none when not given. The larger of this and `price_amount` holds.',
  })
  price_percent?: string;
  @MoneyField({
    optional: true,
    example: '5.00',
    description: 'The same as an amount in the currency of the order; none when not given.',
  })
  price_amount?: string;
  @PercentField({
    optional: true,
    max: '999',
    example: '0.0000',
    description: 'How many more pieces than came may be invoiced, of those that are ordered; none when not given.',
  })
  invoice_percent?: string;
}

export class DeliveryToleranceInput extends ToleranceFields {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @UuidField({ optional: true, nullable: true, description: 'Only deliveries of this supplier.' }) supplier_id?:
    string | null;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'Only products of this category or below it. Neither: all that no other tolerance is for.',
  })
  category_id?: string | null;
}

/** A tolerance stays with its supplier and category. */
export class DeliveryTolerancePatch extends patchOf(ToleranceFields) {}

class DeliveryToleranceColumns extends ToleranceFields {
  @UuidField() company_id!: string;
  @UuidField({ nullable: true }) supplier_id!: string | null;
  @UuidField({ nullable: true }) category_id!: string | null;
}

export class DeliveryToleranceDto extends deactivatable(DeliveryToleranceColumns) {
  @CodeField({ nullable: true, example: 'KAIN-JAYA' }) supplier_code!: string | null;
  @CodeField({ nullable: true, example: 'FABRICS' }) category_code!: string | null;
}

export class DeliveryToleranceListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) supplier_id?: string;
  @UuidField({ optional: true }) category_id?: string;
  @BooleanField({ optional: true }) is_active?: boolean;
}

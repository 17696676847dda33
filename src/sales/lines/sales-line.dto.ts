import {
  CodeField,
  DateField,
  PercentField,
  StringField,
  TextField,
  UnitCostField,
  UuidField,
} from '../../kernel/http/index.js';
import { QuantityInput } from '../../warehouse/index.js';

/** What is said of a line that is offered or ordered. */
export class SalesLineInput extends QuantityInput {
  @UuidField() product_id!: string;
  @UnitCostField({
    optional: true,
    nullable: true,
    example: '89000.000000',
    description:
      "For one of the unit that the line counts in, in the currency of the document. When not given: that of the customer's list, else of the list for everybody, else the product's own.",
  })
  unit_price?: string | null;
  @PercentField({
    optional: true,
    example: '2.5000',
    description: 'Taken off before the amount is rounded; that of the price list, with its price, when not given.',
  })
  discount_percent?: string;
  @CodeField({ optional: true, nullable: true, max: 32, example: 'PPN-11' }) tax_code?: string | null;
  @PercentField({
    optional: true,
    example: '11.0000',
    description: 'On the rounded net amount; as the tax code has it on the day of the document, when not given.',
  })
  tax_percent?: string;
  @TextField({ optional: true, nullable: true, example: 'With a red bow' }) description?: string | null;
  @DateField({ optional: true, nullable: true, example: '2026-02-14', description: 'When the customer wants it.' })
  requested_on?: string | null;
}

export class SalesReasonInput {
  @StringField({ min: 1, max: 2000, example: 'The customer changed his mind' }) reason!: string;
}

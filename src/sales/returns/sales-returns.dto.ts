import {
  CodeField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  MoneyField,
  QuantityField,
  StringField,
  TimestampField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { GOODS, OUTCOMES } from './returned-lines.js';
import type { Goods, Outcome } from './returned-lines.js';
import { SALES_RETURN } from './sales-return.machine.js';

export const MAX_RETURN_LINES = 400;

export class SalesReturnLineInput {
  @UuidField({ description: 'A line of a shipped delivery.' }) delivery_line_id!: string;
  @QuantityField({ description: 'Pieces.' }) quantity!: number;
  @EnumField(OUTCOMES, {
    description:
      '`restock`, `quarantine` and `scrap` say what becomes of the goods and nothing else; with `replace` the customer is owed others, with `credit` a credit note is drafted.',
  })
  outcome!: Outcome;
  @EnumField(GOODS, {
    optional: true,
    description: 'Of `replace` and `credit`: what becomes of the goods; `quarantine` when not given.',
  })
  goods?: Goods;
  @UuidField({ optional: true, nullable: true, description: 'Of tracked products: the lot, where several left.' })
  lot_id?: string | null;
  @UuidField({
    optional: true,
    nullable: true,
    description:
      'Where they are put; when not given, where they were taken from, or the place of the warehouse for what is put aside or scrapped.',
  })
  to_location_id?: string | null;
}

export class SalesReturnInput {
  @StringField({ min: 1, max: 2000, example: 'Seam open' }) reason!: string;
  @StringField({ optional: true, nullable: true, max: 200, example: 'Mail of 12 March' }) reference?: string | null;
  @ListField(SalesReturnLineInput, {
    min: 1,
    max: MAX_RETURN_LINES,
    description: 'Of one customer, company and warehouse.',
  })
  lines!: SalesReturnLineInput[];
}

export class ReceiveReturnInput {
  @TimestampField({ optional: true, nullable: true, description: 'When it came, if that was earlier.' }) received_at?:
    string | null;
}

export class CancelReturnInput {
  @StringField({ min: 1, max: 2000, example: 'The customer keeps it' }) reason!: string;
}

export class SalesReturnLineDto {
  @UuidField() id!: string;
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() delivery_line_id!: string;
  @UuidField() delivery_id!: string;
  @CodeField({ example: 'DN-000042' }) delivery_number!: string;
  @UuidField() order_id!: string;
  @CodeField({ example: 'SO-000042' }) order_number!: string;
  @UuidField() order_line_id!: string;
  @UuidField() product_id!: string;
  @CodeField({ example: 'BEAR-30' }) sku!: string;
  @QuantityField() quantity!: number;
  @EnumField(OUTCOMES) outcome!: string;
  @EnumField(GOODS) goods!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @UuidField({ nullable: true }) to_location_id!: string | null;
  @MoneyField({
    nullable: true,
    description: 'What it came back at: what it left for. In the currency of the company.',
  })
  value!: string | null;
}

class SalesReturnColumns {
  @CodeField({ example: 'RMA-000042' }) number!: string;
  @UuidField() company_id!: string;
  @UuidField() customer_id!: string;
  @CodeField({ example: 'TOKO' }) customer_code!: string;
  @UuidField() warehouse_id!: string;
  @EnumField(SALES_RETURN.states) state!: string;
  @StringField({ max: 2000, example: 'Seam open' }) reason!: string;
  @StringField({ nullable: true, example: 'Mail of 12 March' }) reference!: string | null;
  @UuidField({ nullable: true }) movement_id!: string | null;
  @TimestampField({ nullable: true }) received_at!: string | null;
  @UuidField({ nullable: true, description: 'The credit note that was drafted.' }) credit_note_id!: string | null;
  @IntegerField({ min: 0, example: 1 }) line_count!: number;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class SalesReturnHeadDto extends versioned(SalesReturnColumns) {}

export class SalesReturnDto extends SalesReturnHeadDto {
  @ListField(SalesReturnLineDto, { max: MAX_RETURN_LINES }) lines!: SalesReturnLineDto[];
}

export class SalesReturnListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) customer_id?: string;
  @UuidField({ optional: true }) delivery_id?: string;
  @UuidField({ optional: true }) order_id?: string;
  @ValuesField('string', { optional: true, max: 3, example: ['authorised'] }) state?: string[];
}

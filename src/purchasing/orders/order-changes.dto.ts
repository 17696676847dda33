import {
  CodeField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  MoneyField,
  StringField,
  TextField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { ORDER_CHANGE } from './order-change.machine.js';

export class OrderDifferenceDto {
  @IntegerField({ min: 1, nullable: true }) line_no!: number | null;
  @StringField({ example: 'unit_price' }) field!: string;
  @StringField({ nullable: true, max: 2000, example: '45.580500' }) from!: string | null;
  @StringField({ nullable: true, max: 2000, example: '44.00' }) to!: string | null;
}

class OrderChangeColumns {
  @UuidField() order_id!: string;
  @CodeField({ example: 'PO-000042' }) order_number!: string;
  @IntegerField({ min: 2, description: 'The revision of the order that it makes.' }) revision!: number;
  @EnumField(ORDER_CHANGE.states, {
    description: 'Applied at once unless the amount grows beyond what was approved.',
  })
  state!: string;
  @TextField({ example: 'The supplier has raised the price' }) reason!: string;
  @ListField(OrderDifferenceDto, { max: 10_000, description: 'What it changes, field by field.' })
  changes!: OrderDifferenceDto[];
  @MoneyField() total_before!: string;
  @MoneyField() total_after!: string;
  @MoneyField({ description: 'The total after it, in the currency of the company.' }) company_amount!: string;
  @CodeField({ max: 3, example: 'IDR' }) currency_code!: string;
  @UuidField({ nullable: true }) decided_by!: string | null;
  @TimestampField({ nullable: true }) decided_at!: string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class OrderChangeDto extends versioned(OrderChangeColumns) {}

export class OrderChangeListQuery extends ListQuery {
  @UuidField({ optional: true }) order_id?: string;
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) supplier_id?: string;
  @EnumField(ORDER_CHANGE.states, { optional: true }) state?: string;
}

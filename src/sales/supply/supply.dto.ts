import {
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  IntegerField,
  QuantityField,
  StringField,
  UuidField,
} from '../../kernel/http/index.js';
import { SUPPLY_MODES } from '../orders/sales-words.js';
import { MADE_KINDS } from './supply-port.js';
import { PROMISE_SOURCES } from './promise.js';

export class PromiseQuery {
  @UuidField() product_id!: string;
  @UuidField({ description: 'Where it is to leave.' }) warehouse_id!: string;
  @QuantityField({ description: 'Pieces of the stock unit.' }) quantity!: number;
  @EnumField(SUPPLY_MODES, { optional: true, description: 'From stock when not given.' }) supply?: string;
}

class PromiseFigures {
  @QuantityField({ description: 'Pieces that are promised.' }) quantity!: number;
  @DateField({ nullable: true, description: 'null: nothing that is known brings enough.' }) promise_on!: string | null;
  @EnumField(PROMISE_SOURCES, {
    description: 'Stock that is there, what is known to come, the lead time from today on, or nothing.',
  })
  source!: string;
  @QuantityField({ min: 0, description: 'Pieces that can be promised today.' }) available_now!: number;
  @DateField({ nullable: true, description: 'By stock and what is known to come; null: not enough of it.' })
  supply_on!: string | null;
  @DateField({ nullable: true, description: 'By the lead time; null: it is neither made nor bought.' })
  lead_time_on!: string | null;
}

export class PromiseDto extends PromiseFigures {
  @UuidField() product_id!: string;
  @UuidField() warehouse_id!: string;
}

export class LinePromiseDto extends PromiseFigures {
  @UuidField() order_line_id!: string;
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() product_id!: string;
  @UuidField() warehouse_id!: string;
}

export class LineSupplyDto {
  @UuidField() order_line_id!: string;
  @EnumField(MADE_KINDS) kind!: string;
  @UuidField({ description: 'The manufacturing order, or the requisition.' }) document_id!: string;
  @CodeField({ example: 'MO-000123' }) document_number!: string;
  @QuantityField() quantity!: number;
  @StringField({ nullable: true, example: 'in_progress' }) state!: string | null;
  @BooleanField({ nullable: true, example: false, description: 'Nothing more will come of it.' }) is_over!:
    boolean | null;
  @QuantityField({ min: 0, description: 'Pieces that it has brought.' }) supplied_quantity!: number;
}

import {
  CodeField,
  DateField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UnitCostField,
  UuidField,
  ValuesField,
  patchOf,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { BLANKET_ORDER } from './blanket-order.machine.js';

export const MAX_BLANKET_LINES = 200;

export class BlanketLineInput {
  @UuidField({ description: 'Each product on one line.' }) product_id!: string;
  @QuantityField({ example: 12000, description: 'Pieces that are agreed in all.' }) quantity!: number;
  @UnitCostField({ example: '3.750000', description: 'For a piece of the stock unit.' }) unit_price!: string;
}

class BlanketWords {
  @DateField({ optional: true, example: '2027-01-01', description: 'The first day; today when not given.' })
  valid_from?: string;
  @DateField({ example: '2027-12-31', description: 'The last day.' }) valid_until!: string;
  @StringField({ optional: true, nullable: true, max: 200, example: 'Frame contract 2027' }) reference?: string | null;
  @TextField({ optional: true, nullable: true }) notes?: string | null;
  @ListField(BlanketLineInput, { min: 1, max: MAX_BLANKET_LINES }) lines!: BlanketLineInput[];
}

export class BlanketOrderInput extends BlanketWords {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @UuidField() supplier_id!: string;
  @CodeField({
    optional: true,
    max: 3,
    example: 'IDR',
    description: "The supplier's, else the company's, when not given.",
  })
  currency_code?: string;
}

/** What of a draft may change; lines take the place of all that were there. */
export class BlanketOrderPatch extends patchOf(BlanketWords) {}

export class CallOffLineInput {
  @IntegerField({ min: 1, description: 'A line of the blanket order.' }) line_no!: number;
  @QuantityField({ example: 1000 }) quantity!: number;
  @DateField({ optional: true, nullable: true, example: '2027-02-14', description: 'When it is needed.' }) needed_on?:
    string | null;
}

export class CallOffInput {
  @UuidField({ optional: true, description: "Where the goods go; the company's first warehouse when not given." })
  warehouse_id?: string;
  @TextField({ optional: true, nullable: true }) notes?: string | null;
  @ListField(CallOffLineInput, { min: 1, max: MAX_BLANKET_LINES }) lines!: CallOffLineInput[];
}

export class BlanketReasonInput {
  @StringField({ min: 1, max: 2000, example: 'The supplier gave it up' }) reason!: string;
}

class BlanketColumns {
  @CodeField({ example: 'BO-000042' }) number!: string;
  @UuidField() company_id!: string;
  @UuidField() supplier_id!: string;
  @CodeField({ example: 'KAIN-JAYA' }) supplier_code!: string;
  @CodeField({ max: 3, example: 'IDR' }) currency_code!: string;
  @EnumField(BLANKET_ORDER.states) state!: string;
  @DateField() valid_from!: string;
  @DateField() valid_until!: string;
  @StringField({ nullable: true, example: 'Frame contract 2027' }) reference!: string | null;
  @TextField({ nullable: true }) notes!: string | null;
  @IntegerField({ min: 1, example: 1 }) line_count!: number;
  @UuidField({ nullable: true }) activated_by!: string | null;
  @TimestampField({ nullable: true }) activated_at!: string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class BlanketOrderHeadDto extends versioned(BlanketColumns) {}

export class BlanketLineDto {
  @UuidField() id!: string;
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @QuantityField({ example: 12000 }) quantity!: number;
  @UnitCostField({ example: '3.750000' }) unit_price!: string;
  @QuantityField({ min: 0, example: 3000, description: 'On orders that are not cancelled.' }) called_quantity!: number;
  @QuantityField({ min: 0, example: 9000 }) left_quantity!: number;
  @QuantityField({ min: 0, example: 1000, description: 'Came and was not sent back.' }) received_quantity!: number;
}

export class CallingOrderDto {
  @UuidField() id!: string;
  @CodeField({ example: 'PO-000042' }) number!: string;
  @StringField({ example: 'sent' }) state!: string;
}

export class BlanketOrderDto extends BlanketOrderHeadDto {
  @ListField(BlanketLineDto, { max: MAX_BLANKET_LINES }) lines!: BlanketLineDto[];
  @ListField(CallingOrderDto, { max: 10_000, description: 'The orders that call it off, the oldest first.' })
  orders!: CallingOrderDto[];
}

export class BlanketListQuery extends ListQuery {
  @ValuesField('string', { optional: true, max: 4, example: ['active'], description: 'States, separated by commas.' })
  state?: string[];
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) supplier_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @DateField({ optional: true, description: 'Valid on this day.' }) valid_on?: string;
}

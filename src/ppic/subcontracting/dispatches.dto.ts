import {
  BooleanField,
  CodeField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  MoneyField,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';
import { DISPATCH_KINDS, MAX_DISPATCH_LINES } from './dispatches-limits.js';

const WHEN = 'When stock moved; now when not given. Not in the future, not in a closed stock period.';

export class SubcontractDispatchLineInput {
  @UuidField({ description: 'A component of the work order.' }) product_id!: string;
  @QuantityField({ example: 200, description: 'In the stock unit.' }) quantity!: number;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'The lot that is sent, together with the location; those whose turn it is when not given.',
  })
  lot_id?: string | null;
  @UuidField({
    optional: true,
    nullable: true,
    description: "Where it is taken; anywhere in the order's warehouse when not given, its reservations first.",
  })
  from_location_id?: string | null;
}

export class SubcontractDispatchInput {
  @ListField(SubcontractDispatchLineInput, {
    optional: true,
    min: 1,
    max: MAX_DISPATCH_LINES,
    description: 'Everything that the operation still needs there when not given.',
  })
  lines?: SubcontractDispatchLineInput[];
  @BooleanField({
    default: false,
    description: 'More may go than the operation needs, out of free stock: for waste, for example.',
  })
  beyond_need!: boolean;
  @TextField({ optional: true, nullable: true }) notes?: string | null;
  @TimestampField({ optional: true, description: WHEN }) effective_at?: string;
}

export class SubcontractReturnLineInput {
  @UuidField({ description: 'What was sent for the work order.' }) product_id!: string;
  @QuantityField({ example: 12, description: 'In the stock unit.' }) quantity!: number;
  @UuidField({ optional: true, nullable: true, description: 'The lot that comes back; any when not given.' })
  lot_id?: string | null;
  @UuidField({
    optional: true,
    nullable: true,
    description: "Where it goes in the order's warehouse; to where it was sent from when not given.",
  })
  to_location_id?: string | null;
}

export class SubcontractReturnInput {
  @ListField(SubcontractReturnLineInput, {
    optional: true,
    min: 1,
    max: MAX_DISPATCH_LINES,
    description:
      'Everything that lies there and is not for other operations with the same subcontractor when not given.',
  })
  lines?: SubcontractReturnLineInput[];
  @TextField({ optional: true, nullable: true }) notes?: string | null;
  @TimestampField({ optional: true, description: WHEN }) effective_at?: string;
}

export class SubcontractDispatchListQuery extends ListQuery {
  @EnumField(DISPATCH_KINDS, { optional: true }) kind?: string;
  @UuidField({ optional: true }) supplier_id?: string;
  @UuidField({ optional: true, description: 'Of one manufacturing order.' }) order_id?: string;
}

export class SubcontractDispatchLineDto {
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() product_id!: string;
  @StringField({ example: 'THREAD-RED' }) sku!: string;
  @StringField({ example: 'Thread, red' }) name!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @QuantityField({ example: 200 }) quantity!: number;
  @UuidField() from_location_id!: string;
  @CodeField({ example: 'STOCK' }) from_location_code!: string;
  @UuidField() to_location_id!: string;
  @CodeField({ example: 'SUB-BORDIR' }) to_location_code!: string;
}

/** What goes with the goods: who, what, from where, for which order. */
export class SubcontractDispatchDto {
  @UuidField() id!: string;
  @StringField({ example: 'SD-000042' }) number!: string;
  @EnumField(DISPATCH_KINDS, { description: 'Sent to the subcontractor, or come back from there.' }) kind!: string;
  @UuidField() order_id!: string;
  @StringField({ example: 'MO-000123' }) order_number!: string;
  @UuidField() work_order_id!: string;
  @StringField({ example: 'MO-000123-20' }) work_order_number!: string;
  @UuidField() supplier_id!: string;
  @CodeField({ example: 'BORDIR' }) supplier_code!: string;
  @StringField({ example: 'Bordir Jaya' }) supplier_name!: string;
  @TextField({ nullable: true }) supplier_address!: string | null;
  @UuidField({ description: 'Where our stock lies at the subcontractor.' }) location_id!: string;
  @CodeField({ example: 'SUB-BORDIR' }) location_code!: string;
  @UuidField({ description: 'The stock movement.' }) movement_id!: string;
  @BooleanField({ description: 'Came back in the books with the end of its order.' }) is_automatic!: boolean;
  @IntegerField({ min: 0, description: 'Days since then.' }) days_ago!: number;
  @TextField({ nullable: true }) notes!: string | null;
  @ListField(SubcontractDispatchLineDto, { max: 10_000 }) lines!: SubcontractDispatchLineDto[];
  @UuidField({ nullable: true }) created_by!: string | null;
  @TimestampField() created_at!: string;
  @IntegerField({ min: 1, description: "The work order's version." }) version!: number;
}

export class SubcontractStockQuery extends ListQuery {
  @UuidField({ optional: true }) supplier_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true, description: 'Held for one manufacturing order.' }) order_id?: string;
  @IntegerField({ optional: true, example: 14, description: 'The oldest of it was sent that many days ago or more.' })
  min_days_out?: number;
}

/** What lies at a subcontractor, by product and order. */
export class SubcontractStockDto {
  @UuidField({ description: 'Of supplier, product and order together.' }) id!: string;
  @UuidField() supplier_id!: string;
  @CodeField({ example: 'BORDIR' }) supplier_code!: string;
  @StringField({ example: 'Bordir Jaya' }) supplier_name!: string;
  @UuidField() location_id!: string;
  @CodeField({ example: 'SUB-BORDIR' }) location_code!: string;
  @UuidField() product_id!: string;
  @StringField({ example: 'THREAD-RED' }) sku!: string;
  @StringField({ example: 'Thread, red' }) product_name!: string;
  @UuidField({ nullable: true, description: 'null: held for no order.' }) order_id!: string | null;
  @StringField({ nullable: true, example: 'MO-000123' }) order_number!: string | null;
  @StringField({ nullable: true, example: 'in_progress' }) order_state!: string | null;
  @QuantityField({ example: 120 }) quantity!: number;
  @MoneyField({ description: 'At what a piece is worth now where it is valued.' }) value!: string;
  @TimestampField({ nullable: true, description: 'When the oldest of it was sent: what came first was used first.' })
  oldest_sent_at!: string | null;
  @IntegerField({ min: 0, nullable: true, example: 9, description: 'Days since then.' }) days_out!: number | null;
}

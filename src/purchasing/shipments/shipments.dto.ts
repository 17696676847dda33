import {
  BooleanField,
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
  UuidField,
  ValuesField,
  patchOf,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { PURCHASE_SHIPMENT } from './shipment.machine.js';

export const MAX_SHIPMENT_LINES = 500;

export class ShipmentLineInput {
  @UuidField({ description: 'A line of an order.' }) order_line_id!: string;
  @QuantityField({ optional: true, description: 'Pieces; all that is open when not given.' }) quantity?: number;
}

class ShipmentWords {
  @StringField({ optional: true, nullable: true, max: 200, example: 'Samudera Line' }) carrier?: string | null;
  @StringField({ optional: true, nullable: true, max: 200, example: 'SAMU4471220' }) tracking_number?: string | null;
  @DateField({ optional: true, nullable: true, example: '2026-03-14', description: 'When it will be here.' })
  expected_on?: string | null;
  @TextField({ optional: true, nullable: true }) notes?: string | null;
}

export class ShipmentInput extends ShipmentWords {
  @ListField(ShipmentLineInput, {
    min: 1,
    max: MAX_SHIPMENT_LINES,
    description: 'Of any number of orders of one company for one warehouse.',
  })
  lines!: ShipmentLineInput[];
}

export class ShipmentPatch extends patchOf(ShipmentWords) {}

export class MilestoneInput {
  @DateField({ optional: true, description: 'Today when not given.' }) happened_on?: string;
  @TextField({ optional: true, nullable: true, example: 'Container SAMU447122, berth 4' }) remarks?: string | null;
  @DateField({
    optional: true,
    nullable: true,
    example: '2026-03-16',
    description: 'When it will be here, if that is known better now.',
  })
  expected_on?: string | null;
}

class ShipmentColumns {
  @CodeField({ example: 'SH-000042' }) number!: string;
  @UuidField() company_id!: string;
  @UuidField() warehouse_id!: string;
  @CodeField({ example: 'WH' }) warehouse_code!: string;
  @EnumField(PURCHASE_SHIPMENT.states) state!: string;
  @StringField({ nullable: true, example: 'Samudera Line' }) carrier!: string | null;
  @StringField({ nullable: true, example: 'SAMU4471220' }) tracking_number!: string | null;
  @DateField({ nullable: true }) expected_on!: string | null;
  @BooleanField({ example: false, description: 'Past the day it was expected, and not delivered.' }) is_late!: boolean;
  @TextField({ nullable: true }) notes!: string | null;
  @IntegerField({ min: 1, example: 4 }) line_count!: number;
  @IntegerField({ min: 1, example: 2, description: 'Orders that it has goods of.' }) order_count!: number;
  @BooleanField({ example: false, description: 'All of it has been received.' }) is_received!: boolean;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class ShipmentHeadDto extends versioned(ShipmentColumns) {}

export class ShipmentLineDto {
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() order_line_id!: string;
  @UuidField() order_id!: string;
  @CodeField({ example: 'PO-000042' }) order_number!: string;
  @IntegerField({ min: 1 }) order_line_no!: number;
  @CodeField({ example: 'KAIN-JAYA' }) supplier_code!: string;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @QuantityField() quantity!: number;
  @QuantityField({ min: 0 }) received_quantity!: number;
}

export class MilestoneDto {
  @StringField({ example: 'customs' }) kind!: string;
  @DateField() happened_on!: string;
  @TextField({ nullable: true }) remarks!: string | null;
  @UuidField() created_by!: string;
  @TimestampField() created_at!: string;
}

export class ShipmentDto extends ShipmentHeadDto {
  @ListField(ShipmentLineDto, { max: MAX_SHIPMENT_LINES }) lines!: ShipmentLineDto[];
  @ListField(MilestoneDto, { description: 'The oldest first.' }) milestones!: MilestoneDto[];
}

export class ShipmentListQuery extends ListQuery {
  @ValuesField('string', { optional: true, max: 6, example: ['shipped', 'customs'], description: 'States.' })
  state?: string[];
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true }) order_id?: string;
  @BooleanField({ optional: true }) late?: boolean;
}

export class ExpectedLineDto {
  @UuidField() order_line_id!: string;
  @UuidField() order_id!: string;
  @CodeField({ example: 'PO-000042' }) order_number!: string;
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() supplier_id!: string;
  @CodeField({ example: 'KAIN-JAYA' }) supplier_code!: string;
  @UuidField() warehouse_id!: string;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @QuantityField({ description: 'Pieces still to come.' }) open_quantity!: number;
  @QuantityField({ min: 0, description: 'Of those: on their way.' }) shipped_quantity!: number;
  @DateField({
    nullable: true,
    description: 'When they are due: by their shipment, as confirmed, asked for or needed.',
  })
  due_on!: string | null;
  @BooleanField({ example: false }) is_late!: boolean;
  @IntegerField({ example: 0, description: 'Days past that.' }) days_late!: number;
}

export class ExpectedListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) supplier_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @BooleanField({ optional: true, description: 'Only what is late, or only what is not.' }) late?: boolean;
  @DateField({ optional: true, description: 'Due on this day or earlier.' }) due_to?: string;
}

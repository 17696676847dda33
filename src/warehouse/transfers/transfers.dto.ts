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
  UnitQuantityField,
  UuidField,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { DocumentUnitDto, InUnitInput, QuantityInput } from '../line-units/index.js';
import { TRANSFER_ORDER_MACHINE } from './transfer-order.machine.js';

const MAX_LINES = 1000;

export class TransferOrderLineInput extends QuantityInput {
  @UuidField() product_id!: string;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'Only this lot; otherwise lots as the place or the product says.',
  })
  lot_id?: string | null;
  @UuidField({ description: 'Where the pieces lie; without a lot, a place to pick them within.' })
  from_location_id!: string;
}

export class TransferOrderInput {
  @UuidField({ description: 'Where it is put when it has arrived.' }) to_location_id!: string;
  @DateField({ optional: true, nullable: true }) expected_on?: string | null;
  @TextField({ optional: true, nullable: true, example: 'Truck of Tuesday' }) notes?: string | null;
  @ListField(TransferOrderLineInput, { min: 1, max: MAX_LINES }) lines!: TransferOrderLineInput[];
}

class TransferOrderColumns {
  @CodeField({ example: 'TO-000042' }) number!: string;
  @UuidField() company_id!: string;
  @UuidField() from_warehouse_id!: string;
  @CodeField({ example: 'WH' }) from_warehouse_code!: string;
  @UuidField() to_warehouse_id!: string;
  @CodeField({ example: 'WH2' }) to_warehouse_code!: string;
  @UuidField() to_location_id!: string;
  @UuidField() transit_location_id!: string;
  @EnumField(TRANSFER_ORDER_MACHINE.states) state!: string;
  @TextField({ nullable: true }) notes!: string | null;
  @DateField({ nullable: true }) expected_on!: string | null;
  @QuantityField({ min: 0, description: 'Pieces on their way now.' }) in_transit_quantity!: number;
  @TimestampField({ nullable: true }) dispatched_at!: string | null;
  @UuidField({ nullable: true }) dispatch_movement_id!: string | null;
  @TimestampField({ nullable: true }) closed_at!: string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class TransferOrderHeadDto extends versioned(TransferOrderColumns) {}

export class TransferOrderLineDto {
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @UuidField() from_location_id!: string;
  @QuantityField() quantity!: number;
  @QuantityField({ min: 0 }) dispatched_quantity!: number;
  @QuantityField({ min: 0 }) accepted_quantity!: number;
  @QuantityField({ min: 0, description: 'Arrived damaged: in quarantine.' }) damaged_quantity!: number;
  @QuantityField({ min: 0, description: 'Never arrived, or sent back.' }) lost_quantity!: number;
  @QuantityField({ min: 0 }) in_transit_quantity!: number;
}

export class TransferOrderDto extends TransferOrderHeadDto {
  @ListField(TransferOrderLineDto, {
    max: 10_000,
    description: 'After the dispatch: what was picked, lot by lot and place by place.',
  })
  lines!: TransferOrderLineDto[];
  @ListField(DocumentUnitDto, { max: 1000, description: 'What the plan said in units of its own, by its lines.' })
  units!: DocumentUnitDto[];
}

export class TransferOrderListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) from_warehouse_id?: string;
  @UuidField({ optional: true }) to_warehouse_id?: string;
  @EnumField(TRANSFER_ORDER_MACHINE.states, { optional: true }) state?: string;
  @UuidField({ optional: true, description: 'Transfers of this product.' }) product_id?: string;
}

export class AcceptedLineInput extends InUnitInput {
  @IntegerField({ min: 1, description: 'A line of the transfer.' }) line_no!: number;
  @QuantityField({ optional: true, min: 0, description: 'Arrived in good order: pieces.' }) accepted_quantity?: number;
  @UnitQuantityField({ optional: true, nullable: true, description: 'Instead: how many of the unit.' })
  accepted_unit_quantity?: string | null;
  @QuantityField({ optional: true, min: 0, description: 'Arrived damaged: goes into quarantine.' })
  damaged_quantity?: number;
  @UnitQuantityField({ optional: true, nullable: true, description: 'Instead: how many of the unit.' })
  damaged_unit_quantity?: string | null;
  @QuantityField({ optional: true, min: 0, description: 'Will not arrive any more.' }) lost_quantity?: number;
  @UnitQuantityField({ optional: true, nullable: true, description: 'Instead: how many of the unit.' })
  lost_unit_quantity?: string | null;
}

export class AcceptInput {
  @StringField({
    optional: true,
    nullable: true,
    min: 1,
    max: 2000,
    example: 'One carton crushed',
    description: 'Needed when something is damaged or lost.',
  })
  reason?: string | null;
  @ListField(AcceptedLineInput, { min: 1, max: 10_000 }) lines!: AcceptedLineInput[];
}

export class CloseInput {
  @EnumField(['lost', 'returned'], {
    description: 'What is still in transit is gone, or goes back to where it came from.',
  })
  outcome!: 'lost' | 'returned';
  @StringField({ min: 1, max: 2000, example: 'The truck was robbed' }) reason!: string;
}

export class TransferReasonInput {
  @TextField({ optional: true, nullable: true }) reason?: string | null;
}

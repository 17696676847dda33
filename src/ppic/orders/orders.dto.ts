import {
  BooleanField,
  CodeField,
  DateField,
  DecimalField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  MoneyField,
  PercentField,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UnitCostField,
  UnitQuantityField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { DocumentUnitDto, InUnitInput } from '../../warehouse/index.js';
import { MANUFACTURING_ORDER } from './manufacturing-order.machine.js';

export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
const { states } = MANUFACTURING_ORDER;

const PLANNED = 'Good pieces to make, in the stock unit of the product.';
const BILL = "An active bill of the product; the one active on the order's start (or today) when not given.";

const SUBCONTRACTOR = 'Who makes it, by a bill of type subcontract and without a routing; needed then.';
const SUBCONTRACT_PRICE =
  "For a good piece, in the currency of the company; by the supplier's price list on the day of the release when not given.";

/** What a draft may change. */
export class ManufacturingOrderPatch extends InUnitInput {
  @QuantityField({ optional: true, alias: 'qty_planned', example: 100, description: PLANNED })
  planned_quantity?: number;
  @UnitQuantityField({ optional: true, nullable: true, description: 'Instead: how many of the unit.' })
  planned_unit_quantity?: string | null;
  @UuidField({ optional: true, description: BILL }) bom_id?: string;
  @UuidField({
    optional: true,
    nullable: true,
    description:
      "An active routing of the product; its default on the order's start (or today) when not given, if there is one. null: made in one step.",
  })
  routing_id?: string | null;
  @UuidField({ optional: true, nullable: true, example: null, description: SUBCONTRACTOR })
  subcontractor_id?: string | null;
  @UnitCostField({ optional: true, nullable: true, example: null, description: SUBCONTRACT_PRICE })
  subcontract_price?: string | null;
  @UuidField({
    optional: true,
    description: 'Where components come from and output goes; the first of the company when not given.',
  })
  warehouse_id?: string;
  @UuidField({ optional: true, nullable: true }) department_id?: string | null;
  @DateField({
    optional: true,
    nullable: true,
    description: 'Not after `due_date`. The bill is taken as it is on this day.',
  })
  planned_start_date?: string | null;
  @DateField({ optional: true, nullable: true, example: '2026-02-14' }) due_date?: string | null;
  @CodeField({ optional: true, nullable: true, example: 'B-2026-014' }) batch_number?: string | null;
  @UuidField({ optional: true, nullable: true, description: 'The order line it is made for; kept as given.' })
  sales_order_line_id?: string | null;
  @EnumField(PRIORITIES, { optional: true, example: 'normal' }) priority?: string;
  @UuidField({ optional: true, description: 'Where good pieces go: in the warehouse; its STOCK zone when not given.' })
  output_location_id?: string;
  @UuidField({
    optional: true,
    description: 'Where rejected pieces go: in the warehouse; its quarantine when not given.',
  })
  reject_location_id?: string;
  @TextField({ optional: true, nullable: true }) notes?: string | null;
}

export class ManufacturingOrderInput extends ManufacturingOrderPatch {
  @UuidField() product_id!: string;
  @UuidField({ optional: true, description: 'The default company of the caller when not given.' }) company_id?: string;
}

export class ManufacturingOrderListQuery extends ListQuery {
  @ValuesField('string', {
    optional: true,
    max: 8,
    example: ['released', 'in_progress'],
    description: 'States, separated by commas.',
  })
  state?: string[];
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true }) department_id?: string;
  @DateField({ optional: true, description: 'Due before this day.' }) due_before?: string;
  @BooleanField({ optional: true, description: 'Past its due date and not completed.' }) late?: boolean;
}

export class ManufacturingOrderSummaryDto {
  @UuidField() id!: string;
  @StringField({ example: 'MO-000123' }) number!: string;
  @UuidField() company_id!: string;
  @UuidField() warehouse_id!: string;
  @UuidField({ nullable: true }) department_id!: string | null;
  @UuidField() product_id!: string;
  @StringField({ example: 'BEAR-30' }) sku!: string;
  @StringField({ example: 'Bear, 30 cm' }) product_name!: string;
  @UuidField() bom_id!: string;
  @UuidField({ nullable: true, description: 'By which operations it is made; null: in one step.' }) routing_id!:
    string | null;
  @UuidField({ nullable: true, description: 'The supplier that makes the whole of it.' }) subcontractor_id!:
    string | null;
  @EnumField(states, { example: 'released' }) state!: string;
  @EnumField(PRIORITIES, { example: 'normal' }) priority!: string;
  @QuantityField({ example: 100 }) planned_quantity!: number;
  @QuantityField({ min: 0, example: 40, description: 'Good pieces reported so far.' }) good_quantity!: number;
  @QuantityField({ min: 0, example: 1, description: 'Reworkable pieces on hold.' }) rejected_quantity!: number;
  @QuantityField({ min: 0, example: 0, description: 'Pieces of which nothing is left.' }) lost_quantity!: number;
  @QuantityField({ min: 0, nullable: true, example: null, description: 'Good pieces in all, once it is completed.' })
  actual_quantity!: number | null;
  @DecimalField({
    scale: 4,
    digits: 21,
    signed: true,
    nullable: true,
    example: null,
    description: 'Signed percent of the plan, once completed.',
  })
  variance_percent!: string | null;
  @EnumField(['exact', 'minor', 'major'], {
    nullable: true,
    example: null,
    description: 'Up to 1 %, up to 10 %, above.',
  })
  variance_status!: string | null;
  @DateField({ nullable: true }) planned_start_date!: string | null;
  @DateField({ nullable: true, example: '2026-02-14' }) due_date!: string | null;
  @BooleanField({
    example: false,
    description: 'Past its due date and not completed; on one order also: completed after it.',
  })
  is_late!: boolean;
  @StringField({ nullable: true, example: 'B-2026-014' }) batch_number!: string | null;
  @UuidField({ nullable: true }) sales_order_line_id!: string | null;
  @IntegerField({ min: 1, example: 3 }) version!: number;
  @UuidField({ nullable: true }) created_by!: string | null;
  @TimestampField() created_at!: string;
  @TimestampField() updated_at!: string;
}

export class ManufacturingOrderComponentDto {
  @UuidField() id!: string;
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() product_id!: string;
  @StringField({ example: 'PLUSH-BR' }) sku!: string;
  @StringField({ example: 'Plush, brown' }) name!: string;
  @StringField({ nullable: true, example: 'cutting' }) operation!: string | null;
  @UuidField({ nullable: true, description: 'The work order whose pieces need it, once the order is released.' })
  work_order_id!: string | null;
  @EnumField(['backflush', 'manual'], { description: 'Consumed by reports, or issued by hand.' }) issue_method!: string;
  @QuantityField({ min: 0, example: 200, description: 'For the whole planned quantity.' }) required_quantity!: number;
  @QuantityField({ min: 0, example: 80, description: 'Taken out of stock so far.' }) issued_quantity!: number;
  @QuantityField({ min: 0, example: 0, description: 'Worked up on material debts and not taken out of stock yet.' })
  owed_quantity!: number;
  @UuidField({ nullable: true, description: 'The component that it stands for a part of, as a substitute.' })
  substitutes_component_id!: string | null;
  @UnitCostField({ nullable: true, description: 'What a piece was worth at release.' }) planned_unit_cost!:
    string | null;
}

export class ManufacturingOrderOutputDto {
  @UuidField() id!: string;
  @IntegerField({ min: 1 }) line_no!: number;
  @EnumField(['co_product', 'by_product'], { example: 'by_product' }) kind!: string;
  @UuidField() product_id!: string;
  @StringField({ example: 'OFFCUT' }) sku!: string;
  @StringField({ example: 'Offcuts' }) name!: string;
  @QuantityField({ min: 0, example: 20 }) planned_quantity!: number;
  @QuantityField({ min: 0, example: 8 }) received_quantity!: number;
  @PercentField({ description: "Its share of the order's cost." }) cost_share_percent!: string;
  @UnitCostField({ nullable: true }) planned_unit_cost!: string | null;
}

export class ManufacturingOrderShortageDto {
  @UuidField() product_id!: string;
  @StringField({ example: 'PLUSH-BR' }) sku!: string;
  @QuantityField({ min: 0, example: 120, description: 'Still needed.' }) requested!: number;
  @QuantityField({ min: 0, example: 40, description: 'Of which the order holds.' }) reserved!: number;
  @QuantityField({ min: 0, example: 50, description: 'Free in its warehouse.' }) available!: number;
  @QuantityField({ min: 0, example: 30, description: 'Missing.' }) short!: number;
}

export class ManufacturingOrderDto extends ManufacturingOrderSummaryDto {
  @StringField({ example: 'WH' }) warehouse_code!: string;
  @StringField({ example: 'A' }) bom_revision!: string;
  @CodeField({ nullable: true, example: 'B' }) routing_revision!: string | null;
  @UnitCostField({
    nullable: true,
    example: null,
    description: 'What the draft said; work orders have the price that holds.',
  })
  subcontract_price!: string | null;
  @QuantityField({ min: 0, example: 60, description: 'Good pieces still to make.' }) remaining_quantity!: number;
  @IntegerField({ min: 0, example: 0 }) days_late!: number;
  @EnumField(['available', 'short', 'not_needed'], {
    nullable: true,
    description: 'Whether stock covers what is still needed; null once it is over.',
  })
  material_availability!: string | null;
  @EnumField(['full', 'partial', 'none', 'not_needed'], {
    nullable: true,
    description: 'Whether that is held for the order; null once it is over.',
  })
  reservation_status!: string | null;
  @ListField(ManufacturingOrderShortageDto, { description: 'What is missing now; empty when nothing is.' })
  shortages!: ManufacturingOrderShortageDto[];
  @UuidField() output_location_id!: string;
  @UuidField() reject_location_id!: string;
  @UnitCostField({
    nullable: true,
    description: 'What a piece is received at until the order closes; from release on.',
  })
  planned_unit_cost!: string | null;
  @MoneyField({ description: 'Worth of what was taken out of stock.' }) material_value!: string;
  @MoneyField({
    signed: true,
    description: 'What its operations have cost: labour, machines, overhead, subcontractors.',
  })
  conversion_value!: string;
  @MoneyField({ description: 'Worth at which output was received.' }) output_value!: string;
  @MoneyField({
    signed: true,
    description: 'Added since to the output still in stock, so that it carries what went in.',
  })
  settled_value!: string;
  @MoneyField({
    signed: true,
    description: 'What no output carries. Material + conversion = output + settled + variance + work in progress.',
  })
  variance_value!: string;
  @MoneyField({ signed: true, description: 'What is in between; zero once the order is closed.' })
  work_in_progress!: string;
  @DecimalField({
    scale: 4,
    digits: 12,
    signed: true,
    nullable: true,
    example: '7.5000',
    description: 'From start to completion, or to now, without pauses.',
  })
  duration_hours!: string | null;
  @TextField({ nullable: true }) notes!: string | null;
  @TextField({ nullable: true }) approval_notes!: string | null;
  @TextField({ nullable: true }) start_notes!: string | null;
  @TextField({ nullable: true }) quality_notes!: string | null;
  @UuidField({ nullable: true }) approved_by!: string | null;
  @TimestampField({ nullable: true }) approved_at!: string | null;
  @TimestampField({ nullable: true }) released_at!: string | null;
  @TimestampField({ nullable: true }) started_at!: string | null;
  @TimestampField({ nullable: true }) paused_at!: string | null;
  @TimestampField({ nullable: true }) completed_at!: string | null;
  @TimestampField({ nullable: true }) closed_at!: string | null;
  @TimestampField({ nullable: true }) cancelled_at!: string | null;
  @ListField(ManufacturingOrderComponentDto) components!: ManufacturingOrderComponentDto[];
  @ListField(ManufacturingOrderOutputDto) outputs!: ManufacturingOrderOutputDto[];
  @ListField(DocumentUnitDto, { description: 'What the order was planned or completed with in a unit of its own.' })
  units!: DocumentUnitDto[];
}

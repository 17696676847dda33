import {
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  MoneyField,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UnitQuantityField,
  UuidField,
  ValuesField,
  patchOf,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { DocumentUnitDto, InUnitInput, QuantityInput } from '../../warehouse/index.js';
import { MATERIAL_REQUEST } from './material-request.machine.js';
import { MAX_REQUEST_LINES, MAX_REQUEST_MOVES } from './material-requests-limits.js';

export class MaterialRequestLineInput extends QuantityInput {
  @UuidField({ description: 'A component of the order, or another product that is used beside its bill.' })
  product_id!: string;
  @TextField({ optional: true, nullable: true, example: 'The brown one, please' }) remarks?: string | null;
}

class MaterialRequestWords {
  @DateField({ optional: true, nullable: true, example: '2026-02-14' }) needed_by?: string | null;
  @TextField({ optional: true, nullable: true, example: 'Second shift' }) notes?: string | null;
}

export class MaterialRequestInput extends MaterialRequestWords {
  @UuidField({
    optional: true,
    nullable: true,
    description: 'The manufacturing order it is for; that of the work order when one is named.',
  })
  order_id?: string | null;
  @UuidField({ optional: true, nullable: true, description: 'The operation of the order that it is for.' })
  work_order_id?: string | null;
  @StringField({
    optional: true,
    nullable: true,
    min: 1,
    max: 2000,
    example: 'Cleaning of the sewing hall, cost centre 4711',
    description: 'What it is for and who bears it: needed where no order is named.',
  })
  purpose?: string | null;
  @UuidField({
    optional: true,
    description: "For general use: the caller's default company when not given. That of the order otherwise.",
  })
  company_id?: string;
  @UuidField({
    optional: true,
    nullable: true,
    description: "For general use: the company's first warehouse when not given. That of the order otherwise.",
  })
  warehouse_id?: string | null;
  @UuidField({
    optional: true,
    nullable: true,
    description:
      'Who asks; when not given, the only department of a caller who is limited to one, else that of the work order or order.',
  })
  department_id?: string | null;
  @ListField(MaterialRequestLineInput, {
    optional: true,
    min: 1,
    max: MAX_REQUEST_LINES,
    description:
      'When not given: the components that the work order, or the whole order, still needs and nobody has asked for yet.',
  })
  lines?: MaterialRequestLineInput[];
}

/** What may change while nobody has decided. */
export class MaterialRequestPatch extends patchOf(MaterialRequestWords) {}

class MaterialRequestColumns {
  @CodeField({ example: 'MR-000042' }) number!: string;
  @UuidField() company_id!: string;
  @UuidField() warehouse_id!: string;
  @CodeField({ example: 'WH' }) warehouse_code!: string;
  @UuidField({ nullable: true }) department_id!: string | null;
  @CodeField({ nullable: true, example: 'SEWING' }) department_code!: string | null;
  @UuidField({ nullable: true }) order_id!: string | null;
  @CodeField({ nullable: true, example: 'MO-000123' }) order_number!: string | null;
  @UuidField({ nullable: true }) work_order_id!: string | null;
  @CodeField({ nullable: true, example: 'MO-000123-20' }) work_order_number!: string | null;
  @TextField({ nullable: true }) purpose!: string | null;
  @EnumField(MATERIAL_REQUEST.states) state!: string;
  @DateField({ nullable: true }) needed_by!: string | null;
  @BooleanField({ example: false, description: 'Past the day it is needed by, and not all issued.' }) is_late!: boolean;
  @TextField({ nullable: true }) notes!: string | null;
  @IntegerField({ min: 1, example: 3 }) line_count!: number;
  @UuidField({ nullable: true }) approved_by!: string | null;
  @TimestampField({ nullable: true }) approved_at!: string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class MaterialRequestHeadDto extends versioned(MaterialRequestColumns) {}

export class MaterialRequestLineDto {
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @StringField({ example: 'Plush fabric, brown' }) product_name!: string;
  @BooleanField({ description: 'The bill of the order has it; false: beside the bill, or for general use.' })
  is_component!: boolean;
  @QuantityField({ description: 'Asked for.' }) quantity!: number;
  @QuantityField({ min: 0, nullable: true, description: 'Null until somebody has decided.' }) approved_quantity!:
    number | null;
  @TextField({ nullable: true, example: 'The rest comes on Friday', description: 'Why less than was asked for.' })
  approval_reason!: string | null;
  @QuantityField({ min: 0 }) issued_quantity!: number;
  @QuantityField({ min: 0, description: 'Of what was issued: came back unused.' }) returned_quantity!: number;
  @QuantityField({ min: 0, description: 'Approved and still to be issued.' }) left_to_issue!: number;
  @TextField({ nullable: true }) remarks!: string | null;
}

export class MaterialRequestMoveDto {
  @EnumField(['issue', 'return']) kind!: string;
  @IntegerField({ min: 1, description: 'The line of the request.' }) line_no!: number;
  @UuidField({ description: 'The stock movement.' }) movement_id!: string;
  @UuidField({ nullable: true, description: "The order's issue of components." }) posting_id!: string | null;
  @UuidField({ description: 'Where it was taken from, or put back.' }) location_id!: string;
  @CodeField({ example: 'STOCK' }) location_code!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @QuantityField() quantity!: number;
  @MoneyField({ description: 'What comes back is worth what it was taken for.' }) value!: string;
  @UuidField({ nullable: true }) created_by!: string | null;
  @TimestampField() created_at!: string;
}

export class MaterialRequestDto extends MaterialRequestHeadDto {
  @ListField(MaterialRequestLineDto, { max: MAX_REQUEST_LINES }) lines!: MaterialRequestLineDto[];
  @ListField(MaterialRequestMoveDto, {
    max: MAX_REQUEST_MOVES,
    description: 'What was issued and what came back, place by place and lot by lot, the oldest first.',
  })
  moves!: MaterialRequestMoveDto[];
  @ListField(DocumentUnitDto, { description: 'What the request said in units of its own, by its lines.' })
  units!: DocumentUnitDto[];
}

export class MaterialRequestListQuery extends ListQuery {
  @ValuesField('string', {
    optional: true,
    max: 6,
    example: ['requested', 'approved'],
    description: 'States, separated by commas.',
  })
  state?: string[];
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true }) department_id?: string;
  @UuidField({ optional: true }) order_id?: string;
  @UuidField({ optional: true }) work_order_id?: string;
  @UuidField({ optional: true, description: 'Requests for this product.' }) product_id?: string;
  @BooleanField({ optional: true, description: 'Past the day they are needed by, and not all issued.' }) late?: boolean;
}

export class MaterialApprovalLineInput extends InUnitInput {
  @IntegerField({ min: 1, description: 'A line of the request.' }) line_no!: number;
  @QuantityField({ optional: true, min: 0, description: 'At most what was asked for: pieces.' })
  approved_quantity?: number;
  @UnitQuantityField({ optional: true, nullable: true, description: 'Instead: how many of the unit.' })
  approved_unit_quantity?: string | null;
  @StringField({
    optional: true,
    nullable: true,
    min: 1,
    max: 2000,
    description: 'Needed for less than was asked for.',
  })
  reason?: string | null;
}

export class MaterialApprovalInput {
  @ListField(MaterialApprovalLineInput, {
    optional: true,
    min: 1,
    max: MAX_REQUEST_LINES,
    description: 'The lines of which less is approved; all others as they were asked for.',
  })
  lines?: MaterialApprovalLineInput[];
  @StringField({
    optional: true,
    nullable: true,
    min: 1,
    max: 2000,
    example: 'The rest comes on Friday',
    description: 'Stands for the lines that give no reason of their own.',
  })
  reason?: string | null;
}

const WHEN = 'When it happened; now when not given. Not in the future, not in a closed stock period.';

export class MaterialIssueLineInput extends QuantityInput {
  @IntegerField({ min: 1, description: 'A line of the request.' }) line_no!: number;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'The lot that is taken, together with the location; those whose turn it is when not given.',
  })
  lot_id?: string | null;
  @UuidField({
    optional: true,
    description: 'Where it is taken; anywhere in the warehouse when not given, what the order holds first.',
  })
  from_location_id?: string;
}

export class MaterialIssueInput {
  @ListField(MaterialIssueLineInput, {
    optional: true,
    min: 1,
    max: MAX_REQUEST_LINES,
    description: 'Everything that is left to issue when not given.',
  })
  lines?: MaterialIssueLineInput[];
  @TextField({ optional: true, nullable: true }) reason?: string | null;
  @TimestampField({ optional: true, description: WHEN }) effective_at?: string;
}

export class MaterialReturnLineInput extends QuantityInput {
  @IntegerField({ min: 1, description: 'A line of the request.' }) line_no!: number;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'Which of the lots that were issued; the last that was issued first when not given.',
  })
  lot_id?: string | null;
  @UuidField({
    optional: true,
    description: 'Where it is put, in the same warehouse; where it was taken from when not given.',
  })
  to_location_id?: string;
}

export class MaterialReturnInput {
  @ListField(MaterialReturnLineInput, { min: 1, max: MAX_REQUEST_LINES }) lines!: MaterialReturnLineInput[];
  @StringField({ min: 1, max: 2000, example: 'Left over after the last bear' }) reason!: string;
  @TimestampField({ optional: true, description: WHEN }) effective_at?: string;
}

export class MaterialRequestReasonInput {
  @StringField({ min: 1, max: 2000, example: 'Asked for twice' }) reason!: string;
}

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
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { DocumentUnitDto, InUnitInput, QuantityInput } from '../../warehouse/index.js';
import { MAX_MATERIALS, MAX_MINUTES } from './rework-limits.js';
import { REWORK_ORDER } from './rework-order.machine.js';

const { states } = REWORK_ORDER;
const OPTIONAL = { optional: true, nullable: true } as const;
const MINUTES = { optional: true, max: MAX_MINUTES, example: 45 } as const;

export class ReworkMaterialInput extends QuantityInput {
  @UuidField({ description: 'Taken anywhere in the warehouse when the order starts; each product once.' })
  product_id!: string;
}

export class ReworkOrderInput extends QuantityInput {
  @UuidField() product_id!: string;
  @UuidField({ ...OPTIONAL, description: 'Needed for a tracked product; of a serial number it is one piece.' })
  lot_id?: string | null;
  @UuidField({
    optional: true,
    description: 'Where the rejected pieces lie: a place on hold. The quarantine of the warehouse when not given.',
  })
  from_location_id?: string;
  @UuidField({ optional: true, description: 'Where good pieces go; the STOCK zone of that warehouse when not given.' })
  output_location_id?: string;
  @UuidField({
    optional: true,
    description: 'Where pieces go that are still rejected: a place on hold. Back where they came from when not given.',
  })
  reject_location_id?: string;
  @UuidField({ optional: true, description: 'Asked only without `from_location_id`; the first of the company then.' })
  warehouse_id?: string;
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @UuidField(OPTIONAL) department_id?: string | null;
  @UuidField({ ...OPTIONAL, description: 'The order that rejected them: no more than it rejected can be reworked.' })
  manufacturing_order_id?: string | null;
  @UuidField({ ...OPTIONAL, description: 'The inspection that rejected them, with the same limit.' })
  inspection_id?: string | null;
  @UuidField({ ...OPTIONAL, description: 'Where it is done; needed for minutes.' }) work_centre_id?: string | null;
  @IntegerField(MINUTES) planned_labour_minutes?: number;
  @IntegerField(MINUTES) planned_machine_minutes?: number;
  @StringField({ min: 1, max: 2000, example: 'Left ear sewn on the wrong way round' }) reason!: string;
  @ListField(ReworkMaterialInput, { optional: true, max: MAX_MATERIALS }) materials?: ReworkMaterialInput[];
}

class ReworkOrderColumns {
  @CodeField({ example: 'RW-000042' }) number!: string;
  @UuidField() company_id!: string;
  @UuidField() warehouse_id!: string;
  @UuidField({ nullable: true }) department_id!: string | null;
  @UuidField() product_id!: string;
  @CodeField({ example: 'BEAR-30' }) sku!: string;
  @StringField({ example: 'Bear, 30 cm' }) product_name!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @QuantityField({ example: 8 }) quantity!: number;
  @UuidField() from_location_id!: string;
  @CodeField({ example: 'HOLD' }) from_location_code!: string;
  @UuidField() output_location_id!: string;
  @UuidField() reject_location_id!: string;
  @UuidField({ nullable: true }) manufacturing_order_id!: string | null;
  @UuidField({ nullable: true }) inspection_id!: string | null;
  @UuidField({ nullable: true }) work_centre_id!: string | null;
  @IntegerField() planned_labour_minutes!: number;
  @IntegerField() planned_machine_minutes!: number;
  @TextField({ example: 'Left ear sewn on the wrong way round' }) reason!: string;
  @EnumField(states) state!: string;
  @QuantityField({ min: 0 }) good_quantity!: number;
  @QuantityField({ min: 0, example: 0 }) scrapped_quantity!: number;
  @QuantityField({ min: 0, example: 0, description: 'Still rejected: back on hold.' }) rejected_quantity!: number;
  @QuantityField({ min: 0, example: 0, description: 'Put back, untouched, by a cancellation.' })
  returned_quantity!: number;
  @QuantityField({ min: 0, description: 'Pieces of which is not known yet what becomes of them.' })
  open_quantity!: number;
  @UuidField({ nullable: true }) approved_by!: string | null;
  @TimestampField({ nullable: true }) approved_at!: string | null;
  @TimestampField({ nullable: true }) started_at!: string | null;
  @TimestampField({ nullable: true }) completed_at!: string | null;
  @UuidField({ nullable: true }) verified_by!: string | null;
  @TimestampField({ nullable: true }) verified_at!: string | null;
  @UuidField({ nullable: true, description: 'The inspection that the verification asked for.' })
  verification_inspection_id!: string | null;
  @TimestampField({ nullable: true }) cancelled_at!: string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class ReworkOrderHeadDto extends versioned(ReworkOrderColumns) {}

export class ReworkMaterialDto {
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() product_id!: string;
  @CodeField({ example: 'THREAD-BR' }) sku!: string;
  @QuantityField() quantity!: number;
  @QuantityField({ min: 0, description: 'Taken, less what a cancellation put back.' }) issued_quantity!: number;
}

export class ReworkReportDto {
  @UuidField() id!: string;
  @IntegerField({ min: 1 }) report_no!: number;
  @QuantityField({ min: 0 }) good_quantity!: number;
  @QuantityField({ min: 0, example: 0 }) scrapped_quantity!: number;
  @CodeField({ nullable: true, example: null }) scrapped_reason_code!: string | null;
  @QuantityField({ min: 0, example: 0 }) rejected_quantity!: number;
  @CodeField({ nullable: true, example: null }) rejected_reason_code!: string | null;
  @IntegerField() labour_minutes!: number;
  @IntegerField() machine_minutes!: number;
  @MoneyField({ description: 'What the minutes cost at the rates of the work centre, overhead included.' })
  conversion_cost!: string;
  @TextField({ nullable: true }) notes!: string | null;
  @UuidField({ nullable: true, description: 'The stock movement that received them.' }) movement_id!: string | null;
  @MoneyField({ description: 'Worth at which they were received.' }) output_value!: string;
  @ListField(DocumentUnitDto, { description: 'What was said in units of their own.' }) units!: DocumentUnitDto[];
  @UuidField({ nullable: true }) created_by!: string | null;
  @TimestampField() created_at!: string;
}

export class ReworkOrderDto extends ReworkOrderHeadDto {
  @ListField(ReworkMaterialDto) materials!: ReworkMaterialDto[];
  @ListField(ReworkReportDto, { max: 10_000 }) reports!: ReworkReportDto[];
  @IntegerField({ description: 'Of all reports.' }) labour_minutes!: number;
  @IntegerField({ description: 'Of all reports.' }) machine_minutes!: number;
  @MoneyField({ description: 'What the rejected pieces were taken for, less what went back untouched.' })
  rejected_value!: string;
  @MoneyField({ description: 'The same of the extra material.' }) material_value!: string;
  @MoneyField({ description: 'What the time of all reports cost.' }) conversion_value!: string;
  @MoneyField({ description: 'Worth at which good and still rejected pieces were received.' }) output_value!: string;
  @MoneyField({ signed: true, description: 'What was settled on good pieces afterwards.' }) settled_value!: string;
  @MoneyField({ signed: true, description: 'What lies on no piece.' }) variance_value!: string;
  @MoneyField({ description: 'Taken, and not yet on any piece.' }) work_in_progress!: string;
  @ListField(DocumentUnitDto, {
    description: 'What was said in units of their own: line 1 are the rejected pieces, the materials follow.',
  })
  units!: DocumentUnitDto[];
}

export class ReworkListQuery extends ListQuery {
  @ValuesField('string', { optional: true, max: 6, example: ['requested', 'approved'], description: 'States.' })
  state?: string[];
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) lot_id?: string;
  @UuidField({ optional: true }) manufacturing_order_id?: string;
  @UuidField({ optional: true }) inspection_id?: string;
  @UuidField({ optional: true }) department_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @DateField({ optional: true, description: 'Requested on this day or later.' }) created_from?: string;
}

export class ReworkNoteInput {
  @TextField({ optional: true, nullable: true }) reason?: string | null;
}

export class ReworkCancelInput {
  @StringField({ min: 1, max: 2000, example: 'Sold as seconds instead' }) reason!: string;
}

const IN_UNIT = { optional: true, nullable: true, example: null, description: 'Instead: how many of the unit.' };

export class ReworkReportInput extends InUnitInput {
  @QuantityField({ optional: true, min: 0, example: 5 }) good_quantity?: number;
  @UnitQuantityField(IN_UNIT) good_unit_quantity?: string | null;
  @QuantityField({ optional: true, min: 0, example: 1, description: 'Nothing is left of them; good ones carry it.' })
  scrapped_quantity?: number;
  @UnitQuantityField(IN_UNIT) scrapped_unit_quantity?: string | null;
  @CodeField({ optional: true, max: 32, example: 'BREAKAGE', description: 'A reason code for lost pieces.' })
  scrapped_reason_code?: string;
  @QuantityField({ optional: true, min: 0, example: 1, description: 'Still rejected: they go back on hold.' })
  rejected_quantity?: number;
  @UnitQuantityField(IN_UNIT) rejected_unit_quantity?: string | null;
  @CodeField({ optional: true, max: 32, example: 'DEFECT', description: 'A reason code for rejected pieces.' })
  rejected_reason_code?: string;
  @IntegerField({ ...MINUTES, description: 'Of all people together, for these pieces.' }) labour_minutes?: number;
  @IntegerField({ ...MINUTES, description: 'Of all places together.' }) machine_minutes?: number;
  @TextField({ optional: true, nullable: true }) notes?: string | null;
}

export class ReworkVerificationInput extends ReworkNoteInput {
  @BooleanField({
    optional: true,
    example: false,
    description: 'The good pieces are to be inspected again, by the active plan.',
  })
  inspect?: boolean;
}

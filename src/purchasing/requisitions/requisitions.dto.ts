import {
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  StringField,
  TextField,
  TimestampField,
  UnitCostField,
  UuidField,
  ValuesField,
  patchOf,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { DocumentUnitDto, QuantityInput } from '../../warehouse/index.js';
import { REQUISITION } from './requisition.machine.js';
import { RequisitionLineDto } from './requisition-lines.dto.js';
import { MAX_REQUISITION_LINES } from './requisitions-limits.js';
import { USAGES } from './usages.js';
import type { Usage } from './usages.js';

export class RequisitionLineInput extends QuantityInput {
  @UuidField() product_id!: string;
  @StringField({
    optional: true,
    nullable: true,
    min: 1,
    max: 2000,
    example: 'Width 150 cm, batch as last time',
    description: 'What exactly is meant, for the buyer and the supplier.',
  })
  description?: string | null;
  @UnitCostField({
    optional: true,
    nullable: true,
    description:
      'What a piece may cost, in the currency of the company. When not given: what the cheapest supplier asks for so much today, if one does.',
  })
  estimated_price?: string | null;
  @DateField({ optional: true, nullable: true, example: '2027-02-14', description: 'Not past.' })
  needed_by?: string | null;
  @BooleanField({ optional: true, description: 'Needs a date and a reason.' }) is_urgent?: boolean;
  @StringField({ optional: true, nullable: true, min: 1, max: 2000, example: 'The line stands on Thursday' })
  urgency_reason?: string | null;
  @UuidField({ optional: true, nullable: true }) suggested_supplier_id?: string | null;
  @EnumField(USAGES, { optional: true, description: 'Daily when not given.' }) usage?: Usage;
  @StringField({
    optional: true,
    nullable: true,
    min: 1,
    max: 100,
    example: 'CC-4711',
    description: 'Which project or cost centre bears it; needed for both.',
  })
  usage_reference?: string | null;
}

class RequisitionWords {
  @StringField({ optional: true, nullable: true, min: 1, max: 2000, example: 'Spring collection' })
  purpose?: string | null;
  @TextField({ optional: true, nullable: true }) notes?: string | null;
  @UuidField({
    optional: true,
    description: "Where it is received and issued from: the company's first warehouse when not given.",
  })
  warehouse_id?: string;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'Who asks; the only department of a caller who is limited to one when not given.',
  })
  department_id?: string | null;
  @ListField(RequisitionLineInput, { min: 1, max: MAX_REQUISITION_LINES }) lines!: RequisitionLineInput[];
}

export class RequisitionInput extends RequisitionWords {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
}

export class SuggestedRequisitionInput {
  @UuidField({ description: 'Whose levels are looked at, and where it is received.' }) warehouse_id!: string;
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @UuidField({ optional: true, nullable: true }) department_id?: string | null;
  @StringField({ optional: true, nullable: true, min: 1, max: 2000, example: 'Weekly order' }) purpose?: string | null;
  @ValuesField('uuid', {
    optional: true,
    max: 500,
    description: 'Only these products; everything that is suggested when not given.',
  })
  product_ids?: string[];
}

/** Lines that are given take the place of all lines there are. */
export class RequisitionPatch extends patchOf(RequisitionWords) {}

class RequisitionColumns {
  @CodeField({ example: 'PR-000042' }) number!: string;
  @UuidField() company_id!: string;
  @UuidField() warehouse_id!: string;
  @CodeField({ example: 'WH' }) warehouse_code!: string;
  @UuidField({ nullable: true }) department_id!: string | null;
  @CodeField({ nullable: true, example: 'SEWING' }) department_code!: string | null;
  @UuidField() requested_by!: string;
  @StringField({ example: 'siti' }) requested_by_username!: string;
  @TextField({ nullable: true }) purpose!: string | null;
  @TextField({ nullable: true }) notes!: string | null;
  @EnumField(REQUISITION.states, { description: 'What its lines say together.' }) state!: string;
  @BooleanField({ description: 'A line that is still to come is urgent.' }) is_urgent!: boolean;
  @DateField({ nullable: true, description: 'The first day that a line which is still to come is needed by.' })
  needed_by!: string | null;
  @BooleanField({ description: 'A line is needed by a day that is past, and has not all been received.' })
  is_late!: boolean;
  @IntegerField({ min: 0, example: 3 }) line_count!: number;
  @IntegerField({ min: 0, example: 1, description: 'Lines that wait for their review or an answer.' })
  open_count!: number;
  @TimestampField({ nullable: true }) submitted_at!: string | null;
  @EnumField(['kanban', 'suggestion', 'sales'], { nullable: true, description: 'What asked for it by itself.' })
  origin!: string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class RequisitionHeadDto extends versioned(RequisitionColumns) {}

export class RequisitionDto extends RequisitionHeadDto {
  @ListField(RequisitionLineDto, { max: MAX_REQUISITION_LINES }) lines!: RequisitionLineDto[];
  @ListField(DocumentUnitDto, { description: 'What the requisition said in units of its own, by its lines.' })
  units!: DocumentUnitDto[];
}

export class RequisitionListQuery extends ListQuery {
  @ValuesField('string', {
    optional: true,
    max: REQUISITION.states.length,
    example: ['submitted'],
    description: 'States, separated by commas.',
  })
  state?: string[];
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true }) department_id?: string;
  @UuidField({ optional: true }) requested_by?: string;
  @UuidField({ optional: true, description: 'Those that ask for this product.' }) product_id?: string;
  @BooleanField({ optional: true }) urgent?: boolean;
  @BooleanField({ optional: true }) late?: boolean;
}

export class RequisitionReasonInput {
  @StringField({ min: 1, max: 2000, example: 'Asked for twice' }) reason!: string;
}

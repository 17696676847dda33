import {
  BooleanField,
  CodeField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { INSPECTION_KINDS, SEVERITIES } from '../severities.js';
import type { InspectionKind } from '../severities.js';
import { DISPOSITIONS } from './disposition.js';
import { INSPECTION_MACHINE } from './inspection.machine.js';
import type { InspectionState } from './inspection.machine.js';
import { VERDICTS } from './verdict.js';
import type { Verdict } from './verdict.js';

const SOURCE_TYPE = /^[a-z][a-z0-9_]{0,62}$/;

export class InspectionInput {
  @EnumField(INSPECTION_KINDS) kind!: InspectionKind;
  @StringField({ optional: true, nullable: true, min: 1, max: 64, example: 'SEWING', description: 'For `in_process`.' })
  operation?: string | null;
  @UuidField() product_id!: string;
  @UuidField({ optional: true, nullable: true }) lot_id?: string | null;
  @QuantityField({ example: 500, description: 'Pieces that the decision will be about.' }) quantity!: number;
  @UuidField({ description: 'Where the pieces lie.' }) location_id!: string;
  @StringField({ min: 1, max: 63, pattern: SOURCE_TYPE, example: 'manufacturing_order' }) source_type!: string;
  @UuidField() source_id!: string;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'A rejected inspection whose pieces were reworked: this one takes its place.',
  })
  reinspects_id?: string | null;
  @TextField({ optional: true, nullable: true }) notes?: string | null;
}

class InspectionColumns {
  @CodeField({ example: 'QI-000042' }) number!: string;
  @UuidField() company_id!: string;
  @UuidField() warehouse_id!: string;
  @UuidField() location_id!: string;
  @CodeField({ example: 'STOCK' }) location_code!: string;
  @UuidField({ nullable: true, description: 'The quarantine where the pieces wait or lie.' })
  held_location_id!: string | null;
  @UuidField() plan_id!: string;
  @CodeField({ example: 'A' }) plan_revision!: string;
  @EnumField(INSPECTION_KINDS) kind!: InspectionKind;
  @StringField({ nullable: true, example: 'SEWING' }) operation!: string | null;
  @UuidField() product_id!: string;
  @CodeField({ example: 'BTN-18-BLK' }) sku!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @QuantityField({ example: 500 }) quantity!: number;
  @QuantityField({ example: 50 }) sample_size!: number;
  @QuantityField({ min: 0, example: 1 }) acceptance_number!: number;
  @BooleanField() is_gate!: boolean;
  @BooleanField({ description: 'It put the lot on hold, and its acceptance releases it.' }) holds_lot!: boolean;
  @StringField({ example: 'stock_movement' }) source_type!: string;
  @UuidField() source_id!: string;
  @UuidField({ nullable: true, description: 'The ledger line that the pieces came with.' })
  source_line_id!: string | null;
  @UuidField({ nullable: true }) reinspects_id!: string | null;
  @EnumField(INSPECTION_MACHINE.states) state!: InspectionState;
  @QuantityField({ nullable: true, min: 0 }) accepted_quantity!: number | null;
  @QuantityField({ nullable: true, min: 0 }) rejected_quantity!: number | null;
  @BooleanField({ description: 'Every piece was looked at for the decision.' }) is_sorted!: boolean;
  @BooleanField({ description: 'Accepted against the acceptance number.' }) is_concession!: boolean;
  @EnumField(DISPOSITIONS, { nullable: true, description: 'What became of the rejected pieces.' })
  disposition!: string | null;
  @UuidField({ nullable: true }) scrap_movement_id!: string | null;
  @TextField({ nullable: true, description: 'Of the decision.' }) reason!: string | null;
  @TextField({ nullable: true }) notes!: string | null;
  @TimestampField({ nullable: true }) started_at!: string | null;
  @TimestampField({ nullable: true }) decided_at!: string | null;
  @UuidField({ nullable: true }) decided_by!: string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class InspectionHeadDto extends versioned(InspectionColumns) {}

export class InspectionDefectDto {
  @EnumField(['sample', 'decision'], { description: 'Found in the sample, or counted by the decision.' })
  stage!: string;
  @IntegerField({ nullable: true, min: 1 }) sample_no!: number | null;
  @UuidField() reason_id!: string;
  @CodeField({ example: 'CRACKED' }) reason_code!: string;
  @EnumField(SEVERITIES) severity!: string;
  @QuantityField() quantity!: number;
  @StringField({ nullable: true }) note!: string | null;
}

export class InspectionDto extends InspectionHeadDto {
  @QuantityField({ min: 0, description: 'Pieces of the sample that are not good.' }) defective_quantity!: number;
  @QuantityField({ min: 0, description: 'Of them, those with a critical defect.' }) critical_quantity!: number;
  @QuantityField({ min: 0, description: 'Mandatory results not entered yet.' }) missing_results!: number;
  @EnumField(VERDICTS, { description: 'What the sample says.' }) verdict!: Verdict;
  @ListField(InspectionDefectDto, { max: 10_000 }) defects!: InspectionDefectDto[];
}

export class InspectionListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) lot_id?: string;
  @UuidField({ optional: true }) source_id?: string;
  @UuidField({ optional: true }) plan_id?: string;
  @EnumField(INSPECTION_KINDS, { optional: true }) kind?: string;
  @EnumField(INSPECTION_MACHINE.states, { optional: true }) state?: string;
  @BooleanField({ optional: true }) is_gate?: boolean;
}

export class InspectionsOfMovementDto {
  @UuidField() movement_id!: string;
  @IntegerField({ description: 'How many of them were made by this call.' }) created!: number;
  @ListField(InspectionHeadDto, { max: 10_000 }) inspections!: InspectionHeadDto[];
}

export class InspectionReasonInput {
  @TextField({ optional: true, nullable: true }) reason?: string | null;
}

const TO = {
  optional: true,
  nullable: true,
  description:
    'Where accepted pieces go, in the same warehouse; where they lay when they were received, when not given.',
} as const;

export class AcceptInspectionInput extends InspectionReasonInput {
  @UuidField(TO) to_location_id?: string | null;
}

export class DecisionDefectInput {
  @UuidField() reason_id!: string;
  @QuantityField({ example: 12, description: 'Pieces rejected for it.' }) quantity!: number;
  @StringField({ optional: true, nullable: true, max: 500 }) note?: string | null;
}

export class RejectInput {
  @EnumField(DISPOSITIONS, {
    description:
      'The pieces stay where they lie (a lot is put on hold), go into quarantine, or leave the books as scrap.',
  })
  disposition!: (typeof DISPOSITIONS)[number];
  @StringField({ min: 1, max: 2000, example: '2 of 50 cracked' }) reason!: string;
  @ListField(DecisionDefectInput, {
    optional: true,
    max: 200,
    description: 'Every rejected piece once, by its main reason; what the sample found stands for them when not given.',
  })
  defects?: DecisionDefectInput[];
}

export class AcceptInPartInput extends RejectInput {
  @QuantityField({ example: 480 }) accepted_quantity!: number;
  @QuantityField({ example: 20, description: 'Both together are what was inspected.' }) rejected_quantity!: number;
  @BooleanField({ optional: true, description: 'Every piece was looked at, not only the sample.' }) is_sorted?: boolean;
  @UuidField(TO) to_location_id?: string | null;
}

export class ConcedeInput {
  @StringField({ min: 1, max: 2000, example: 'Used inside, where nobody sees them' }) reason!: string;
  @UuidField(TO) to_location_id?: string | null;
}

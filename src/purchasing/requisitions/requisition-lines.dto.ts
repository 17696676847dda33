import {
  BooleanField,
  CodeField,
  DateField,
  DecimalField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UnitCostField,
  UnitQuantityField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { InUnitInput } from '../../warehouse/index.js';
import { REQUISITION_LINE } from './requisition-line.machine.js';
import { MAX_REQUISITION_LINES } from './requisitions-limits.js';
import { USAGES } from './usages.js';

class RequisitionLineColumns {
  @UuidField() requisition_id!: string;
  @CodeField({ example: 'PR-000042' }) requisition_number!: string;
  @UuidField() company_id!: string;
  @UuidField() warehouse_id!: string;
  @UuidField({ nullable: true }) department_id!: string | null;
  @CodeField({ nullable: true, example: 'SEWING' }) department_code!: string | null;
  @UuidField() requested_by!: string;
  @StringField({ example: 'siti' }) requested_by_username!: string;
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @StringField({ example: 'Plush fabric, brown' }) product_name!: string;
  @CodeField({ example: 'M' }) unit_code!: string;
  @TextField({ nullable: true }) description!: string | null;
  @QuantityField({ description: 'Asked for: pieces of the stock unit.' }) quantity!: number;
  @UnitCostField({ nullable: true, description: 'Of a piece, in the currency of the company.' })
  estimated_price!: string | null;
  @DecimalField({ scale: 2, digits: 50, nullable: true, example: '1250000.00' }) estimated_amount!: string | null;
  @DateField({ nullable: true }) needed_by!: string | null;
  @BooleanField() is_late!: boolean;
  @BooleanField() is_urgent!: boolean;
  @TextField({ nullable: true }) urgency_reason!: string | null;
  @UuidField({ nullable: true }) suggested_supplier_id!: string | null;
  @CodeField({ nullable: true, example: 'KAIN-JAYA' }) suggested_supplier_code!: string | null;
  @EnumField(USAGES) usage!: string;
  @StringField({ nullable: true, example: 'CC-4711' }) usage_reference!: string | null;
  @EnumField(REQUISITION_LINE.states) state!: string;
  @QuantityField({ nullable: true, description: 'Null unless it was approved.' }) approved_quantity!: number | null;
  @TextField({ nullable: true, description: 'Why less was approved than asked for, or nothing.' })
  review_reason!: string | null;
  @UuidField({ nullable: true }) reviewed_by!: string | null;
  @TimestampField({ nullable: true }) reviewed_at!: string | null;
  @QuantityField({ min: 0, description: 'Approved and no longer to come.' }) given_up_quantity!: number;
  @QuantityField({ min: 0, description: 'On orders.' }) ordered_quantity!: number;
  @QuantityField({ min: 0, description: 'Of those: confirmed by the supplier.' }) confirmed_quantity!: number;
  @QuantityField({ min: 0, description: 'Of those: under way.' }) shipped_quantity!: number;
  @QuantityField({ min: 0, description: 'Of those: received.' }) received_quantity!: number;
  @QuantityField({ min: 0, description: 'Of those: in their bins.' }) put_away_quantity!: number;
  @QuantityField({ min: 0, description: 'Of those: accepted by the requester.' }) accepted_quantity!: number;
  @QuantityField({ min: 0, description: 'Of those: refused by the requester.' }) rejected_quantity!: number;
  @QuantityField({ min: 0, description: 'Of what was accepted: issued and not back.' }) issued_quantity!: number;
  @QuantityField({ min: 0, description: 'Approved and on no order.' }) left_to_order!: number;
  @QuantityField({ min: 0, description: 'Put away and not looked at by the requester.' }) left_to_accept!: number;
  @QuantityField({ min: 0, description: 'Accepted and not issued.' }) left_to_issue!: number;
  @DateField({ nullable: true, description: 'The last day that a supplier has named.' }) expected_on!: string | null;
  @IntegerField({ min: 0, description: 'Questions and answers.' }) message_count!: number;
}

export class RequisitionLineDto extends versioned(RequisitionLineColumns) {}

export class RequisitionLineListQuery extends ListQuery {
  @ValuesField('string', {
    optional: true,
    max: REQUISITION_LINE.states.length,
    example: ['pending_review'],
    description: 'States, separated by commas.',
  })
  state?: string[];
  @UuidField({ optional: true }) requisition_id?: string;
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true }) department_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) requested_by?: string;
  @UuidField({ optional: true }) suggested_supplier_id?: string;
  @EnumField(USAGES, { optional: true }) usage?: string;
  @StringField({ optional: true, min: 1, max: 100, description: 'One project or cost centre.' })
  usage_reference?: string;
  @BooleanField({ optional: true }) urgent?: boolean;
  @BooleanField({ optional: true, description: 'Past the day they are needed by, and not all received.' })
  late?: boolean;
  @BooleanField({ optional: true, description: 'Something approved is on no order.' }) to_order?: boolean;
  @BooleanField({ optional: true, description: 'Something was put away that the requester has not looked at.' })
  to_accept?: boolean;
  @BooleanField({ optional: true, description: 'Something was accepted and not issued.' }) to_issue?: boolean;
}

export class RequisitionMessageDto {
  @UuidField() id!: string;
  @EnumField(['question', 'answer']) kind!: string;
  @TextField({ example: 'Would 140 cm do as well?' }) text!: string;
  @UuidField() created_by!: string;
  @StringField({ example: 'budi' }) created_by_username!: string;
  @TimestampField() created_at!: string;
}

export class RequisitionLineDetailDto extends RequisitionLineDto {
  @ListField(RequisitionMessageDto, { description: 'Questions of reviewers and what was answered, the oldest first.' })
  messages!: RequisitionMessageDto[];
}

export class RequisitionLineTextInput {
  @StringField({ min: 1, max: 2000, example: 'Would 140 cm do as well?' }) text!: string;
}

export class RequisitionLineReasonInput {
  @StringField({ min: 1, max: 2000, example: 'There is enough in the other warehouse' }) reason!: string;
}

class RequisitionApprovedInput extends InUnitInput {
  @QuantityField({ optional: true, description: 'At most what was asked for, which it is when not given: pieces.' })
  approved_quantity?: number;
  @UnitQuantityField({ optional: true, nullable: true, description: 'Instead: how many of the unit.' })
  approved_unit_quantity?: string | null;
}

export class RequisitionLineApprovalInput extends RequisitionApprovedInput {
  @StringField({
    optional: true,
    nullable: true,
    min: 1,
    max: 2000,
    example: 'The rest is on stock',
    description: 'Needed for less than was asked for.',
  })
  reason?: string | null;
}

export const DECISIONS = ['approve', 'question', 'reject', 'mark_unavailable'] as const;
export type Decision = (typeof DECISIONS)[number];

export class RequisitionDecisionInput extends RequisitionApprovedInput {
  @IntegerField({ min: 1, description: 'A line of the requisition.' }) line_no!: number;
  @EnumField(DECISIONS) decision!: Decision;
  @StringField({
    optional: true,
    nullable: true,
    min: 1,
    max: 2000,
    example: 'The rest is on stock',
    description: 'The question, or why; not needed for approving all of a line.',
  })
  reason?: string | null;
}

export class RequisitionReviewInput {
  @ListField(RequisitionDecisionInput, { min: 1, max: MAX_REQUISITION_LINES }) lines!: RequisitionDecisionInput[];
}

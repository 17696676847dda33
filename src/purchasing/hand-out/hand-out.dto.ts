import {
  BooleanField,
  CodeField,
  EnumField,
  IntegerField,
  ListField,
  MoneyField,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UnitQuantityField,
  UuidField,
} from '../../kernel/http/index.js';
import { InUnitInput, QuantityInput } from '../../warehouse/index.js';
import { MAX_REQUISITION_LINES } from '../requisitions/requisitions-limits.js';

const WHEN = 'When it happened; now when not given. Not in the future, not in a closed stock period.';
/** Places and lots that one requisition was issued from, and acceptances of it. */
const MAX_ENTRIES = 100_000;

export class RequisitionAcceptedLineInput extends InUnitInput {
  @IntegerField({ min: 1, description: 'A line of the requisition.' }) line_no!: number;
  @QuantityField({ optional: true, min: 0, description: 'What is as it should be: pieces.' })
  accepted_quantity?: number;
  @UnitQuantityField({ optional: true, nullable: true, description: 'Instead: how many of the unit.' })
  accepted_unit_quantity?: string | null;
  @QuantityField({ optional: true, min: 0, description: 'What is not: pieces; they stay where they are.' })
  rejected_quantity?: number;
  @UnitQuantityField({ optional: true, nullable: true, description: 'Instead: how many of the unit.' })
  rejected_unit_quantity?: string | null;
  @StringField({
    optional: true,
    nullable: true,
    min: 1,
    max: 2000,
    example: 'Two rolls are stained',
    description: 'Needed where something is refused.',
  })
  reason?: string | null;
}

export class RequisitionAcceptanceInput {
  @ListField(RequisitionAcceptedLineInput, {
    optional: true,
    min: 1,
    max: MAX_REQUISITION_LINES,
    description: 'Everything that was put away and not looked at yet, as it should be, when not given.',
  })
  lines?: RequisitionAcceptedLineInput[];
}

export class RequisitionIssueLineInput extends QuantityInput {
  @IntegerField({ min: 1, description: 'A line of the requisition.' }) line_no!: number;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'The lot that is taken, together with the location; those whose turn it is when not given.',
  })
  lot_id?: string | null;
  @UuidField({ optional: true, description: 'Where it is taken; anywhere in the warehouse when not given.' })
  from_location_id?: string;
}

export class RequisitionIssueInput {
  @ListField(RequisitionIssueLineInput, {
    optional: true,
    min: 1,
    max: MAX_REQUISITION_LINES,
    description: 'Everything that was accepted and not issued when not given.',
  })
  lines?: RequisitionIssueLineInput[];
  @TextField({ optional: true, nullable: true }) reason?: string | null;
  @TimestampField({ optional: true, description: WHEN }) effective_at?: string;
}

export class RequisitionTakeBackLineInput extends QuantityInput {
  @IntegerField({ min: 1, description: 'A line of the requisition.' }) line_no!: number;
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

export class RequisitionTakeBackInput {
  @ListField(RequisitionTakeBackLineInput, { min: 1, max: MAX_REQUISITION_LINES })
  lines!: RequisitionTakeBackLineInput[];
  @StringField({ min: 1, max: 2000, example: 'Issued to the wrong department' }) reason!: string;
  @TimestampField({ optional: true, description: WHEN }) effective_at?: string;
}

class RequisitionAcceptanceDto {
  @UuidField() id!: string;
  @IntegerField({ min: 1 }) line_no!: number;
  @QuantityField({ min: 0 }) accepted_quantity!: number;
  @QuantityField({ min: 0 }) rejected_quantity!: number;
  @TextField({ nullable: true }) reason!: string | null;
  @UuidField() created_by!: string;
  @StringField({ example: 'siti' }) created_by_username!: string;
  @TimestampField() created_at!: string;
}

class RequisitionMoveDto {
  @UuidField() id!: string;
  @EnumField(['issue', 'return']) kind!: string;
  @IntegerField({ min: 1, description: 'The line of the requisition.' }) line_no!: number;
  @UuidField({ description: 'The stock movement.' }) movement_id!: string;
  @UuidField({ description: 'Where it was taken from, or put back.' }) location_id!: string;
  @CodeField({ example: 'STOCK' }) location_code!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @QuantityField() quantity!: number;
  @MoneyField({ description: 'What comes back is worth what it was taken for.' }) value!: string;
  @UuidField() created_by!: string;
  @TimestampField() created_at!: string;
}

export class RequisitionHandOutsDto {
  @UuidField() requisition_id!: string;
  @ListField(RequisitionAcceptanceDto, { max: MAX_ENTRIES, description: 'What the requester said, the oldest first.' })
  acceptances!: RequisitionAcceptanceDto[];
  @ListField(RequisitionMoveDto, {
    max: MAX_ENTRIES,
    description: 'What was issued and what came back, place by place and lot by lot, the oldest first.',
  })
  moves!: RequisitionMoveDto[];
}

class RequisitionStockPlaceDto {
  @UuidField() location_id!: string;
  @CodeField({ example: 'A-01-3' }) location_code!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @QuantityField({ min: 0 }) on_hand!: number;
  @QuantityField({ min: 0 }) reserved!: number;
}

export class RequisitionStockDto {
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @QuantityField({ min: 0, description: 'Accepted and not issued.' }) left_to_issue!: number;
  @QuantityField({ min: 0, description: "In the requisition's warehouse." }) on_hand!: number;
  @QuantityField({ min: 0, description: 'Of it: held for this requisition, whichever of its lines.' })
  held_for_it!: number;
  @QuantityField({ min: 0, description: 'Of it: free, and in places that stock is given from.' }) available!: number;
  @QuantityField({ min: 0, description: 'In the other warehouses of the company that the caller sees.' })
  on_hand_elsewhere!: number;
  @BooleanField({ description: 'What is left to issue could be issued now.' }) is_covered!: boolean;
  @ListField(RequisitionStockPlaceDto, { max: 200, description: 'Where it lies in the warehouse: the first 200.' })
  places!: RequisitionStockPlaceDto[];
}

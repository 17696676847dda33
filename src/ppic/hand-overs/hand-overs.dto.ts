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
  ValuesField,
} from '../../kernel/http/index.js';
import { OutputLotsInput } from '../orders/production.dto.js';
import { HAND_OVER } from './hand-over.machine.js';

const { states } = HAND_OVER;

export class HandOverListQuery extends ListQuery {
  @ValuesField('string', { optional: true, max: 3, example: ['offered'], description: 'States, separated by commas.' })
  state?: string[];
  @UuidField({ optional: true, description: 'Who is to accept it.' }) department_id?: string;
  @UuidField({ optional: true, description: 'Who hands it over.' }) from_department_id?: string;
  @UuidField({ optional: true, description: 'Of one manufacturing order.' }) order_id?: string;
  @UuidField({ optional: true, description: 'From this work order.' }) from_work_order_id?: string;
  @UuidField({ optional: true, description: 'To this work order.' }) to_work_order_id?: string;
}

export class HandOverInput {
  @UuidField({
    optional: true,
    nullable: true,
    description: 'The next work order; needed where pieces go to several.',
  })
  to_work_order_id?: string | null;
  @QuantityField({ optional: true, example: 40, description: 'All good pieces that are still here when not given.' })
  quantity?: number;
  @TextField({ optional: true, nullable: true }) notes?: string | null;
}

/** What arrived. Lots are those of pieces that go into stock with it. */
export class HandOverAcceptance extends OutputLotsInput {
  @QuantityField({
    optional: true,
    min: 0,
    example: 38,
    description: 'All that is neither returned nor missing when not given.',
  })
  accepted_quantity?: number;
  @QuantityField({ min: 0, default: 0, example: 1, description: 'Faulty: the giver has them again, to be done again.' })
  returned_quantity!: number;
  @CodeField({ optional: true, nullable: true, max: 32, example: 'FAULTY-ON-ARRIVAL' }) returned_reason_code?:
    string | null;
  @QuantityField({ min: 0, default: 0, example: 1, description: 'Never arrived: they are lost.' })
  missing_quantity!: number;
  @CodeField({ optional: true, nullable: true, max: 32, example: 'MISCOUNT' }) missing_reason_code?: string | null;
  @TextField({ optional: true, nullable: true }) notes?: string | null;
}

export class HandOverReasonInput {
  @StringField({ min: 1, max: 2000, example: 'Counted again first' }) reason!: string;
}

/** An inspection that the hand-over waits for, or that decided it. */
export class HandOverInspectionDto {
  @UuidField() id!: string;
  @StringField({ example: 'QI-000042' }) number!: string;
  @StringField({ example: 'accepted' }) state!: string;
  @QuantityField({ min: 0, example: 38 }) accepted_quantity!: number;
}

export class HandOverDto {
  @UuidField() id!: string;
  @UuidField() order_id!: string;
  @StringField({ example: 'MO-000123' }) order_number!: string;
  @UuidField() product_id!: string;
  @StringField({ example: 'BEAR-30' }) sku!: string;
  @UuidField() from_work_order_id!: string;
  @StringField({ example: 'MO-000123-10' }) from_number!: string;
  @StringField({ example: 'CUTTING' }) from_name!: string;
  @UuidField({ nullable: true }) from_department_id!: string | null;
  @UuidField({ nullable: true, description: 'null: into stock.' }) to_work_order_id!: string | null;
  @StringField({ nullable: true, example: 'MO-000123-20' }) to_number!: string | null;
  @StringField({ nullable: true, example: 'SEWING' }) to_name!: string | null;
  @UuidField({ nullable: true }) department_id!: string | null;
  @BooleanField({ description: 'Inspected before it is accepted.' }) quality_gate!: boolean;
  @EnumField(states) state!: string;
  @QuantityField({ example: 40 }) quantity!: number;
  @QuantityField({ min: 0, nullable: true, example: 38 }) accepted_quantity!: number | null;
  @QuantityField({ min: 0, nullable: true, example: 1 }) returned_quantity!: number | null;
  @StringField({ nullable: true, example: 'FAULTY-ON-ARRIVAL' }) returned_reason_code!: string | null;
  @QuantityField({ min: 0, nullable: true, example: 1 }) missing_quantity!: number | null;
  @StringField({ nullable: true, example: 'MISCOUNT' }) missing_reason_code!: string | null;
  @ListField(HandOverInspectionDto, { description: 'Of pieces that come through a quality gate.' })
  inspections!: HandOverInspectionDto[];
  @TextField({ nullable: true }) notes!: string | null;
  @UuidField({
    nullable: true,
    description: 'What went into stock or got lost with it, among the reports of the order.',
  })
  posting_id!: string | null;
  @UuidField({ nullable: true }) decided_by!: string | null;
  @TimestampField({ nullable: true }) decided_at!: string | null;
  @TimestampField({ nullable: true, description: 'What it went with was reversed: it counts no more.' }) reversed_at!:
    string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
  @TimestampField() created_at!: string;
  @IntegerField({ min: 1 }) version!: number;
}

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
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { WORK_ORDER } from './work-order.machine.js';

const { states } = WORK_ORDER;
const KINDS = ['internal', 'subcontract'] as const;

export class WorkOrderListQuery extends ListQuery {
  @UuidField({ optional: true, description: 'Of one manufacturing order.' }) order_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) department_id?: string;
  @UuidField({ optional: true }) work_centre_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @ValuesField('string', {
    optional: true,
    max: 6,
    example: ['ready', 'in_progress'],
    description: 'States, separated by commas.',
  })
  state?: string[];
  @EnumField(KINDS, { optional: true }) kind?: string;
  @BooleanField({ optional: true, description: 'Past the planned finish and not completed.' }) late?: boolean;
}

/** Where good pieces of a work order go. */
export class WorkOrderNextDto {
  @UuidField() id!: string;
  @UuidField({ nullable: true, description: 'null: into stock, once inspected.' }) to_work_order_id!: string | null;
  @StringField({ nullable: true, example: 'MO-000123-30' }) to_number!: string | null;
  @BooleanField({ description: 'Within one department and past no gate: good pieces are the next one’s at once.' })
  is_automatic!: boolean;
  @QuantityField({ min: 0, example: 0, description: 'Handed over and not decided.' }) offered_quantity!: number;
  @QuantityField({ min: 0, example: 60 }) accepted_quantity!: number;
  @QuantityField({ min: 0, example: 0, description: 'Handed over and never arrived.' }) missing_quantity!: number;
  @QuantityField({ min: 0, example: 20, description: 'Good, and still here.' }) unhanded_quantity!: number;
}

export class WorkOrderDto {
  @UuidField() id!: string;
  @StringField({ example: 'MO-000123-20' }) number!: string;
  @UuidField() order_id!: string;
  @StringField({ example: 'MO-000123' }) order_number!: string;
  @StringField({ example: 'in_progress' }) order_state!: string;
  @UuidField() product_id!: string;
  @StringField({ example: 'BEAR-30' }) sku!: string;
  @StringField({ example: 'Bear, 30 cm' }) product_name!: string;
  @StringField({ example: 'normal' }) priority!: string;
  @DateField({ nullable: true, description: 'Of the order.' }) due_date!: string | null;
  @IntegerField({ min: 1, example: 20 }) operation_no!: number;
  @StringField({ example: 'SEWING' }) name!: string;
  @BooleanField({ description: 'What it makes goes into stock.' }) is_last!: boolean;
  @UuidField() company_id!: string;
  @UuidField() warehouse_id!: string;
  @UuidField({ nullable: true }) department_id!: string | null;
  @CodeField({ nullable: true, example: 'SEWING' }) department_code!: string | null;
  @UuidField() work_centre_id!: string;
  @CodeField({ example: 'SEW-1' }) work_centre_code!: string;
  @EnumField(KINDS) kind!: string;
  @UuidField({ nullable: true }) supplier_id!: string | null;
  @BooleanField({ description: 'Inspected before it goes on.' }) quality_gate!: boolean;
  @TextField({ nullable: true, max: 4000 }) instruction!: string | null;
  @EnumField(states, { example: 'in_progress' }) state!: string;
  @QuantityField({
    example: 103,
    description: 'Good pieces to make, with the buffers of this operation and of those after it.',
  })
  planned_quantity!: number;
  @QuantityField({ min: 0, nullable: true, example: 100, description: 'Came from before; null where an order begins.' })
  input_quantity!: number | null;
  @QuantityField({ min: 0, example: 80 }) good_quantity!: number;
  @QuantityField({ min: 0, example: 1 }) rejected_quantity!: number;
  @QuantityField({ min: 0, example: 2, description: 'Wait here to be done again.' }) rework_quantity!: number;
  @QuantityField({ min: 0, example: 0 }) lost_quantity!: number;
  @QuantityField({ min: 0, example: 23, description: 'Good pieces still to make.' }) remaining_quantity!: number;
  @IntegerField({ example: 320, description: 'From the first set-up to the last piece.' }) planned_minutes!: number;
  @IntegerField({ example: 640, description: 'Of all places together.' }) planned_machine_minutes!: number;
  @IntegerField({ example: 640, description: 'Of all people together.' }) planned_labour_minutes!: number;
  @IntegerField({ example: 510, description: 'So far.' }) machine_minutes!: number;
  @IntegerField({ example: 510, description: 'So far.' }) labour_minutes!: number;
  @MoneyField({ description: 'Labour, machines, overhead and subcontractor by the plan.' }) planned_cost!: string;
  @MoneyField({ description: 'The same, so far.' }) conversion_cost!: string;
  @TimestampField({ nullable: true }) planned_start!: string | null;
  @TimestampField({ nullable: true }) planned_finish!: string | null;
  @BooleanField() is_late!: boolean;
  @TimestampField({ nullable: true }) started_at!: string | null;
  @TimestampField({ nullable: true }) paused_at!: string | null;
  @TimestampField({ nullable: true }) completed_at!: string | null;
  @TimestampField({ nullable: true }) cancelled_at!: string | null;
  @ListField(WorkOrderNextDto, { description: 'Where its good pieces go.' }) next!: WorkOrderNextDto[];
  @IntegerField({ min: 1 }) version!: number;
  @TimestampField() created_at!: string;
  @TimestampField() updated_at!: string;
}

export class WorkOrderPatch {
  @UuidField({ description: "The operation's work centre, or one of its alternatives." }) work_centre_id!: string;
}

export class WorkOrderReasonInput {
  @TextField({ optional: true, nullable: true, example: 'Needle change' }) reason?: string | null;
}

export class WorkOrderStartQuery {
  @BooleanField({ optional: true, example: false, description: 'Begin although components are short for all of it.' })
  allow_partial?: boolean;
}

export class LeaveOutInput {
  @StringField({ min: 1, max: 2000, example: 'Plain version: nothing is embroidered' }) reason!: string;
}

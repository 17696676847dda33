import {
  BooleanField,
  EnumField,
  IntegerField,
  ListQuery,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { MANUFACTURING_ORDER } from '../orders/manufacturing-order.machine.js';
import { MATERIAL_DEBT } from './material-debt.machine.js';

const { states } = MATERIAL_DEBT;
const REASON = { min: 1, max: 2000, example: 'The delivery is at the gate, the papers come tomorrow' };

export class MaterialDebtListQuery extends ListQuery {
  @ValuesField('string', { optional: true, max: 5, example: ['approved'], description: 'States, separated by commas.' })
  state?: string[];
  @UuidField({ optional: true, description: 'Of one manufacturing order.' }) order_id?: string;
  @UuidField({ optional: true, description: 'Of one work order.' }) work_order_id?: string;
  @UuidField({ optional: true, description: 'For one component.' }) product_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @BooleanField({ optional: true, example: true, description: 'Whether something was used and is not settled.' })
  owed?: boolean;
}

export class MaterialDebtInput {
  @UuidField({ description: 'The manufacturing order.' }) order_id!: string;
  @UuidField({
    description: 'One of its components, such as reports consume: the debt is for the product of that line.',
  })
  component_id!: string;
  @QuantityField({ example: 40, description: 'Pieces that may be worked up before they are booked.' })
  quantity!: number;
  @StringField(REASON) reason!: string;
}

export class MaterialDebtReasonInput {
  @StringField(REASON) reason!: string;
}

export class MaterialDebtNoteInput {
  @TextField({ optional: true, nullable: true, example: 'Agreed with purchasing' }) reason?: string | null;
}

export class MaterialDebtSettlementInput {
  @QuantityField({
    optional: true,
    example: 25,
    description: 'As much of what is owed as there is in stock when not given.',
  })
  quantity?: number;
  @TextField({ optional: true, nullable: true, example: 'Delivery note 4711' }) reason?: string | null;
}

export class MaterialDebtDto {
  @UuidField() id!: string;
  @StringField({ example: 'MD-000012' }) number!: string;
  @UuidField() company_id!: string;
  @UuidField() warehouse_id!: string;
  @UuidField() order_id!: string;
  @StringField({ example: 'MO-000123' }) order_number!: string;
  @EnumField(MANUFACTURING_ORDER.states, { example: 'in_progress' }) order_state!: string;
  @UuidField({ nullable: true, description: 'That uses the component.' }) work_order_id!: string | null;
  @StringField({ nullable: true, example: 'MO-000123-20' }) work_order_number!: string | null;
  @UuidField() component_id!: string;
  @UuidField() product_id!: string;
  @StringField({ example: 'PLUSH-BR' }) sku!: string;
  @StringField({ example: 'Plush, brown' }) product_name!: string;
  @EnumField(states, { example: 'approved' }) state!: string;
  @QuantityField({ example: 40 }) quantity!: number;
  @QuantityField({ min: 0, example: 30, description: 'Worked up so far.' }) used_quantity!: number;
  @QuantityField({ min: 0, example: 25, description: 'Taken out of stock since.' }) settled_quantity!: number;
  @QuantityField({ min: 0, example: 0, description: 'Not needed any more.' }) cancelled_quantity!: number;
  @QuantityField({ min: 0, example: 10, description: 'May still be worked up.' }) open_quantity!: number;
  @QuantityField({ min: 0, example: 5, description: 'Worked up and not settled.' }) owed_quantity!: number;
  @TextField() reason!: string;
  @UuidField({ nullable: true, description: 'Who approved or rejected it.' }) decided_by!: string | null;
  @TimestampField({ nullable: true }) decided_at!: string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
  @TimestampField() created_at!: string;
  @IntegerField({ min: 1 }) version!: number;
}

/** What a debt was used for, or settled by. */
export class MaterialDebtEntryDto {
  @UuidField() id!: string;
  @UuidField() debt_id!: string;
  @UuidField({ description: 'A report of the order, or the issue that settled it.' }) posting_id!: string;
  @IntegerField({ min: 1, example: 3 }) posting_no!: number;
  @EnumField(['report', 'completion', 'issue', 'operation'], { example: 'report' }) posting_kind!: string;
  @EnumField(['use', 'settlement'], { example: 'use' }) kind!: string;
  @QuantityField({ example: 5 }) quantity!: number;
  @UuidField({ nullable: true }) movement_id!: string | null;
  @TextField({ nullable: true }) notes!: string | null;
  @TimestampField({ nullable: true, description: 'Its posting was reversed: it counts no more.' }) reversed_at!:
    string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
  @TimestampField() created_at!: string;
}

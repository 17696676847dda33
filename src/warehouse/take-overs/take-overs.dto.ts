import {
  CodeField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  MoneyField,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UnitCostField,
  UuidField,
} from '../../kernel/http/index.js';
import { QuantityInput } from '../line-units/index.js';
import { versioned } from '../../master-data/index.js';
import type { WhenClosed } from '../stock/movement-draft.js';
import { WhenClosedField } from '../stock/when-closed.field.js';
import { TAKE_OVER_MACHINE } from './take-over.machine.js';

const MAX_LINES = 1000;

export class TakeOverLineInput extends QuantityInput {
  @UuidField() product_id!: string;
  @UuidField({ optional: true, nullable: true, description: 'For products that are tracked by lot.' }) lot_id?:
    string | null;
  @UuidField({ description: "Where it lies, in a place of the supplier's stock." }) from_location_id!: string;
  @UuidField({ description: 'Where it is put, among our own stock.' }) to_location_id!: string;
  @UnitCostField({ optional: true, nullable: true, description: 'What one of the unit costs that the line counts in.' })
  unit_cost?: string | null;
  @MoneyField({ optional: true, nullable: true, description: 'The value outright, instead of a unit cost.' }) value?:
    string | null;
}

export class TakeOverInput {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @StringField({ optional: true, nullable: true, max: 200, example: 'Consumption of week 48' }) reference?:
    string | null;
  @TextField({ optional: true, nullable: true }) reason?: string | null;
  @TimestampField({
    optional: true,
    nullable: true,
    description: 'When it happened, if that was earlier. Refused in the future and in a closed stock period.',
  })
  effective_at?: string | null;
  @WhenClosedField() when_closed?: WhenClosed | null;
  @ListField(TakeOverLineInput, { min: 1, max: MAX_LINES, description: 'All of them from one supplier.' })
  lines!: TakeOverLineInput[];
}

class TakeOverColumns {
  @CodeField({ example: 'TV-000042' }) number!: string;
  @UuidField() company_id!: string;
  @UuidField() supplier_id!: string;
  @CodeField({ example: 'SUP-001' }) supplier_code!: string;
  @EnumField(TAKE_OVER_MACHINE.states) state!: string;
  @MoneyField({ description: 'What is owed to the supplier for it.' }) value!: string;
  @StringField({ nullable: true, example: 'Consumption of week 48' }) reference!: string | null;
  @TextField({ nullable: true }) reason!: string | null;
  @TimestampField() effective_at!: string;
  @UuidField({ description: "Out of the supplier's stock." }) issue_movement_id!: string;
  @UuidField({ description: 'Into our own.' }) receipt_movement_id!: string;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class TakeOverHeadDto extends versioned(TakeOverColumns) {}

export class TakeOverLineDto {
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @QuantityField() quantity!: number;
  @MoneyField() value!: string;
  @UuidField() from_location_id!: string;
  @UuidField() to_location_id!: string;
  @UuidField({ description: 'The ledger line that brought it in: landed costs and late invoices name it.' })
  line_id!: string;
}

export class TakeOverDto extends TakeOverHeadDto {
  @ListField(TakeOverLineDto, { max: MAX_LINES }) lines!: TakeOverLineDto[];
}

export class TakeOverListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) supplier_id?: string;
  @EnumField(TAKE_OVER_MACHINE.states, { optional: true }) state?: string;
  @UuidField({ optional: true, description: 'Of this product.' }) product_id?: string;
}

export class ReverseTakeOverInput {
  @StringField({ min: 1, max: 2000, example: 'Counted twice' }) reason!: string;
}

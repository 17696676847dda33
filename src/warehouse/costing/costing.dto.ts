import {
  BooleanField,
  CodeField,
  DecimalField,
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
import { COSTING_METHODS, versioned } from '../../master-data/index.js';
import { VALUE_ADJUSTMENT_TYPES } from '../stock/movement-draft.js';
import { LANDED_COST_MACHINE } from './landed-cost.machine.js';

export const LANDED_COST_KINDS = ['landed_cost', 'price_difference'] as const;
export const LANDED_COST_BASES = ['value', 'quantity', 'weight'] as const;

export class LandedCostLineInput {
  @UuidField({ description: 'A ledger line that brought stock in.' }) line_id!: string;
  @DecimalField({
    optional: true,
    nullable: true,
    digits: 13,
    scale: 6,
    example: '12.5',
    description: 'For the basis `weight`: what its pieces weigh together, in any one unit.',
  })
  weight?: string | null;
}

export class LandedCostInput {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @EnumField(LANDED_COST_KINDS, {
    optional: true,
    description: 'Freight, duty and the like (the default), or what a supplier invoice differs by from the receipt.',
  })
  kind?: (typeof LANDED_COST_KINDS)[number];
  @EnumField(LANDED_COST_BASES, {
    optional: true,
    description: 'What the shares are in proportion to; `value` when not given.',
  })
  basis?: (typeof LANDED_COST_BASES)[number];
  @MoneyField({ signed: true, example: '180.00', description: 'Below zero only for a difference of an invoice.' })
  amount!: string;
  @StringField({ optional: true, nullable: true, max: 200, example: 'FREIGHT-4471' }) reference?: string | null;
  @TextField({ optional: true, nullable: true, example: 'Sea freight of March' }) reason?: string | null;
  @ListField(LandedCostLineInput, { min: 1, max: 1000 }) lines!: LandedCostLineInput[];
}

export class CancelInput {
  @StringField({ min: 1, max: 2000, example: 'Charged to the wrong delivery' }) reason!: string;
}

class LandedCostColumns {
  @CodeField({ example: 'LC-000042' }) number!: string;
  @UuidField() company_id!: string;
  @EnumField(LANDED_COST_KINDS) kind!: string;
  @EnumField(LANDED_COST_BASES) basis!: string;
  @MoneyField({ signed: true }) amount!: string;
  @MoneyField({ signed: true, description: 'What stock on hand gained.' }) stock_value!: string;
  @MoneyField({ signed: true, description: 'The rest: it belongs to pieces that have left.' }) variance_value!: string;
  @StringField({ nullable: true, example: 'FREIGHT-4471' }) reference!: string | null;
  @TextField({ nullable: true }) reason!: string | null;
  @EnumField(LANDED_COST_MACHINE.states) state!: string;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class LandedCostHeadDto extends versioned(LandedCostColumns) {}

export class LandedCostLineDto {
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField({ description: 'The ledger line that brought stock in.' }) line_id!: string;
  @UuidField() movement_id!: string;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @DecimalField({ digits: 13, scale: 6, example: '120.000000', description: 'What the share is in proportion to.' })
  weight!: string;
  @MoneyField({ signed: true }) amount!: string;
  @MoneyField({ signed: true }) stock_value!: string;
}

export class LandedCostDto extends LandedCostHeadDto {
  @ListField(LandedCostLineDto, { max: 1000 }) lines!: LandedCostLineDto[];
}

export class LandedCostListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @EnumField(LANDED_COST_KINDS, { optional: true }) kind?: string;
  @EnumField(LANDED_COST_MACHINE.states, { optional: true }) state?: string;
  @UuidField({ optional: true, description: 'That touch a receipt of this product.' }) product_id?: string;
  @UuidField({ optional: true, description: 'That touch this movement.' }) movement_id?: string;
}

export class RevaluationInput {
  @UuidField() product_id!: string;
  @EnumField(COSTING_METHODS, {
    optional: true,
    description: 'How the product is valued from now on, in every company.',
  })
  costing_method?: string;
  @UnitCostField({ optional: true, description: 'The new standard cost, in every company.' }) standard_cost?: string;
  @UuidField({
    optional: true,
    description: 'For `unit_cost` and `value`: any location of the area whose stock is revalued.',
  })
  location_id?: string;
  @UnitCostField({ optional: true, description: 'What a piece of that stock is worth from now on.' })
  unit_cost?: string;
  @MoneyField({ optional: true, signed: true, description: 'By how much that stock gains or loses, instead.' })
  value?: string;
  @StringField({ min: 1, max: 2000, example: 'Market price has fallen' }) reason!: string;
}

export class PostedAdjustmentDto {
  @UuidField() id!: string;
  @EnumField(VALUE_ADJUSTMENT_TYPES) type!: string;
  @UuidField({ nullable: true }) product_id!: string | null;
  @UuidField({ nullable: true }) area_id!: string | null;
  @MoneyField({ signed: true, description: 'What stock gained.' }) value!: string;
  @MoneyField({ signed: true, description: 'What work in progress gained.' }) wip_value!: string;
  @MoneyField({ signed: true, description: 'What the counterpart gained, such as a cost to be invoiced.' })
  counter_value!: string;
  @MoneyField({ signed: true, description: 'What is left over: all four sum to zero.' }) variance_value!: string;
}

export class RevaluationDto {
  @UuidField({ description: 'Under this id, as source `revaluation`, its adjustments are found.' }) id!: string;
  @ListField(PostedAdjustmentDto, { max: 10_000 }) adjustments!: PostedAdjustmentDto[];
}

export class ValueAdjustmentDto extends PostedAdjustmentDto {
  @UuidField() company_id!: string;
  @CodeField({ nullable: true, example: 'FAB-PLUSH-BRN' }) sku!: string | null;
  @UuidField({ nullable: true, description: 'The movement that it belongs to.' }) movement_id!: string | null;
  @UuidField({ nullable: true, description: 'The ledger line of it, such as the receipt of a landed cost.' }) line_id!:
    string | null;
  @StringField({ example: 'landed_cost' }) source_type!: string;
  @UuidField() source_id!: string;
  @TextField({ nullable: true }) reason!: string | null;
  @TimestampField({ description: 'When it counts from.' }) effective_at!: string;
  @TimestampField({
    nullable: true,
    description: 'Of a late fact: the moment that it belongs to, in a month that was closed by then.',
  })
  occurred_at!: string | null;
  @TimestampField() recorded_at!: string;
  @UuidField() created_by!: string;
}

export class ValueAdjustmentListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @EnumField(VALUE_ADJUSTMENT_TYPES, { optional: true }) type?: string;
  @UuidField({ optional: true }) movement_id?: string;
  @UuidField({ optional: true }) line_id?: string;
  @UuidField({ optional: true }) source_id?: string;
  @BooleanField({ optional: true, description: 'Only late facts, or only those that are none.' }) is_late?: boolean;
}

export class LayerDto {
  @UuidField() id!: string;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @UuidField() company_id!: string;
  @UuidField() area_id!: string;
  @UuidField({ nullable: true, description: 'The lot whose own cost it is; null for first in, first out.' }) lot_id!:
    string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @UuidField({ nullable: true, description: 'The ledger line that brought it in.' }) line_id!: string | null;
  @TimestampField({ description: 'Its place in the queue.' }) received_at!: string;
  @QuantityField({ min: 0, description: 'Pieces left of it.' }) quantity!: number;
  @MoneyField({ description: 'What they are worth.' }) value!: string;
  @UnitCostField({ nullable: true, description: 'value / quantity, half up.' }) unit_cost!: string | null;
}

export class LayerListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) area_id?: string;
  @UuidField({ optional: true }) lot_id?: string;
}

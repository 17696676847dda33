import {
  BooleanField,
  DateField,
  EnumField,
  IntegerField,
  ListField,
  MoneyField,
  ObjectField,
  PercentField,
  QuantityField,
  StringField,
  UnitCostField,
  UuidField,
} from '../../kernel/http/index.js';
import { MAX_LEVELS } from './bom-components.js';
import { COST_SOURCES } from './bom-cost.js';
import type { CostSource } from './bom-cost.js';
import { BOM_MACHINE } from './bom.machine.js';
import { BOM_TYPES, ISSUE_METHODS, LINE_KINDS } from './bom-structure.js';

const ON = 'Day for which bills and lines are chosen; today when not given.';
const COMPANY = 'Your default company when not given.';

export class ExplosionQuery {
  @QuantityField({ default: 1, example: 12, description: 'How many of the product.' }) quantity!: number;
  @DateField({ optional: true, description: ON }) date?: string;
  @IntegerField({
    min: 1,
    max: MAX_LEVELS,
    optional: true,
    example: 5,
    description: 'How many levels; all when not given.',
  })
  levels?: number;
  @EnumField(['tree', 'flat', 'single'], {
    default: 'tree',
    description:
      '`tree`: every occurrence with its own ceiling; `flat`: all that is needed of each product, each sub-assembly made in one order; `single`: what one order needs.',
  })
  mode!: 'tree' | 'flat' | 'single';
}

export class CostQuery {
  @DateField({ optional: true, description: ON }) date?: string;
  @UuidField({ optional: true, description: COMPANY }) company_id?: string;
}

export class AvailabilityQuery {
  @QuantityField({ default: 1, example: 12, description: 'How many should be built.' }) quantity!: number;
  @DateField({ optional: true, description: ON }) date?: string;
  @UuidField({ optional: true, description: COMPANY }) company_id?: string;
  @UuidField({ optional: true, description: 'Only stock of this warehouse.' }) warehouse_id?: string;
}

export class WhereUsedQuery {
  @IntegerField({
    min: 1,
    max: MAX_LEVELS,
    default: MAX_LEVELS,
    example: 1,
    description: '1: only the bills that name it; more: also what is made with those.',
  })
  levels!: number;
  @DateField({ optional: true, description: 'Only bills and lines that hold on this day.' }) date?: string;
  @EnumField(['draft', 'active'], { optional: true, description: 'Only bills in this state.' }) state?: string;
  @IntegerField({ min: 1, max: 5000, default: 500, example: 500 }) limit!: number;
}

export class RatioDto {
  @StringField({ example: '41', description: 'A whole number of any size.' }) numerator!: string;
  @StringField({ example: '40' }) denominator!: string;
}

export class PassedPhantomDto {
  @UuidField() product_id!: string;
  @StringField({ example: 'KIT-FACE' }) sku!: string;
  @UuidField() bom_id!: string;
}

export class SubstituteRequirementDto {
  @UuidField() component_id!: string;
  @StringField({ example: 'FAB-COTTON-BR2' }) sku!: string;
  @IntegerField({ min: 1, example: 1 }) preference!: number;
  @QuantityField({ min: 0, example: 13 }) quantity!: number;
  @ObjectField(RatioDto) per_output!: RatioDto;
}

export class RequirementDto {
  @UuidField() component_id!: string;
  @StringField({ example: 'FAB-PLUSH-BR' }) sku!: string;
  @StringField({ example: 'Brown plush' }) name!: string;
  @QuantityField({ example: 13, description: 'Whole pieces, scrap included.' }) quantity!: number;
  @ObjectField(RatioDto, { description: 'Exactly this much for one piece.' }) per_output!: RatioDto;
  @ListField(PassedPhantomDto, { description: 'Phantoms passed through on the way.' })
  phantoms!: readonly PassedPhantomDto[];
  @IntegerField({ min: 1, example: 10 }) line_no!: number;
  @PercentField({ description: 'Of the line that asks for it.' }) scrap_percent!: string;
  @StringField({ nullable: true, example: 'CUTTING' }) operation!: string | null;
  @EnumField(ISSUE_METHODS) issue_method!: string;
  @ListField(SubstituteRequirementDto) substitutes!: readonly SubstituteRequirementDto[];
}

export class ExplosionNodeDto extends RequirementDto {
  @IntegerField({ min: 1, example: 1 }) level!: number;
  @UuidField({ nullable: true, description: 'Bill it is made by; null when it is bought.' }) bom_id!: string | null;
  @ListField(() => ExplosionNodeDto, { example: [], description: 'What that many of it need.' })
  components!: readonly ExplosionNodeDto[];
}

export class ExplosionTotalDto {
  @UuidField() component_id!: string;
  @StringField({ example: 'FAB-PLUSH-BR' }) sku!: string;
  @StringField({ example: 'Brown plush' }) name!: string;
  @IntegerField({ min: 1, example: 2, description: 'Deepest level at which it is needed.' }) level!: number;
  @QuantityField({ example: 26 }) quantity!: number;
  @UuidField({ nullable: true, description: 'Bill it is made by; null when it is bought.' }) bom_id!: string | null;
}

export class OutputDto {
  @UuidField() product_id!: string;
  @StringField({ example: 'SCRAP-FAB' }) sku!: string;
  @StringField({ example: 'Offcuts' }) name!: string;
  @EnumField(LINE_KINDS.slice(1)) kind!: string;
  @QuantityField({ min: 0, example: 3 }) quantity!: number;
  @ObjectField(RatioDto) per_output!: RatioDto;
  @PercentField({ example: '5.0000' }) cost_share_percent!: string;
}

export class ExplosionDto {
  @UuidField() bom_id!: string;
  @UuidField() product_id!: string;
  @StringField({ example: 'BEAR-30' }) sku!: string;
  @StringField({ example: 'B' }) revision!: string;
  @EnumField(BOM_TYPES) type!: string;
  @EnumField(['tree', 'flat', 'single']) mode!: string;
  @QuantityField() quantity!: number;
  @DateField() date!: string;
  @ListField(ExplosionNodeDto, { optional: true, description: 'In the modes `tree` and `single`.' })
  components?: readonly ExplosionNodeDto[];
  @ListField(ExplosionTotalDto, { optional: true, description: 'In the mode `flat`.' })
  totals?: readonly ExplosionTotalDto[];
  @ListField(OutputDto, { description: 'What comes out besides the product.' }) outputs!: readonly OutputDto[];
}

export class AvailableSubstituteDto {
  @UuidField() component_id!: string;
  @StringField({ example: 'FAB-COTTON-BR2' }) sku!: string;
  @IntegerField({ min: 1, example: 1 }) preference!: number;
  @QuantityField({ min: 0, example: 40 }) available!: number;
}

export class ComponentAvailabilityDto {
  @UuidField() component_id!: string;
  @StringField({ example: 'FAB-PLUSH-BR' }) sku!: string;
  @StringField({ example: 'Brown plush' }) name!: string;
  @QuantityField({ min: 0, example: 61, description: 'For the quantity asked about.' }) required!: number;
  @QuantityField({ min: 0, example: 50, description: 'On hand and not reserved, where stock can be promised.' })
  available!: number;
  @QuantityField({ min: 0, example: 11 }) short!: number;
  @QuantityField({ min: 0, example: 9, description: 'How many could be built as far as this product goes.' })
  can_build!: number;
  @ListField(AvailableSubstituteDto, { description: 'Shown, not counted.' })
  substitutes!: readonly AvailableSubstituteDto[];
}

export class AvailabilityDto {
  @UuidField() bom_id!: string;
  @UuidField() product_id!: string;
  @StringField({ example: 'BEAR-30' }) sku!: string;
  @StringField({ example: 'B' }) revision!: string;
  @QuantityField() quantity!: number;
  @DateField() date!: string;
  @UuidField() company_id!: string;
  @UuidField({ nullable: true }) warehouse_id!: string | null;
  @QuantityField({
    min: 0,
    example: 9,
    nullable: true,
    description: 'The most that can be built now; null when nothing is needed.',
  })
  can_build!: number | null;
  @ListField(ComponentAvailabilityDto) components!: readonly ComponentAvailabilityDto[];
  @ListField(ComponentAvailabilityDto, { description: 'Those of them that are short.' })
  shortages!: readonly ComponentAvailabilityDto[];
}

export class OwnCostDto {
  @EnumField(COST_SOURCES) source!: CostSource;
  @UnitCostField() unit_cost!: string;
}

export class CostRowDto {
  @UuidField() product_id!: string;
  @StringField({ example: 'FAB-PLUSH-BR' }) sku!: string;
  @StringField({ example: 'Brown plush' }) name!: string;
  @IntegerField({ min: 1, example: 2, description: 'Deepest level at which it is used.' }) level!: number;
  @UuidField({ nullable: true, description: 'Bill it is made by; null when it is bought.' }) bom_id!: string | null;
  @ObjectField(RatioDto, { description: 'Exactly so many for one piece of the product.' }) per_output!: RatioDto;
  @ObjectField(OwnCostDto, { nullable: true, description: 'What it costs by itself; null when nothing is known.' })
  own!: OwnCostDto | null;
  @UnitCostField({ nullable: true, description: 'By its own bill where it has one, else its own cost.' })
  rolled_up_unit_cost!: string | null;
  @UnitCostField({ nullable: true, description: 'Its part of the cost of one piece of the product.' }) cost_per_piece!:
    string | null;
}

export class RollUpDto {
  @UnitCostField({ description: 'Of one piece of the product.' }) unit_cost!: string;
  @MoneyField({ description: "Of the bill's output quantity." }) batch_cost!: string;
  @ListField(() => MissingCostDto, { description: 'Products without a cost: the figures leave them out.' })
  missing!: readonly MissingCostDto[];
}

export class MissingCostDto {
  @UuidField() product_id!: string;
  @StringField({ example: 'EYES' }) sku!: string;
}

export class CostDto {
  @UuidField() bom_id!: string;
  @UuidField() product_id!: string;
  @StringField({ example: 'BEAR-30' }) sku!: string;
  @StringField({ example: 'B' }) revision!: string;
  @DateField() date!: string;
  @UuidField() company_id!: string;
  @StringField({ example: 'IDR' }) currency_code!: string;
  @QuantityField({ example: 12 }) output_quantity!: number;
  @ObjectField(OwnCostDto, { nullable: true, description: 'What the product itself costs now, its bill left aside.' })
  own!: OwnCostDto | null;
  @ObjectField(RollUpDto, { description: 'Components at their own cost, sub-assemblies not opened.' })
  single_level!: RollUpDto;
  @ObjectField(RollUpDto, { description: 'Sub-assemblies at what their components cost, through all levels.' })
  multi_level!: RollUpDto;
  @ListField(CostRowDto) components!: readonly CostRowDto[];
}

export class ComparedBomDto {
  @UuidField() id!: string;
  @UuidField() product_id!: string;
  @StringField({ example: 'BEAR-30' }) sku!: string;
  @StringField({ example: 'A' }) revision!: string;
  @EnumField(BOM_MACHINE.states) state!: string;
  @QuantityField({ example: 12 }) output_quantity!: number;
}

export class FieldChangeDto {
  @StringField({ example: 'scrap_percent' }) field!: string;
  @StringField({ nullable: true, example: '2.5000' }) from!: string | null;
  @StringField({ nullable: true, example: '3.0000' }) to!: string | null;
}

export class LineChangeDto {
  @EnumField(['added', 'removed', 'changed']) change!: string;
  @EnumField(LINE_KINDS) kind!: string;
  @UuidField() component_id!: string;
  @StringField({ example: 'FAB-PLUSH-BR' }) sku!: string;
  @IntegerField({ min: 1, nullable: true, example: 10 }) from_line_no!: number | null;
  @IntegerField({ min: 1, nullable: true, example: 10 }) to_line_no!: number | null;
  @ListField(FieldChangeDto, { description: 'Quantities are for one piece: `quantity_per_piece`.' })
  fields!: readonly FieldChangeDto[];
}

export class ComparisonDto {
  @ObjectField(ComparedBomDto) from!: ComparedBomDto;
  @ObjectField(ComparedBomDto) to!: ComparedBomDto;
  @ListField(FieldChangeDto) header!: readonly FieldChangeDto[];
  @ListField(LineChangeDto) lines!: readonly LineChangeDto[];
}

export class UsageDto {
  @IntegerField({ min: 1, example: 1, description: '1: names the product itself; 2: names something made with it; …' })
  level!: number;
  @UuidField({ description: 'What the line names: the product asked about, or something made with it.' })
  component_id!: string;
  @StringField({ example: 'FAB-PLUSH-BR' }) component_sku!: string;
  @EnumField(['component', 'substitute']) used_as!: string;
  @UuidField() bom_id!: string;
  @UuidField() bom_line_id!: string;
  @IntegerField({ min: 1, example: 10 }) line_no!: number;
  @UuidField({ description: 'What is made.' }) product_id!: string;
  @StringField({ example: 'BEAR-30' }) sku!: string;
  @StringField({ example: 'Teddy bear 30 cm' }) name!: string;
  @StringField({ example: 'B' }) revision!: string;
  @EnumField(BOM_TYPES) type!: string;
  @EnumField(BOM_MACHINE.states) state!: string;
  @QuantityField({ example: 12 }) output_quantity!: number;
  @QuantityField({ example: 4 }) quantity!: number;
  @PercentField() scrap_percent!: string;
  @DateField({ nullable: true }) valid_from!: string | null;
  @DateField({ nullable: true }) valid_to!: string | null;
}

export class WhereUsedDto {
  @UuidField() product_id!: string;
  @StringField({ example: 'FAB-PLUSH-BR' }) sku!: string;
  @ListField(UsageDto, { max: 5000, description: 'The nearest first.' }) uses!: readonly UsageDto[];
  @BooleanField({ example: false, description: 'There are more than `limit`.' }) truncated!: boolean;
}

import {
  CodeField,
  DateField,
  DecimalField,
  EnumField,
  ListField,
  MoneyField,
  PercentField,
  QuantityField,
  StringField,
  UuidField,
} from '../../kernel/http/index.js';
import { SEVERITIES } from '../severities.js';
import { COST_GROUPS, YIELD_GROUPS } from './figures-limits.js';

const ROUNDING = 'Percent with four places, half away from zero.';

class FiguresQuery {
  @DateField({ description: 'First day of decisions, in the time zone of the factory.' }) from!: string;
  @DateField({ description: 'Last day.' }) to!: string;
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @EnumField(['json', 'csv'], { optional: true }) format?: 'json' | 'csv';
}

export class FirstPassYieldQuery extends FiguresQuery {
  @EnumField(YIELD_GROUPS, { default: 'product', description: 'What a row is.' }) group_by!: string;
}
export class DefectParetoQuery extends FiguresQuery {}
export class FailureCostQuery extends FiguresQuery {
  @EnumField(COST_GROUPS, { default: 'reason', description: 'What a row is.' }) group_by!: string;
}

export class FirstPassYieldRowDto {
  @StringField({ nullable: true, example: 'BTN-18-BLK', description: 'SKU, operation or day.' }) key!: string | null;
  @StringField({ nullable: true, example: 'Button 18 mm black' }) name!: string | null;
  @QuantityField({ description: 'Decided inspections; what was inspected again counts once.' }) inspections!: number;
  @QuantityField({ description: 'Pieces inspected.' }) inspected_quantity!: number;
  @QuantityField({ min: 0, description: 'Good when first inspected, concessions left out.' })
  first_pass_quantity!: number;
  @QuantityField({ min: 0 }) rejected_quantity!: number;
  @PercentField({ example: '96.0000', description: ROUNDING }) first_pass_percent!: string;
}

export class FirstPassYieldDto {
  @ListField(FirstPassYieldRowDto, { max: 100_000 }) data!: FirstPassYieldRowDto[];
  @ListField(FirstPassYieldRowDto, { max: 1, description: 'Of all rows together; empty where there are none.' })
  total!: FirstPassYieldRowDto[];
}

export class DefectParetoRowDto {
  @UuidField() reason_id!: string;
  @CodeField({ example: 'CRACKED' }) reason_code!: string;
  @StringField({ example: 'Button is cracked' }) reason_name!: string;
  @EnumField(SEVERITIES) severity!: string;
  @QuantityField() count!: number;
  @PercentField({ example: '60.0000', description: ROUNDING }) share_percent!: string;
  @PercentField({
    example: '60.0000',
    description: 'Of this row and all above it: rounded from the exact share, not a sum of rounded ones.',
  })
  cumulative_percent!: string;
}

export class DefectParetoDto {
  @ListField(DefectParetoRowDto, { max: 100_000, description: 'The most frequent first.' }) data!: DefectParetoRowDto[];
}

export class FailureCostRowDto {
  @StringField({
    nullable: true,
    example: 'CRACKED',
    description: 'Reason, SKU or day; null where no reason was given.',
  })
  key!: string | null;
  @StringField({ nullable: true, example: 'Button is cracked' }) name!: string | null;
  @QuantityField({
    min: 0,
    description: 'Rejected pieces; where only the sample was counted, shared over what it found.',
  })
  quantity!: number;
  @MoneyField({ description: 'Left the books, at what the ledger says.' }) scrapped_value!: string;
  @MoneyField({ description: 'Rejected but not scrapped, at what it was worth in stock then.' }) held_value!: string;
  @DecimalField({ scale: 2, digits: 18, example: '9.60', description: 'Both together.' }) value!: string;
  @PercentField({ example: '100.0000', description: `${ROUNDING} 0 where nothing has value.` }) share_percent!: string;
}

export class FailureCostDto {
  @DecimalField({ scale: 2, digits: 18, example: '9.60' }) scrapped_value!: string;
  @DecimalField({ scale: 2, digits: 18, example: '0.00' }) held_value!: string;
  @DecimalField({ scale: 2, digits: 18, example: '9.60' }) value!: string;
  @ListField(FailureCostRowDto, { max: 100_000, description: 'The dearest first.' }) data!: FailureCostRowDto[];
}

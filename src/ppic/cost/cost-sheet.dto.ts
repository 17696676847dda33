import {
  EnumField,
  IntegerField,
  ListField,
  MoneyField,
  ObjectField,
  QuantityField,
  StringField,
  UnitCostField,
  UuidField,
} from '../../kernel/http/index.js';
import { MANUFACTURING_ORDER } from '../orders/manufacturing-order.machine.js';

export class CostSheetMaterialDto {
  @UuidField() product_id!: string;
  @StringField({ example: 'PLUSH-BR' }) sku!: string;
  @StringField({ example: 'Plush, brown' }) name!: string;
  @QuantityField({ min: 0, example: 2060, description: 'For what the operations are to make.' })
  planned_quantity!: number;
  @QuantityField({ min: 0, example: 2040, description: 'What the processed pieces need by the bill.' })
  standard_quantity!: number;
  @QuantityField({ min: 0, example: 2050, description: 'Taken, less what went back.' }) actual_quantity!: number;
  @MoneyField({ description: 'The planned quantity at the unit cost of the release.' }) planned_value!: string;
  @MoneyField({ description: 'The standard quantity at the same.' }) standard_value!: string;
  @MoneyField({ signed: true, description: 'What the ledger moved.' }) actual_value!: string;
  @MoneyField({ signed: true, description: 'Taken beyond the standard quantity, at the unit cost of the release.' })
  usage_variance!: string;
  @MoneyField({ signed: true, description: 'What the pieces taken cost beyond that unit cost.' })
  price_variance!: string;
}

export class CostSheetOperationDto {
  @UuidField() work_order_id!: string;
  @StringField({ example: 'MO-000123-20' }) number!: string;
  @StringField({ example: 'SEWING' }) name!: string;
  @QuantityField({ example: 1030 }) planned_quantity!: number;
  @QuantityField({ min: 0, example: 1020, description: 'Went through it, whatever became of them.' })
  processed_quantity!: number;
  @QuantityField({ min: 0, example: 1010 }) good_quantity!: number;
  @IntegerField() planned_machine_minutes!: number;
  @IntegerField() planned_labour_minutes!: number;
  @IntegerField({ description: 'What the plan allows for the processed pieces.' }) standard_machine_minutes!: number;
  @IntegerField() standard_labour_minutes!: number;
  @IntegerField() machine_minutes!: number;
  @IntegerField() labour_minutes!: number;
  @MoneyField() planned_cost!: string;
  @MoneyField({ description: 'What the plan allows for the processed pieces; of a supplier, for the good ones.' })
  standard_cost!: string;
  @MoneyField() labour_cost!: string;
  @MoneyField() machine_cost!: string;
  @MoneyField() overhead_cost!: string;
  @MoneyField() subcontract_cost!: string;
  @MoneyField() actual_cost!: string;
  @MoneyField({ signed: true, description: 'Actual less standard: rates are those of the release.' })
  time_variance!: string;
}

export class CostSheetOutputDto {
  @UuidField() product_id!: string;
  @StringField({ example: 'BEAR-30' }) sku!: string;
  @StringField({ example: 'Bear, 30 cm' }) name!: string;
  @EnumField(['main', 'co_product', 'by_product']) kind!: string;
  @QuantityField({ min: 0, example: 1000, description: 'Put into stock, rejected pieces on hold included.' })
  quantity!: number;
  @UnitCostField({ nullable: true }) planned_unit_cost!: string | null;
  @MoneyField({ description: 'The quantity at its planned unit cost.' }) planned_value!: string;
  @MoneyField({ signed: true, description: 'What it was received at.' }) received_value!: string;
}

export class CostVariancesDto {
  @MoneyField({ signed: true }) material_usage!: string;
  @MoneyField({ signed: true }) material_price!: string;
  @MoneyField({ signed: true }) time!: string;
  @MoneyField({
    signed: true,
    description:
      'What the plan allows for all processed pieces, less the planned cost of those that came out: losses, and set-ups over more or fewer pieces.',
  })
  yield!: string;
  @MoneyField({
    signed: true,
    description: 'Actual cost less the planned cost of what came out; the four add up to it.',
  })
  total!: string;
}

export class CostSheetDto {
  @UuidField() order_id!: string;
  @StringField({ example: 'MO-000123' }) number!: string;
  @EnumField(MANUFACTURING_ORDER.states) state!: string;
  @StringField({ example: 'IDR' }) currency_code!: string;
  @QuantityField({ example: 1000 }) planned_quantity!: number;
  @QuantityField({ min: 0, example: 990 }) good_quantity!: number;
  @QuantityField({ min: 0, example: 6 }) rejected_quantity!: number;
  @QuantityField({ min: 0, example: 4 }) lost_quantity!: number;
  @ListField(CostSheetMaterialDto, { max: 10_000 }) material!: CostSheetMaterialDto[];
  @ListField(CostSheetOperationDto) operations!: CostSheetOperationDto[];
  @ListField(CostSheetOutputDto) outputs!: CostSheetOutputDto[];
  @MoneyField({ signed: true }) material_value!: string;
  @MoneyField() labour_cost!: string;
  @MoneyField() machine_cost!: string;
  @MoneyField() overhead_cost!: string;
  @MoneyField() subcontract_cost!: string;
  @MoneyField({
    signed: true,
    description: 'All of it: what went in. Equals output + settled + variance + in progress.',
  })
  total_cost!: string;
  @UnitCostField({ nullable: true, description: 'For a piece that came out, rejected ones on hold included.' })
  cost_per_piece!: string | null;
  @MoneyField({ signed: true }) output_value!: string;
  @MoneyField({ signed: true }) settled_value!: string;
  @MoneyField({ signed: true }) variance_value!: string;
  @MoneyField({ signed: true }) work_in_progress!: string;
  @ObjectField(CostVariancesDto) variances!: CostVariancesDto;
}

import {
  CodeField,
  EnumField,
  IntegerField,
  ListField,
  MoneyField,
  ObjectField,
  QuantityField,
  StringField,
  TimestampField,
  UnitCostField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';

export class EstimateQuery {
  @QuantityField({ example: 1000, description: 'Pieces that the last operation has to deliver.' }) quantity!: number;
  @TimestampField({ optional: true, description: 'As early as possible from here; now, when no `due` is given.' })
  start?: string;
  @TimestampField({
    optional: true,
    example: undefined,
    description: 'As late as possible until here; not with `start`.',
  })
  due?: string;
}

export class OperationCostDto {
  @MoneyField({ example: '36000.00' }) labour_cost!: string;
  @MoneyField({ example: '9000.00' }) machine_cost!: string;
  @MoneyField({ example: '4500.00', description: 'On labour and machine as rounded.' }) overhead_cost!: string;
  @MoneyField({ example: '0.00' }) subcontract_cost!: string;
  @MoneyField({ example: '49500.00' }) total_cost!: string;
}

export class EstimateCostDto extends OperationCostDto {
  @CodeField({ example: 'IDR' }) currency_code!: string;
  @UnitCostField({ example: '49.500000', description: 'Total by the quantity asked for.' }) cost_per_piece!: string;
  @ValuesField('integer', { example: [], description: 'Subcontract operations that have no price: not counted.' })
  without_price!: number[];
}

export class EstimatedOperationDto {
  @UuidField() operation_id!: string;
  @IntegerField({ min: 1, example: 10 }) number!: number;
  @StringField({ example: 'SEWING' }) name!: string;
  @UuidField() work_centre_id!: string;
  @CodeField({ example: 'SEW-1' }) work_centre_code!: string;
  @QuantityField({ example: 1030, description: 'What it has to make, buffers of all that follows included.' })
  quantity!: number;
  @QuantityField({ min: 0, example: 10, description: 'Of these, scrap that is allowed.' }) scrap_allowed!: number;
  @IntegerField({ min: 1, example: 12, description: 'Places that work side by side.' }) places!: number;
  @IntegerField({ max: Number.MAX_SAFE_INTEGER, example: 340, description: 'Working minutes on the clock.' })
  duration_minutes!: number;
  @IntegerField({ max: Number.MAX_SAFE_INTEGER, example: 4000, description: 'Of all places together.' })
  machine_minutes!: number;
  @IntegerField({ max: Number.MAX_SAFE_INTEGER, example: 4000, description: 'Of all people together.' })
  labour_minutes!: number;
  @TimestampField() earliest_start!: string;
  @TimestampField() earliest_finish!: string;
  @TimestampField() latest_start!: string;
  @TimestampField() latest_finish!: string;
  @IntegerField({ example: 0, description: 'Working minutes by which it may start later.' }) slack_minutes!: number;
  @ObjectField(OperationCostDto, { nullable: true, description: 'Null without the permission to see costs.' })
  cost!: OperationCostDto | null;
}

export class EstimateDto {
  @UuidField() routing_id!: string;
  @QuantityField({ example: 1000 }) quantity!: number;
  @TimestampField({ description: 'When the first operation begins, or would queue.' }) start!: string;
  @TimestampField({ description: 'When the last operation is done.' }) finish!: string;
  @ValuesField('integer', { example: [10, 20, 30], description: 'The chain that decides when all is done.' })
  critical_path!: number[];
  @ListField(EstimatedOperationDto) operations!: EstimatedOperationDto[];
  @ObjectField(EstimateCostDto, { nullable: true, description: 'Null without the permission to see costs.' })
  cost!: EstimateCostDto | null;
}

export class RoutingChangeDto {
  @StringField({ example: 'setup_minutes' }) field!: string;
  @StringField({ nullable: true, max: 4000, example: '15' }) from!: string | null;
  @StringField({ nullable: true, max: 4000, example: '20' }) to!: string | null;
}

export class OperationChangeDto {
  @EnumField(['added', 'removed', 'changed']) change!: string;
  @StringField({ example: 'SEWING' }) name!: string;
  @IntegerField({ nullable: true, example: 20 }) from_number!: number | null;
  @IntegerField({ nullable: true, example: 20 }) to_number!: number | null;
  @ListField(RoutingChangeDto) fields!: RoutingChangeDto[];
}

export class RoutingComparisonDto {
  @UuidField() from_id!: string;
  @UuidField() to_id!: string;
  @ListField(RoutingChangeDto) header!: RoutingChangeDto[];
  @ListField(OperationChangeDto) operations!: OperationChangeDto[];
}

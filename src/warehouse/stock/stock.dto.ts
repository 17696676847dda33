import {
  BooleanField,
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
import { LOCATION_TYPES } from '../locations/index.js';
import { MOVEMENT_TYPES } from './movement-draft.js';

const quantity = (description: string): PropertyDecorator =>
  QuantityField({ min: 0, example: 120, description: `${description}, stock units.` });

export class StockPlaceDto {
  @UuidField() location_id!: string;
  @CodeField({ example: 'Z1-A-3-F-Left' }) location_code!: string;
  @EnumField(LOCATION_TYPES, { example: 'bin' }) location_type!: string;
  @UuidField({ nullable: true }) warehouse_id!: string | null;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @BooleanField({ description: 'Whether stock here can be promised: not in quarantine, scrap and transit.' })
  is_available!: boolean;
  @quantity('On hand') on_hand!: number;
  @quantity('Reserved') reserved!: number;
}

export class ProductStockDto {
  @UuidField() product_id!: string;
  @CodeField({ example: 'TEDDY-30' }) sku!: string;
  @StringField({ example: 'Teddy bear 30 cm, brown' }) name!: string;
  @CodeField({ example: 'EA' }) unit_code!: string;
  @quantity('On hand in all places that the caller may see') on_hand!: number;
  @QuantityField({ min: 0, example: 120, deprecated: true, description: 'Older name of `on_hand`.' })
  qty_on_hand!: number;
  @quantity('Reserved') reserved!: number;
  @quantity('Free to be promised: on hand less reserved, without quarantine, scrap and transit') available!: number;
  @ListField(StockPlaceDto, { max: 100_000, description: 'Every place with stock, by code.' })
  locations!: StockPlaceDto[];
  @TimestampField({ nullable: true, description: 'When a balance last changed; null when there never was stock.' })
  updated_at!: string | null;
}

export class StockRowDto extends StockPlaceDto {
  @UuidField() id!: string;
  @UuidField() product_id!: string;
  @CodeField({ example: 'TEDDY-30' }) sku!: string;
  @StringField({ example: 'Teddy bear 30 cm, brown' }) product_name!: string;
  @CodeField({ example: 'EA' }) unit_code!: string;
  @UuidField() company_id!: string;
  @quantity('On hand less reserved') free!: number;
  @TimestampField() updated_at!: string;
}

export class StockListQuery extends ListQuery {
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) location_id?: string;
  @UuidField({ optional: true, description: 'In this location and everything below it.' }) below?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) category_id?: string;
}

export class LedgerRowDto {
  @UuidField() id!: string;
  @UuidField() movement_id!: string;
  @StringField({ example: 'SM-000000123' }) movement_number!: string;
  @EnumField(MOVEMENT_TYPES) movement_type!: string;
  @IntegerField({ min: 1, example: 1 }) line_no!: number;
  @UuidField() product_id!: string;
  @CodeField({ example: 'TEDDY-30' }) sku!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @QuantityField({ example: 12, description: 'Always above zero; the direction is from one location to the other.' })
  quantity!: number;
  @UuidField() from_location_id!: string;
  @CodeField({ example: 'SUPPLIER' }) from_location_code!: string;
  @UuidField() to_location_id!: string;
  @CodeField({ example: 'STOCK' }) to_location_code!: string;
  @MoneyField({ nullable: true, description: 'Value that moved along; null for those who may not see it.' }) value!:
    string | null;
  @StringField({ example: 'manufacturing_order', description: 'Kind of document that caused it.' })
  source_type!: string;
  @UuidField() source_id!: string;
  @TimestampField({ description: 'When it happened.' }) effective_at!: string;
  @TimestampField({ description: 'When it was recorded.' }) recorded_at!: string;
}

export class LedgerListQuery extends ListQuery {
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true, description: 'That left or entered this location.' }) location_id?: string;
  @UuidField({ optional: true }) movement_id?: string;
  @EnumField(MOVEMENT_TYPES, { optional: true }) movement_type?: string;
  @UuidField({ optional: true, description: 'Caused by this document.' }) source_id?: string;
  @TimestampField({ optional: true, description: 'Recorded at or after.' }) recorded_from?: string;
  @TimestampField({ optional: true, description: 'Recorded before.' }) recorded_to?: string;
  @TimestampField({ optional: true, description: 'Happened at or after.' }) effective_from?: string;
  @TimestampField({ optional: true, description: 'Happened before.' }) effective_to?: string;
}

export class ValuationDto {
  @UuidField() id!: string;
  @UuidField() product_id!: string;
  @CodeField({ example: 'TEDDY-30' }) sku!: string;
  @UuidField({ description: 'The company, or the warehouse where the company values by warehouse.' }) area_id!: string;
  @UuidField() company_id!: string;
  @QuantityField({ min: 0, example: 120 }) quantity!: number;
  @MoneyField() value!: string;
  @UnitCostField({ nullable: true, description: 'Value divided by quantity, to six places; null when there is none.' })
  unit_cost!: string | null;
  @TimestampField() updated_at!: string;
}

export class ValuationListQuery extends ListQuery {
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) area_id?: string;
}

export class ReservationLineInput {
  @UuidField() product_id!: string;
  @QuantityField({ description: 'Stock units.' }) quantity!: number;
  @UuidField({ description: 'Taken in this location or anywhere below it, place by place in the order of the codes.' })
  within_location_id!: string;
}

export class ReservationInput {
  @ListField(ReservationLineInput, { min: 1, max: 500 }) lines!: ReservationLineInput[];
  @UuidField({ optional: true, description: 'The document that it is for; a new id when not given.' })
  source_id?: string;
  @BooleanField({
    default: false,
    example: false,
    description: 'Reserve what there is and answer the shortages, instead of all or nothing.',
  })
  partial!: boolean;
}

export class ReservedDto {
  @UuidField() id!: string;
  @UuidField() product_id!: string;
  @UuidField() location_id!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @QuantityField() quantity!: number;
  @StringField({ example: 'manual' }) source_type!: string;
  @UuidField() source_id!: string;
  @UuidField({ nullable: true }) source_line_id!: string | null;
}

export class ShortageDto {
  @UuidField() product_id!: string;
  @CodeField({ example: 'TEDDY-30' }) sku!: string;
  @UuidField() location_id!: string;
  @CodeField({ example: 'STOCK' }) location_code!: string;
  @QuantityField({ example: 100 }) requested!: number;
  @QuantityField({ min: 0, example: 40 }) available!: number;
}

export class ReservationsMadeDto {
  @UuidField() source_id!: string;
  @ListField(ReservedDto) reserved!: ReservedDto[];
  @ListField(ShortageDto) shortages!: ShortageDto[];
}

export class ReservationDto {
  @UuidField() id!: string;
  @UuidField() company_id!: string;
  @UuidField() product_id!: string;
  @CodeField({ example: 'TEDDY-30' }) sku!: string;
  @UuidField() location_id!: string;
  @CodeField({ example: 'STOCK' }) location_code!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @QuantityField() quantity!: number;
  @QuantityField({ min: 0, example: 0 }) consumed_quantity!: number;
  @QuantityField({ min: 0, example: 0 }) released_quantity!: number;
  @QuantityField({ min: 0 }) open_quantity!: number;
  @TextField({ example: 'manual' }) source_type!: string;
  @UuidField() source_id!: string;
  @TimestampField() created_at!: string;
  @TimestampField() updated_at!: string;
}

export class ReservationListQuery extends ListQuery {
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) location_id?: string;
  @UuidField({ optional: true }) source_id?: string;
  @BooleanField({ optional: true, description: 'Only those with pieces still held (true), or without (false).' })
  is_open?: boolean;
}

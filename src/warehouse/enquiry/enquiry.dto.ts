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
  TimestampField,
  UnitCostField,
  UuidField,
} from '../../kernel/http/index.js';
import { MOVEMENT_TYPES } from '../stock/movement-draft.js';

export class StockPlaceDto {
  @UuidField() location_id!: string;
  @CodeField({ example: 'Z1-A-3' }) location_code!: string;
  @StringField({ example: 'Zone 1, shelf A, level 3' }) location_name!: string;
  @UuidField({ nullable: true }) warehouse_id!: string | null;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @DateField({ nullable: true, description: 'Last day of the lot.' }) expires_on!: string | null;
  @QuantityField({ min: 0 }) on_hand!: number;
  @QuantityField({ min: 0 }) reserved!: number;
  @QuantityField({ min: 0, description: 'Free to be promised: nothing in quarantine, scrap or transit, or of others.' })
  available!: number;
  @UuidField({ nullable: true, description: 'The supplier whose stock it is until it is taken over.' })
  owner_supplier_id!: string | null;
  @UuidField({ nullable: true, description: 'The customer whose material it is.' }) owner_customer_id!: string | null;
}

export class ProductStockDto {
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @StringField({ example: 'Plush fabric, brown' }) name!: string;
  @CodeField({ example: 'EA' }) unit_code!: string;
  @QuantityField({ min: 0, description: 'Pieces in all real locations, held ones included.' }) on_hand!: number;
  @QuantityField({ min: 0, deprecated: true, description: 'Older name of `on_hand`.' }) qty_on_hand!: number;
  @QuantityField({ min: 0 }) reserved!: number;
  @QuantityField({ min: 0, description: 'Free to be promised: on hand, neither reserved nor held.' })
  available!: number;
  @QuantityField({ min: 0, description: 'In quarantine, scrap or transit, or of others.' }) held!: number;
  @QuantityField({ min: 0, description: 'What of it belongs to suppliers and customers.' }) of_others!: number;
  @ListField(StockPlaceDto, { max: 100_000, description: 'Where it lies, by location code.' })
  locations!: StockPlaceDto[];
  @TimestampField({ description: 'When the stock of the product last changed.' }) updated_at!: string;
}

export class ProductStockQuery {
  @UuidField({ optional: true, description: 'Only this company; all of the caller when not given.' })
  company_id?: string;
  @UuidField({ optional: true, description: 'Only this warehouse.' }) warehouse_id?: string;
  @UuidField({ optional: true, description: 'Only this lot.' }) lot_id?: string;
}

export class StockRowDto extends StockPlaceDto {
  @UuidField() id!: string;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @StringField({ example: 'Plush fabric, brown' }) product_name!: string;
  @UuidField() company_id!: string;
  @TimestampField() updated_at!: string;
}

export class StockListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) location_id?: string;
  @UuidField({ optional: true }) lot_id?: string;
  @UuidField({ optional: true, description: 'In this location or anywhere below it.' }) below?: string;
  @BooleanField({ optional: true, description: 'Only rows with (true) or without (false) stock on hand.' })
  in_stock?: boolean;
  @BooleanField({ optional: true, description: 'Only stock of others (true) or our own (false).' }) is_owned?: boolean;
  @UuidField({ optional: true, description: "Only this supplier's stock." }) owner_supplier_id?: string;
  @UuidField({ optional: true, description: "Only this customer's material." }) owner_customer_id?: string;
}

export class LedgerRowDto {
  @UuidField() id!: string;
  @TimestampField({ description: 'When it was posted.' }) recorded_at!: string;
  @TimestampField({ description: 'When it happened.' }) effective_at!: string;
  @UuidField() movement_id!: string;
  @CodeField({ example: 'SM-000000142' }) movement_number!: string;
  @EnumField(MOVEMENT_TYPES) movement_type!: string;
  @StringField({ nullable: true, example: 'DN-2026-0142' }) reference!: string | null;
  @StringField({ example: 'manual' }) source_type!: string;
  @UuidField() source_id!: string;
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @UuidField({ nullable: true, description: 'The line that this one returns or takes back.' }) returns_line_id!:
    string | null;
  @QuantityField() quantity!: number;
  @UuidField() from_location_id!: string;
  @CodeField({ example: 'SUPPLIER' }) from_location_code!: string;
  @UuidField() to_location_id!: string;
  @CodeField({ example: 'Z1-A-3' }) to_location_code!: string;
  @MoneyField() value!: string;
}

export class LedgerListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true, description: 'Lines out of or into this location.' }) location_id?: string;
  @UuidField({ optional: true }) lot_id?: string;
  @UuidField({ optional: true }) movement_id?: string;
  @EnumField(MOVEMENT_TYPES, { optional: true }) type?: string;
  @DateField({ optional: true, description: 'Posted on this day or later.' }) recorded_from?: string;
  @DateField({ optional: true, description: 'Posted on this day or earlier.' }) recorded_to?: string;
  @DateField({ optional: true, description: 'Effective on this day or later.' }) effective_from?: string;
  @DateField({ optional: true, description: 'Effective on this day or earlier.' }) effective_to?: string;
}

export class ValuationDto {
  @UuidField() id!: string;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @StringField({ example: 'Plush fabric, brown' }) product_name!: string;
  @UuidField() company_id!: string;
  @UuidField({ description: 'Whose average it is: the company, or the warehouse where stock is valued by warehouse.' })
  area_id!: string;
  @CodeField({ example: 'MAIN' }) area_code!: string;
  @QuantityField({ min: 0 }) quantity!: number;
  @MoneyField() value!: string;
  @UnitCostField({ nullable: true, description: 'value / quantity, half up; null without stock.' }) unit_cost!:
    string | null;
  @TimestampField() updated_at!: string;
}

export class ValuationListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) area_id?: string;
  @BooleanField({ optional: true, description: 'Only rows with (true) or without (false) stock.' }) in_stock?: boolean;
}

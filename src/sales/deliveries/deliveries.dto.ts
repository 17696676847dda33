import {
  CodeField,
  DateField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UnitQuantityField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { QuantityInput } from '../../warehouse/index.js';
import { MAX_DELIVERED_ORDERS, MAX_DELIVERY_LINES, MAX_PACKAGES, MAX_PICKS } from './deliveries-limits.js';
import { SALES_DELIVERY } from './delivery.machine.js';

export class DeliveryLineInput extends QuantityInput {
  @UuidField({ description: 'A line of a confirmed order; without a quantity, all of it that is left.' })
  order_line_id!: string;
}

class DeliveryWords {
  @StringField({ optional: true, nullable: true, max: 200, example: 'DHL' }) carrier?: string | null;
  @StringField({ optional: true, nullable: true, max: 200, example: 'JD0146000037' }) tracking_number?: string | null;
  @DateField({ optional: true, nullable: true, description: 'When it is to leave.' }) planned_on?: string | null;
  @TextField({ optional: true, nullable: true, max: 2000 }) notes?: string | null;
}

export class DeliveryInput extends DeliveryWords {
  @ValuesField('uuid', {
    optional: true,
    min: 1,
    max: MAX_DELIVERED_ORDERS,
    description: 'All that is left of these orders; or `lines`.',
  })
  order_ids?: string[];
  @ListField(DeliveryLineInput, {
    optional: true,
    min: 1,
    max: MAX_DELIVERY_LINES,
    description: 'Of one customer, place, company and warehouse.',
  })
  lines?: DeliveryLineInput[];
}

export class DeliveryPatch extends DeliveryWords {
  @StringField({ optional: true, nullable: true, max: 200, example: 'Toko Boneka' }) ship_to_name?: string | null;
  @TextField({ optional: true, nullable: true, max: 2000 }) ship_to_address?: string | null;
}

export class DeliveryPickInput {
  @IntegerField({ min: 1, description: 'Line of the delivery.' }) line_no!: number;
  @UuidField({ description: 'The bin it is taken from.' }) location_id!: string;
  @UuidField({ optional: true, nullable: true, description: 'For tracked products: the lot.' }) lot_id?: string | null;
  @QuantityField({ description: 'Pieces.' }) quantity!: number;
}

export class PickInput {
  @ListField(DeliveryPickInput, {
    optional: true,
    min: 1,
    max: MAX_PICKS,
    description:
      'Where named lines are taken from, each as a whole. The others take what is held for their order first, then free stock: by lots as the product or warehouse says (FEFO by default), else bin by bin.',
  })
  picks?: DeliveryPickInput[];
}

export class PackageInput {
  @StringField({ optional: true, nullable: true, max: 64, example: 'Carton 60x40' }) kind?: string | null;
  @UnitQuantityField({ optional: true, nullable: true, description: 'In kilograms.' }) weight?: string | null;
  @StringField({ optional: true, nullable: true, max: 200, example: 'JD0146000037' }) tracking_number?: string | null;
}

export class PackInput {
  @ListField(PackageInput, { optional: true, min: 1, max: MAX_PACKAGES }) packages?: PackageInput[];
}

export class ShipInput {
  @StringField({ optional: true, nullable: true, max: 200, example: 'DHL' }) carrier?: string | null;
  @StringField({ optional: true, nullable: true, max: 200, example: 'JD0146000037' }) tracking_number?: string | null;
  @TimestampField({ optional: true, nullable: true, description: 'When it left, if that was earlier.' }) shipped_at?:
    string | null;
}

export class CancelDeliveryInput {
  @StringField({ min: 1, max: 2000, example: 'The customer fetches it himself' }) reason!: string;
}

export class DeliveryPickDto {
  @UuidField() id!: string;
  @UuidField() location_id!: string;
  @CodeField({ example: 'Z1-A-3' }) location_code!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @DateField({ nullable: true }) expires_on!: string | null;
  @QuantityField() quantity!: number;
  @QuantityField({ min: 0, example: 0 }) returned_quantity!: number;
  @UuidField({ nullable: true, description: 'The line of the ledger, once it was shipped.' }) ledger_line_id!:
    string | null;
}

export class DeliveryLineDto {
  @UuidField() id!: string;
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() order_id!: string;
  @CodeField({ example: 'SO-000042' }) order_number!: string;
  @UuidField() order_line_id!: string;
  @IntegerField({ min: 1 }) order_line_no!: number;
  @UuidField() product_id!: string;
  @CodeField({ example: 'BEAR-30' }) sku!: string;
  @StringField({ example: 'Teddy bear 30 cm' }) product_name!: string;
  @QuantityField({ description: 'Pieces of the stock unit.' }) quantity!: number;
  @UnitQuantityField({ description: 'The same in the unit of the order.' }) unit_quantity!: string;
  @CodeField({ example: 'BOX' }) unit_code!: string;
  @QuantityField({ min: 0, example: 0 }) returned_quantity!: number;
  @QuantityField({ min: 0, example: 0, description: 'On invoices that are not cancelled.' }) invoiced_quantity!: number;
  @ListField(DeliveryPickDto, { max: 10_000 }) picks!: DeliveryPickDto[];
}

export class DeliveryPackageDto {
  @IntegerField({ min: 1 }) package_no!: number;
  @StringField({ nullable: true, example: 'Carton 60x40' }) kind!: string | null;
  @UnitQuantityField({ nullable: true }) weight!: string | null;
  @StringField({ nullable: true, example: 'JD0146000037' }) tracking_number!: string | null;
}

class DeliveryColumns {
  @CodeField({ example: 'DN-000042' }) number!: string;
  @UuidField() company_id!: string;
  @UuidField() customer_id!: string;
  @CodeField({ example: 'TOKO' }) customer_code!: string;
  @UuidField() warehouse_id!: string;
  @CodeField({ example: 'WH' }) warehouse_code!: string;
  @EnumField(SALES_DELIVERY.states) state!: string;
  @StringField({ nullable: true, example: 'Toko Boneka' }) ship_to_name!: string | null;
  @TextField({ nullable: true }) ship_to_address!: string | null;
  @DateField({ nullable: true }) planned_on!: string | null;
  @StringField({ nullable: true, example: 'DHL' }) carrier!: string | null;
  @StringField({ nullable: true, example: 'JD0146000037' }) tracking_number!: string | null;
  @TextField({ nullable: true }) notes!: string | null;
  @UuidField({ nullable: true, description: 'The movement by which the goods left.' }) movement_id!: string | null;
  @TimestampField({ nullable: true }) shipped_at!: string | null;
  @IntegerField({ min: 0, example: 1 }) line_count!: number;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class DeliveryHeadDto extends versioned(DeliveryColumns) {}

export class DeliveryDto extends DeliveryHeadDto {
  @ListField(DeliveryLineDto, { max: MAX_DELIVERY_LINES }) lines!: DeliveryLineDto[];
  @ListField(DeliveryPackageDto, { max: MAX_PACKAGES }) packages!: DeliveryPackageDto[];
}

export class DeliveryListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) customer_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true }) order_id?: string;
  @ValuesField('string', { optional: true, max: 5, example: ['draft'] }) state?: string[];
}

export class BackOrderDto {
  @UuidField() order_line_id!: string;
  @UuidField() order_id!: string;
  @CodeField({ example: 'SO-000042' }) order_number!: string;
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() customer_id!: string;
  @CodeField({ example: 'TOKO' }) customer_code!: string;
  @UuidField() warehouse_id!: string;
  @UuidField() product_id!: string;
  @CodeField({ example: 'BEAR-30' }) sku!: string;
  @QuantityField({ description: 'Ordered and not shipped.' }) open_quantity!: number;
  @QuantityField({ min: 0, example: 0, description: 'Of these on deliveries that have not left.' })
  planned_quantity!: number;
  @QuantityField({ min: 0, example: 0, description: 'What has left already.' }) shipped_quantity!: number;
  @DateField({ nullable: true }) due_on!: string | null;
}

export class BackOrderQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) customer_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @DateField({ optional: true, description: 'Due on this day or earlier.' }) due_to?: string;
}

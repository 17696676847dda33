import {
  BooleanField,
  CodeField,
  IntegerField,
  ListField,
  ListQuery,
  MoneyField,
  QuantityField,
  StringField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';

export const MAX_RETURN_LINES = 500;

export class SupplierReturnLineInput {
  @UuidField({ description: 'A line of a receipt.' }) receipt_line_id!: string;
  @QuantityField({ optional: true, description: 'Pieces; all that has not gone back yet when not given.' })
  quantity?: number;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'Where the pieces are taken from; where they were put when they came, when not given.',
  })
  from_location_id?: string | null;
  @BooleanField({
    optional: true,
    example: true,
    description: 'The supplier owes them again: the order line is open for them. False when not given.',
  })
  reopen?: boolean;
}

export class SupplierReturnInput {
  @StringField({ min: 1, max: 2000, example: 'Wrong colour' }) reason!: string;
  @StringField({ optional: true, nullable: true, max: 200, example: 'RMA-5521' }) reference?: string | null;
  @TimestampField({ optional: true, nullable: true, description: 'When it left, if that was earlier.' }) returned_at?:
    string | null;
  @ListField(SupplierReturnLineInput, {
    min: 1,
    max: MAX_RETURN_LINES,
    description: 'Of one supplier, company and warehouse.',
  })
  lines!: SupplierReturnLineInput[];
}

export class SupplierReturnLineDto {
  @IntegerField({ min: 1 }) line_no!: number;
  @UuidField() receipt_line_id!: string;
  @UuidField() receipt_id!: string;
  @CodeField({ example: 'GR-000042' }) receipt_number!: string;
  @UuidField() order_id!: string;
  @CodeField({ example: 'PO-000042' }) order_number!: string;
  @IntegerField({ min: 1 }) order_line_no!: number;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @UuidField({ nullable: true, description: 'The line of the ledger.' }) ledger_line_id!: string | null;
  @QuantityField() quantity!: number;
  @BooleanField({ example: true }) is_reopened!: boolean;
  @MoneyField({ description: 'In the currency of the order.' }) amount!: string;
  @CodeField({ max: 3, example: 'IDR' }) currency_code!: string;
  @MoneyField({ description: 'What they came in at, in the currency of the company.' }) value!: string;
}

export class SupplierReturnHeadDto {
  @UuidField() id!: string;
  @CodeField({ example: 'RS-000042' }) number!: string;
  @UuidField() company_id!: string;
  @UuidField() supplier_id!: string;
  @CodeField({ example: 'KAIN-JAYA' }) supplier_code!: string;
  @UuidField() warehouse_id!: string;
  @UuidField({ nullable: true }) movement_id!: string | null;
  @StringField({ max: 2000, example: 'Wrong colour' }) reason!: string;
  @StringField({ nullable: true, example: 'RMA-5521' }) reference!: string | null;
  @TimestampField() returned_at!: string;
  @IntegerField({ min: 1, example: 1 }) line_count!: number;
  @UuidField() created_by!: string;
  @TimestampField() created_at!: string;
}

export class SupplierReturnDto extends SupplierReturnHeadDto {
  @ListField(SupplierReturnLineDto, { max: MAX_RETURN_LINES }) lines!: SupplierReturnLineDto[];
}

export class SupplierReturnListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) supplier_id?: string;
  @UuidField({ optional: true }) order_id?: string;
  @UuidField({ optional: true }) receipt_id?: string;
}

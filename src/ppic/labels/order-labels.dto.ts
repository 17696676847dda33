import {
  CodeField,
  DateField,
  IntegerField,
  ListField,
  QuantityField,
  ScanField,
  StringField,
  UuidField,
} from '../../kernel/http/index.js';
import { LabelDto } from '../../warehouse/index.js';
import { MAX_LABEL_ENTRIES } from './labels-limits.js';

export class OrderLabelsQuery {
  @QuantityField({
    optional: true,
    example: 12,
    description:
      'Pieces in a pack, the last one with the rest; all pieces of a lot and report together when not given.',
  })
  pack_quantity?: number;
  @UuidField({ optional: true, description: 'Only what this report, or the completion, put into stock.' })
  report_id?: string;
}

export class OrderLabelDto extends LabelDto {
  @CodeField({ example: 'MO-000042' }) order_number!: string;
  @UuidField({ nullable: true, description: 'The report that made it.' }) report_id!: string | null;
  @UuidField() product_id!: string;
  @CodeField({ example: 'BEAR-30' }) sku!: string;
  @StringField({ nullable: true, example: '4006381333931', description: 'Barcode of the product.' }) barcode!:
    string | null;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'B-2026-014', description: 'Lot or serial number.' }) lot_code!: string | null;
  @QuantityField({ example: 12, description: 'Pieces that the label stands for.' }) quantity!: number;
  @IntegerField({ min: 1, description: 'How many packs have this label.' }) copies!: number;
  @DateField() manufactured_on!: string;
  @DateField({ nullable: true }) expires_on!: string | null;
  @ScanField({
    example: 'PBK1:FG:SM-000000042:1*9F3C',
    description: 'Resolved by `/warehouse/scans/resolve` to what was made, its order, lot and genealogy.',
  })
  traceability_code!: string;
}

export class OrderLabelsDto {
  @UuidField() manufacturing_order_id!: string;
  @ListField(OrderLabelDto, {
    max: MAX_LABEL_ENTRIES,
    description: 'With `kind`, `id`, `quantity` and `copies` as `/warehouse/labels/sheets` prints them.',
  })
  labels!: OrderLabelDto[];
}

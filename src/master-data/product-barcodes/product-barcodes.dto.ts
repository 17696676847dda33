import {
  BooleanField,
  CodeField,
  ListQuery,
  QuantityField,
  StringField,
  UuidField,
  patchOf,
} from '../../kernel/http/index.js';
import { versioned } from '../records/record.dto.js';

class PackFields {
  @UuidField({ optional: true, nullable: true, description: 'The unit of the pack; the stock unit when null.' })
  unit_id?: string | null;
  @QuantityField({ optional: true, example: 1, description: 'How many of the unit the pack holds; 1 when not given.' })
  quantity?: number;
}

export class ProductBarcodeInput extends PackFields {
  @UuidField() product_id!: string;
  @CodeField({
    example: '18991234567897',
    description:
      'Unique among all products and packs. A number of 8, 12, 13 or 14 digits is a GTIN and needs its check digit.',
  })
  barcode!: string;
}

export class ProductBarcodePatch extends patchOf(PackFields) {}

export class ProductBarcodeDto extends versioned(ProductBarcodeInput) {
  @CodeField({ example: 'TEDDY-30' }) sku!: string;
  @CodeField({ example: 'BOX' }) unit_code!: string;
  @StringField({
    example: '18991234567897',
    description: 'The GTIN filled up to 14 digits; any other barcode as it is.',
  })
  gtin14!: string;
  @BooleanField({ description: 'The barcode of the product itself, which is changed there.' }) is_own!: boolean;
}

export class ProductBarcodeListQuery extends ListQuery {
  @UuidField({ optional: true }) product_id?: string;
  @StringField({ optional: true, min: 1, max: 64, description: 'Exactly this barcode, a GTIN in any of its lengths.' })
  barcode?: string;
  @BooleanField({ optional: true }) is_own?: boolean;
}

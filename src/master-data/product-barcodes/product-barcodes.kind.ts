import { defineList } from '../../kernel/database/index.js';
import type { RecordKind } from '../records/master-records.service.js';
import { ProductBarcode } from './product-barcode.entity.js';
import { ProductBarcodeDto } from './product-barcodes.dto.js';

export const PRODUCT_BARCODE: RecordKind<ProductBarcode, ProductBarcodeDto> = {
  entity: ProductBarcode,
  answer: ProductBarcodeDto,
  label: 'Barcode',
  table: 'erp.product_barcodes',
  fixed: ['product_id', 'barcode'],
  list: defineList({
    select: `b.id, b.product_id, p.sku, b.barcode, b.gtin14, coalesce(b.unit_id, p.unit_id) as unit_id, u.code as unit_code, b.quantity, b.is_own, b.version,
      b.created_at, b.updated_at`,
    from: `erp.product_barcodes b join erp.products p on p.id = b.product_id join erp.units u on u.id = coalesce(b.unit_id, p.unit_id)`,
    id: 'b.id',
    sorts: { barcode: 'b.barcode' },
    default_sort: 'barcode',
    search: ['b.barcode', 'p.sku'],
    filters: {
      product_id: 'b.product_id = ?',
      barcode: `b.gtin14 = case when ? ~ '^([0-9]{8}|[0-9]{12,14})$' then lpad(?, 14, '0') else ? end`,
      is_own: 'b.is_own = ?',
    },
  }),
};

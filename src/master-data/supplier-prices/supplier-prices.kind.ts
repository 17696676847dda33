import { defineList } from '../../kernel/database/index.js';
import type { RecordKind } from '../records/master-records.service.js';
import { SupplierPrice } from './supplier-price.entity.js';
import { SupplierPriceDto } from './supplier-prices.dto.js';

export const SUPPLIER_PRICE: RecordKind<SupplierPrice, SupplierPriceDto> = {
  entity: SupplierPrice,
  answer: SupplierPriceDto,
  label: 'Supplier price',
  table: 'erp.supplier_prices',
  list: defineList({
    select: 'sp.*, s.code as supplier_code, p.sku, u.code as unit_code',
    from: `erp.supplier_prices sp
      join erp.suppliers s on s.id = sp.supplier_id
      join erp.products p on p.id = sp.product_id
      join erp.units u on u.id = sp.unit_id`,
    id: 'sp.id',
    sorts: { created_at: 'sp.created_at', valid_from: 'sp.valid_from' },
    default_sort: '-created_at',
    search: ['s.code', 's.name', 'p.sku', 'p.name', 'sp.supplier_sku'],
    filters: {
      supplier_id: 'sp.supplier_id = ?',
      product_id: 'sp.product_id = ?',
      unit_id: 'sp.unit_id = ?',
      valid_on: 'sp.valid_from <= ?::date and (sp.valid_to is null or sp.valid_to >= ?::date)',
    },
  }),
};

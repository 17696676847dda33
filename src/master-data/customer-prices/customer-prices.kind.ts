import { defineList } from '../../kernel/database/index.js';
import type { RecordKind } from '../records/master-records.service.js';
import { CustomerPrice } from './customer-price.entity.js';
import { CustomerPriceDto } from './customer-prices.dto.js';

export const CUSTOMER_PRICE: RecordKind<CustomerPrice, CustomerPriceDto> = {
  entity: CustomerPrice,
  answer: CustomerPriceDto,
  label: 'Customer price',
  table: 'erp.customer_prices',
  list: defineList({
    select: 'cp.*, c.code as customer_code, p.sku, u.code as unit_code',
    from: `erp.customer_prices cp
      left join erp.customers c on c.id = cp.customer_id
      join erp.products p on p.id = cp.product_id
      join erp.units u on u.id = cp.unit_id`,
    id: 'cp.id',
    sorts: { created_at: 'cp.created_at', valid_from: 'cp.valid_from' },
    default_sort: '-created_at',
    search: ['c.code', 'c.name', 'p.sku', 'p.name'],
    filters: {
      customer_id: 'cp.customer_id = ?',
      product_id: 'cp.product_id = ?',
      unit_id: 'cp.unit_id = ?',
      valid_on: 'cp.valid_from <= ?::date and (cp.valid_to is null or cp.valid_to >= ?::date)',
    },
  }),
};

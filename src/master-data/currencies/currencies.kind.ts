import { defineList } from '../../kernel/database/index.js';
import type { RecordKind } from '../records/master-records.service.js';
import { CurrencyDto } from './currencies.dto.js';
import { Currency } from './currency.entity.js';

export const CURRENCY: RecordKind<Currency, CurrencyDto> = {
  entity: Currency,
  answer: CurrencyDto,
  label: 'Currency',
  cached: true,
  table: 'erp.currencies',
  fixed: ['code'],
  list: defineList({
    select: 'c.*',
    from: 'erp.currencies c',
    id: 'c.id',
    sorts: { code: 'c.code' },
    default_sort: 'code',
    search: ['c.code', 'c.name'],
    filters: { code: 'c.code = upper(?)', is_active: 'c.is_active = ?' },
  }),
};

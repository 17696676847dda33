import { defineList } from '../../kernel/database/index.js';
import type { RecordKind } from '../records/master-records.service.js';
import { ExchangeRate } from './exchange-rate.entity.js';
import { ExchangeRateDto } from './exchange-rates.dto.js';

export const EXCHANGE_RATE: RecordKind<ExchangeRate, ExchangeRateDto> = {
  entity: ExchangeRate,
  answer: ExchangeRateDto,
  label: 'Exchange rate',
  table: 'erp.exchange_rates',
  fixed: ['from_currency', 'to_currency', 'valid_from'],
  list: defineList({
    select: 'r.*',
    from: 'erp.exchange_rates r',
    id: 'r.id',
    sorts: { valid_from: 'r.valid_from' },
    default_sort: '-valid_from',
    search: ['r.from_currency', 'r.to_currency'],
    filters: {
      from_currency: 'r.from_currency = upper(?)',
      to_currency: 'r.to_currency = upper(?)',
      from: 'r.valid_from >= ?',
      to: 'r.valid_from <= ?',
    },
  }),
};

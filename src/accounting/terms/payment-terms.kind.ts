import { defineList } from '../../kernel/database/index.js';
import type { RecordKind } from '../../master-data/index.js';
import { PaymentTerm } from './payment-term.entity.js';
import { PaymentTermDto } from './payment-terms.dto.js';

export const PAYMENT_TERM: RecordKind<PaymentTerm, PaymentTermDto> = {
  entity: PaymentTerm,
  answer: PaymentTermDto,
  label: 'Payment terms',
  table: 'erp.payment_terms',
  list: defineList({
    select: 't.*',
    from: 'erp.payment_terms t',
    id: 't.id',
    sorts: { code: 't.code' },
    default_sort: 'code',
    search: ['t.code', 't.name'],
    filters: { code: 'lower(t.code) = lower(?)', is_active: 't.is_active = ?' },
  }),
};

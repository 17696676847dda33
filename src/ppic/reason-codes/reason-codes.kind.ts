import { defineList } from '../../kernel/database/index.js';
import type { RecordKind } from '../../master-data/index.js';
import { ProductionReasonCode } from './production-reason-code.entity.js';
import { ProductionReasonCodeDto } from './reason-codes.dto.js';

export const REASON_CODE: RecordKind<ProductionReasonCode, ProductionReasonCodeDto> = {
  entity: ProductionReasonCode,
  answer: ProductionReasonCodeDto,
  label: 'Reason code',
  table: 'erp.production_reason_codes',
  fixed: ['category'],
  list: defineList({
    select: 'r.id, r.code, r.name, r.category, r.is_active, r.version, r.created_at, r.updated_at',
    from: 'erp.production_reason_codes r',
    id: 'r.id',
    sorts: { code: 'r.code' },
    default_sort: 'code',
    search: ['r.code', 'r.name'],
    filters: { category: 'r.category = ?', is_active: 'r.is_active = ?' },
  }),
};

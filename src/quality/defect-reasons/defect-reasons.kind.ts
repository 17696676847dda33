import { defineList } from '../../kernel/database/index.js';
import type { RecordKind } from '../../master-data/index.js';
import { DefectReason } from './defect-reason.entity.js';
import { DefectReasonDto } from './defect-reasons.dto.js';

export const DEFECT_REASON: RecordKind<DefectReason, DefectReasonDto> = {
  entity: DefectReason,
  answer: DefectReasonDto,
  label: 'Reason of defects',
  table: 'erp.defect_reasons',
  list: defineList({
    select: 'r.id, r.code, r.name, r.severity, r.is_active, r.version, r.created_at, r.updated_at',
    from: 'erp.defect_reasons r',
    id: 'r.id',
    sorts: { code: 'r.code' },
    default_sort: 'code',
    search: ['r.code', 'r.name'],
    filters: { severity: 'r.severity = ?', is_active: 'r.is_active = ?' },
  }),
};

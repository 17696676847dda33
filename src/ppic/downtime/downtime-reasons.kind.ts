import { defineList } from '../../kernel/database/index.js';
import type { RecordKind } from '../../master-data/index.js';
import { DowntimeReason } from './downtime-reason.entity.js';
import { DowntimeReasonDto } from './downtime-reasons.dto.js';

export const DOWNTIME_REASON: RecordKind<DowntimeReason, DowntimeReasonDto> = {
  entity: DowntimeReason,
  answer: DowntimeReasonDto,
  label: 'Reason of downtime',
  table: 'erp.downtime_reasons',
  fixed: ['category'],
  list: defineList({
    select: `r.id, r.code, r.name, r.category, case r.category when 'unplanned' then 'availability' end as oee_loss, r.is_active, r.version,
      r.created_at, r.updated_at`,
    from: 'erp.downtime_reasons r',
    id: 'r.id',
    sorts: { code: 'r.code' },
    default_sort: 'code',
    search: ['r.code', 'r.name'],
    filters: { category: 'r.category = ?', is_active: 'r.is_active = ?' },
  }),
};

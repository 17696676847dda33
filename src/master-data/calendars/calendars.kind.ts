import { defineList } from '../../kernel/database/index.js';
import type { RecordKind } from '../records/master-records.service.js';
import { Calendar } from './calendar.entity.js';
import { CalendarDto } from './calendars.dto.js';

export const CALENDAR: RecordKind<Calendar, CalendarDto> = {
  entity: Calendar,
  answer: CalendarDto,
  label: 'Calendar',
  table: 'erp.calendars',
  list: defineList({
    select: 'c.*',
    from: 'erp.calendars c',
    id: 'c.id',
    sorts: { code: 'c.code' },
    default_sort: 'code',
    search: ['c.code', 'c.name'],
    filters: { code: 'lower(c.code) = lower(?)', is_active: 'c.is_active = ?' },
  }),
};

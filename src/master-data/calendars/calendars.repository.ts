import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { CalendarExceptionDto, ShiftDto } from './calendars.dto.js';
import type { WorkedShift } from './working-time.js';

/** A calendar with all that decides which of its minutes are worked. */
export interface CalendarHours {
  readonly id: string;
  readonly working_days: readonly number[];
  readonly exceptions: readonly Required<CalendarExceptionDto>[];
  readonly shifts: readonly (WorkedShift & { readonly name: string })[];
}

const HOURS = /* sql */ `
select c.id, c.working_days,
       coalesce((select json_agg(json_build_object(
             'day', e.day, 'name', e.name, 'is_working', e.is_working,
             'works_from', to_char(e.works_from, 'HH24:MI'), 'works_until', to_char(e.works_until, 'HH24:MI')) order by e.day)
           from erp.calendar_exceptions e where e.calendar_id = c.id), '[]') as exceptions,
       coalesce((select json_agg(json_build_object(
             'name', s.name, 'starts_at', to_char(s.starts_at, 'HH24:MI'), 'ends_at', to_char(s.ends_at, 'HH24:MI'),
             'breaks', coalesce((select json_agg(json_build_object(
                   'starts_at', to_char(b.starts_at, 'HH24:MI'), 'ends_at', to_char(b.ends_at, 'HH24:MI')) order by b.id)
                 from erp.calendar_shift_breaks b where b.calendar_shift_id = s.id), '[]')) order by s.starts_at, s.name)
           from erp.calendar_shifts s where s.calendar_id = c.id), '[]') as shifts
  from erp.calendars c
 where c.id = any($1::uuid[])`;

@Injectable()
export class CalendarsRepository {
  constructor(private readonly db: Database) {}

  /** The hours of calendars, in one statement: exceptions by day, shifts by their start. */
  hours(calendarIds: readonly string[]): Promise<CalendarHours[]> {
    return this.db.query<CalendarHours>(HOURS, [calendarIds]);
  }

  /** Makes the exceptions of a calendar those given. @throws DUPLICATE when a day is there twice */
  async replaceExceptions(calendarId: string, exceptions: readonly CalendarExceptionDto[]): Promise<void> {
    await this.db.query('delete from erp.calendar_exceptions where calendar_id = $1', [calendarId]);
    await this.db.query(
      `insert into erp.calendar_exceptions (calendar_id, day, name, is_working, works_from, works_until)
       select $1, * from unnest($2::date[], $3::text[], $4::boolean[], $5::time[], $6::time[])`,
      [
        calendarId,
        exceptions.map((e) => e.day),
        exceptions.map((e) => e.name),
        exceptions.map((e) => e.is_working),
        exceptions.map((e) => e.works_from ?? null),
        exceptions.map((e) => e.works_until ?? null),
      ],
    );
  }

  /** Makes the shifts of a calendar those given. @throws DUPLICATE when a name, or the start of a break, is there twice */
  async replaceShifts(calendarId: string, shifts: readonly ShiftDto[]): Promise<void> {
    await this.db.query('delete from erp.calendar_shifts where calendar_id = $1', [calendarId]);
    const breaks = shifts.flatMap(({ name, breaks = [] }) => breaks.map((each) => ({ ...each, name })));
    await this.db.query(
      `with shifts as (
         insert into erp.calendar_shifts (calendar_id, name, starts_at, ends_at)
         select $1, * from unnest($2::text[], $3::time[], $4::time[])
         returning id, name
       )
       insert into erp.calendar_shift_breaks (calendar_shift_id, starts_at, ends_at)
       select s.id, b.starts_at, b.ends_at
         from unnest($5::text[], $6::time[], $7::time[]) with ordinality as b (shift, starts_at, ends_at, position)
         join shifts s on s.name = b.shift
        order by b.position`,
      [
        calendarId,
        shifts.map((s) => s.name),
        shifts.map((s) => s.starts_at),
        shifts.map((s) => s.ends_at),
        breaks.map((b) => b.name),
        breaks.map((b) => b.starts_at),
        breaks.map((b) => b.ends_at),
      ],
    );
  }
}

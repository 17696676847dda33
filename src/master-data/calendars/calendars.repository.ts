import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { CalendarExceptionDto } from './calendars.dto.js';

@Injectable()
export class CalendarsRepository {
  constructor(private readonly db: Database) {}

  /** The exceptions of a calendar, the earliest first. */
  exceptions(calendarId: string): Promise<CalendarExceptionDto[]> {
    return this.db.query(
      'select day, name, is_working from erp.calendar_exceptions where calendar_id = $1 order by day',
      [calendarId],
    );
  }

  /** Makes the exceptions of a calendar those given. @throws DUPLICATE when a day is there twice */
  async replaceExceptions(calendarId: string, exceptions: readonly CalendarExceptionDto[]): Promise<void> {
    await this.db.query('delete from erp.calendar_exceptions where calendar_id = $1', [calendarId]);
    await this.db.query(
      `insert into erp.calendar_exceptions (calendar_id, day, name, is_working)
       select $1, * from unnest($2::date[], $3::text[], $4::boolean[])`,
      [calendarId, exceptions.map((e) => e.day), exceptions.map((e) => e.name), exceptions.map((e) => e.is_working)],
    );
  }
}

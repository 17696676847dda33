import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { invalid } from '../../kernel/errors/index.js';
import { MASTER_DATA_ERRORS } from '../master-data.errors.js';
import { MasterRecords } from '../records/master-records.service.js';
import { Calendar } from './calendar.entity.js';
import type { CalendarExceptionDto, CalendarExceptionsAnswer, WorkingDaysDto } from './calendars.dto.js';
import { CALENDAR } from './calendars.kind.js';
import { CalendarsRepository } from './calendars.repository.js';
import { addDays, addWorkingDays, workingDaysBetween } from './working-days.js';
import type { WorkingPattern } from './working-days.js';

const LONGEST_SPAN_DAYS = 366;

/** Which days are worked. */
@Injectable()
export class Calendars {
  constructor(
    private readonly db: Database,
    private readonly records: MasterRecords,
    private readonly calendars: CalendarsRepository,
  ) {}

  async exceptions(id: string): Promise<CalendarExceptionsAnswer> {
    const { version } = await this.records.get(CALENDAR, id);
    return { exceptions: await this.calendars.exceptions(id), version };
  }

  /** Makes the exceptions of a calendar those given; the calendar's version grows. */
  replaceExceptions(id: string, exceptions: readonly CalendarExceptionDto[]): Promise<CalendarExceptionsAnswer> {
    return this.db.transaction(async () => {
      await this.db.lock(Calendar, id);
      await this.calendars.replaceExceptions(id, exceptions);
      await this.db.update(Calendar, id, {});
      return this.exceptions(id);
    });
  }

  /** The working days of a span of at most 366 days, both ends included. */
  async workingDays(id: string, from: string, to: string): Promise<WorkingDaysDto> {
    if (to < from) throw invalid([{ pointer: '/to', code: 'TOO_SMALL', message: 'must not lie before from' }]);
    if (to > addDays(from, LONGEST_SPAN_DAYS))
      throw invalid([{ pointer: '/to', code: 'TOO_LARGE', message: 'lies more than 366 days after from' }]);
    const days = workingDaysBetween(await this.pattern(id), from, to);
    return { count: days.length, days };
  }

  /** The date so many working days after (before, when negative) another. @throws NO_WORKING_DAY */
  async addWorkingDays(id: string, date: string, days: number): Promise<string> {
    const found = addWorkingDays(await this.pattern(id), date, days);
    if (found === null) throw MASTER_DATA_ERRORS.NO_WORKING_DAY();
    return found;
  }

  private async pattern(id: string): Promise<WorkingPattern> {
    const { working_days = [] } = await this.records.get(CALENDAR, id);
    const exceptions = await this.calendars.exceptions(id);
    return { working_days, exceptions: new Map(exceptions.map(({ day, is_working }) => [day, is_working])) };
  }
}

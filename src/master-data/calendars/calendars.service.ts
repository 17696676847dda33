import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../kernel/config/index.js';
import { Database } from '../../kernel/database/index.js';
import { invalid, notFound, refuse } from '../../kernel/errors/index.js';
import { wireTime } from '../../kernel/http/index.js';
import { MASTER_DATA_ERRORS } from '../master-data.errors.js';
import { MasterRecords } from '../records/master-records.service.js';
import { Calendar } from './calendar.entity.js';
import type {
  CalendarExceptionDto,
  CalendarExceptionsAnswer,
  ShiftDto,
  ShiftsAnswer,
  WorkingDaysDto,
} from './calendars.dto.js';
import { CALENDAR } from './calendars.kind.js';
import { CalendarsRepository } from './calendars.repository.js';
import type { CalendarHours } from './calendars.repository.js';
import { exceptionFaults, shiftFaults } from './calendar-rules.js';
import { addDays, addWorkingDays, workingDaysBetween } from './working-days.js';
import type { WorkingPattern } from './working-days.js';
import { WorkingTime } from './working-time.js';
import { ZonedMinutes, minuteOf, timeOf } from './zoned-minutes.js';

const LONGEST_SPAN_DAYS = 366;
const DAY_MINUTES = 1440;

/** Which days are worked. */
@Injectable()
export class Calendars {
  constructor(
    private readonly db: Database,
    private readonly records: MasterRecords,
    private readonly calendars: CalendarsRepository,
    private readonly config: AppConfig,
  ) {}

  async exceptions(id: string): Promise<CalendarExceptionsAnswer> {
    const { version } = await this.records.get(CALENDAR, id);
    const { exceptions } = await this.hours(id);
    return { exceptions: [...exceptions], version };
  }

  /** Makes the exceptions of a calendar those given; the calendar's version grows. */
  replaceExceptions(id: string, exceptions: readonly CalendarExceptionDto[]): Promise<CalendarExceptionsAnswer> {
    refuse(exceptionFaults(exceptions));
    return this.db.transaction(async () => {
      await this.db.lock(Calendar, id);
      await this.calendars.replaceExceptions(id, exceptions);
      await this.db.update(Calendar, id, {});
      return this.exceptions(id);
    });
  }

  async shifts(id: string): Promise<ShiftsAnswer> {
    const { version } = await this.records.get(CALENDAR, id);
    const { shifts } = await this.hours(id);
    return { shifts: shifts.map(({ breaks, ...shift }) => ({ ...shift, breaks: [...breaks] })), version };
  }

  /** Makes the shifts of a calendar those given; the calendar's version grows. */
  replaceShifts(id: string, shifts: readonly ShiftDto[]): Promise<ShiftsAnswer> {
    refuse(shiftFaults(shifts));
    return this.db.transaction(async () => {
      await this.db.lock(Calendar, id);
      await this.calendars.replaceShifts(id, shifts);
      await this.db.update(Calendar, id, {});
      return this.shifts(id);
    });
  }

  /** The working time of each calendar named, in one statement; a calendar that does not exist is not in the answer. */
  async workingTimes(ids: readonly string[]): Promise<Map<string, WorkingTime>> {
    const calendars = await this.calendars.hours(ids);
    return new Map(calendars.map((calendar) => [calendar.id, this.workingTimeOf(calendar)]));
  }

  /** The working time of those who have no calendar: every minute of every day. */
  roundTheClock(): WorkingTime {
    return this.workingTimeOf({ id: '', working_days: [1, 2, 3, 4, 5, 6, 7], exceptions: [], shifts: [] });
  }

  /** How many minutes are worked from one moment to another, at most 366 days later. */
  async workingMinutes(id: string, from: string, to: string): Promise<number> {
    const [start, end] = [minuteOf(from, 'up'), minuteOf(to, 'down')];
    if (Date.parse(to) < Date.parse(from))
      throw invalid([{ pointer: '/to', code: 'TOO_SMALL', message: 'must not lie before from' }]);
    if (end - start > LONGEST_SPAN_DAYS * DAY_MINUTES)
      throw invalid([{ pointer: '/to', code: 'TOO_LARGE', message: 'lies more than 366 days after from' }]);
    return this.workingTimeOf(await this.hours(id)).between(start, end);
  }

  /** The moment so many working minutes after (before, when negative) another. @throws NO_WORKING_DAY */
  async addWorkingMinutes(id: string, moment: string, minutes: number): Promise<string> {
    const time = this.workingTimeOf(await this.hours(id));
    const found = time.add(minuteOf(moment, minutes < 0 ? 'down' : 'up'), minutes);
    if (found === null) throw MASTER_DATA_ERRORS.NO_WORKING_DAY();
    return this.wire(found);
  }

  /** The beginning of a day where the factory is, as the wire has it. */
  midnight(date: string): string {
    return this.wire(new ZonedMinutes(this.config.appTimezone).moment(date, 0));
  }

  /** A moment in whole minutes as the wire has it. */
  wire(moment: number): string {
    return wireTime(this.config.appTimezone, timeOf(moment));
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
    return patternOf(await this.hours(id));
  }

  /** @throws NOT_FOUND */
  private async hours(id: string): Promise<CalendarHours> {
    const [calendar] = await this.calendars.hours([id]);
    if (!calendar) throw notFound('Calendar', id);
    return calendar;
  }

  private workingTimeOf(calendar: CalendarHours): WorkingTime {
    return new WorkingTime({
      ...patternOf(calendar),
      shifts: calendar.shifts,
      limits: new Map(calendar.exceptions.map((each) => [each.day, each])),
      time_zone: this.config.appTimezone,
    });
  }
}

function patternOf({ working_days, exceptions }: CalendarHours): WorkingPattern {
  return { working_days, exceptions: new Map(exceptions.map(({ day, is_working }) => [day, is_working])) };
}

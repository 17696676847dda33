import {
  BooleanField,
  CodeField,
  DateField,
  IntegerField,
  ListField,
  ListQuery,
  StringField,
  TimestampField,
  ValuesField,
  patchOf,
} from '../../kernel/http/index.js';
import { deactivatable } from '../records/record.dto.js';

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;
const ENDS = 'Not after the start: on the next day.';
const WORKS_FROM = 'Of a day that is worked: nothing of its shifts before this. Not given: from their start.';
const WORKS_UNTIL =
  'Of a day that is worked: nothing of its shifts after this; not after `works_from`: on the next day. Not given: to their end.';
/** More working minutes than twenty years have. */
const MOST_MINUTES = 10_600_000;

export class CalendarInput {
  @CodeField({ example: 'TWO-SHIFT', description: 'Unique whatever its case.' }) code!: string;
  @StringField({ min: 1, max: 200, example: 'Monday to Saturday' }) name!: string;
  @ValuesField('integer', {
    optional: true,
    min: 1,
    max: 7,
    example: [1, 2, 3, 4, 5, 6],
    description: 'ISO weekdays that are worked, Monday 1 to Sunday 7; Monday to Friday when not given.',
  })
  working_days?: number[];
}

export class CalendarPatch extends patchOf(CalendarInput) {}

export class CalendarDto extends deactivatable(CalendarInput) {}

export class CalendarListQuery extends ListQuery {
  @StringField({ optional: true, min: 1, max: 64, description: 'Exactly this code, in any case.' }) code?: string;
  @BooleanField({ optional: true }) is_active?: boolean;
}

export class CalendarExceptionDto {
  @DateField({ example: '2026-08-17' }) day!: string;
  @StringField({ min: 1, max: 200, example: 'Independence Day' }) name!: string;
  @BooleanField({
    default: false,
    example: false,
    description: 'True: worked although its weekday is not; false: a holiday.',
  })
  is_working!: boolean;
  @StringField({ optional: true, nullable: true, pattern: TIME_OF_DAY, example: '07:00', description: WORKS_FROM })
  works_from?: string | null;
  @StringField({ optional: true, nullable: true, pattern: TIME_OF_DAY, example: '11:30', description: WORKS_UNTIL })
  works_until?: string | null;
}

export class CalendarExceptionsDto {
  @ListField(CalendarExceptionDto, { max: 1000 }) exceptions!: CalendarExceptionDto[];
}

export class CalendarExceptionsAnswer extends CalendarExceptionsDto {
  @IntegerField({ min: 1, description: 'Version of the calendar.' }) version!: number;
}

export class WorkingDaysQuery {
  @DateField({ example: '2026-08-14' }) from!: string;
  @DateField({ example: '2026-08-24', description: 'At most 366 days later; both days count.' }) to!: string;
}

export class WorkingDaysDto {
  @IntegerField({ example: 6 }) count!: number;
  @ValuesField('string', { example: ['2026-08-14', '2026-08-18'] }) days!: string[];
}

export class AddWorkingDaysQuery {
  @DateField({ example: '2026-08-14', description: 'Does not count itself.' }) date!: string;
  @IntegerField({
    min: -1000,
    max: 1000,
    example: 5,
    description: 'Negative goes back; 0 is the date, or the next working day.',
  })
  days!: number;
}

export class WorkingDayDto {
  @DateField({ example: '2026-08-22' }) date!: string;
}

export class ShiftBreakDto {
  @StringField({ pattern: TIME_OF_DAY, example: '12:00' }) starts_at!: string;
  @StringField({ pattern: TIME_OF_DAY, example: '13:00', description: ENDS }) ends_at!: string;
}

export class ShiftDto {
  @StringField({ min: 1, max: 64, example: 'Day', description: 'Unique in the calendar, whatever its case.' })
  name!: string;
  @StringField({ pattern: TIME_OF_DAY, example: '07:00', description: 'In APP_TIMEZONE.' }) starts_at!: string;
  @StringField({ pattern: TIME_OF_DAY, example: '16:00', description: ENDS }) ends_at!: string;
  @ListField(ShiftBreakDto, { optional: true, max: 10, description: 'Each within the shift.' })
  breaks?: ShiftBreakDto[];
}

export class ShiftsDto {
  @ListField(ShiftDto, { max: 10, description: 'None: working days are worked round the clock.' }) shifts!: ShiftDto[];
}

export class ShiftsAnswer extends ShiftsDto {
  @IntegerField({ min: 1, description: 'Version of the calendar.' }) version!: number;
}

export class WorkingMinutesQuery {
  @TimestampField({ example: '2026-08-14T15:00:00+07:00' }) from!: string;
  @TimestampField({ example: '2026-08-18T08:00:00+07:00', description: 'At most 366 days later.' }) to!: string;
}

export class WorkingMinutesDto {
  @IntegerField({ example: 120 }) minutes!: number;
}

export class AddWorkingMinutesQuery {
  @TimestampField({
    example: '2026-08-14T15:00:00+07:00',
    description: 'With seconds: the next minute, or the one before when going back.',
  })
  moment!: string;
  @IntegerField({ min: -MOST_MINUTES, max: MOST_MINUTES, example: 120, description: 'Negative goes back.' })
  minutes!: number;
}

export class WorkingMomentDto {
  @TimestampField({ example: '2026-08-18T08:00:00.000+07:00' }) moment!: string;
}

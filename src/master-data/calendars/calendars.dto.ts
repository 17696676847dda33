import {
  BooleanField,
  CodeField,
  DateField,
  IntegerField,
  ListField,
  ListQuery,
  StringField,
  ValuesField,
  patchOf,
} from '../../kernel/http/index.js';
import { deactivatable } from '../records/record.dto.js';

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

import type { FieldError } from '../../kernel/errors/index.js';
import type { CalendarExceptionDto, ShiftDto } from './calendars.dto.js';
import { breaksOutside } from './working-time.js';

/** Everything that is wrong with the shifts of a calendar, at once. */
export function shiftFaults(shifts: readonly ShiftDto[]): FieldError[] {
  return shifts.flatMap(({ breaks = [], ...shift }, index) =>
    breaksOutside({ ...shift, breaks }).map((position) => ({
      pointer: `/shifts/${index}/breaks/${position}`,
      code: 'NOT_ALLOWED',
      message: 'does not lie within the shift',
    })),
  );
}

/** Everything that is wrong with the exceptions of a calendar, at once. */
export function exceptionFaults(exceptions: readonly CalendarExceptionDto[]): FieldError[] {
  return exceptions.flatMap(({ is_working, works_from, works_until }, index) =>
    is_working || (!works_from && !works_until)
      ? []
      : [{ pointer: `/exceptions/${index}`, code: 'NOT_ALLOWED', message: 'hours are for a day that is worked' }],
  );
}

import type { FieldError } from '../../kernel/errors/index.js';

/** A downtime as it is to be written; times that are null are those of now, or of an end that has not come. */
export interface ToldDowntime {
  readonly reason_id: string;
  readonly place: number | null;
  readonly work_order_id: string | null;
  readonly started_at: string | null;
  readonly ended_at: string | null;
}

/** What of the things it names is there, and what time it is. */
export interface Known {
  readonly work_centre_id: string | null;
  readonly capacity: number | null;
  readonly reason_id: string | null;
  readonly reason_is_active: boolean | null;
  readonly work_order_id: string | null;
  readonly now: string;
  readonly earliest: string;
}

const fault = (pointer: string, code: string, message: string): FieldError => ({ pointer, code, message });

/**
 * Everything that is wrong with a downtime, at once.
 * @param keeps the reason that it has already: one that was deactivated since stays
 */
export function downtimeFaults(told: ToldDowntime, known: Known, keeps: string | null = null): FieldError[] {
  const { place, work_order_id, reason_id } = told;
  return [
    ...(known.work_centre_id === null
      ? [fault('/work_centre_id', 'REFERENCE_NOT_FOUND', 'There is no such work centre')]
      : []),
    ...(known.reason_id === null || (known.reason_is_active === false && reason_id !== keeps)
      ? [fault('/reason_id', 'REFERENCE_NOT_FOUND', 'There is no such active reason of downtime')]
      : []),
    ...(work_order_id !== null && known.work_order_id === null
      ? [fault('/work_order_id', 'REFERENCE_NOT_FOUND', 'There is no such work order at the work centre')]
      : []),
    ...(place !== null && known.capacity !== null && place > known.capacity
      ? [fault('/place', 'TOO_LARGE', `The work centre has ${known.capacity} places`)]
      : []),
    ...timeFaults(told, known),
  ];
}

/** What is wrong with the beginning and the end: the future, the wrong order, and what is too long ago. */
function timeFaults({ started_at, ended_at }: ToldDowntime, { now, earliest }: Known): FieldError[] {
  const [start, end] = [Date.parse(started_at ?? now), ended_at === null ? null : Date.parse(ended_at)];
  return [
    ...(start > Date.parse(now) ? [fault('/started_at', 'TOO_LARGE', 'lies in the future')] : []),
    ...(start < Date.parse(earliest) ? [fault('/started_at', 'TOO_SMALL', `lies before ${earliest}`)] : []),
    ...endFaults(start, end, Date.parse(now)),
  ];
}

/** What is wrong with an end alone, given as moments. */
export function endFaults(start: number, end: number | null, now: number): FieldError[] {
  if (end === null) return [];
  return [
    ...(end > now ? [fault('/ended_at', 'TOO_LARGE', 'lies in the future')] : []),
    ...(end <= start ? [fault('/ended_at', 'TOO_SMALL', 'has to lie after its beginning')] : []),
  ];
}

const SHOWN = ['reason_code', 'place', 'work_order_number', 'started_at', 'ended_at', 'notes'] as const;
const LONGEST_VALUE = 100;

/** What a correction changed, for the history: `started_at: 07:00 -> 07:30`. Long texts are cut. */
export function changesOf(
  before: Readonly<Partial<Record<(typeof SHOWN)[number], unknown>>>,
  after: Readonly<Partial<Record<(typeof SHOWN)[number], unknown>>>,
): string {
  const text = (value: unknown): string =>
    (value ?? null) === null ? '-' : String(value as string).slice(0, LONGEST_VALUE);
  return SHOWN.filter((name) => before[name] !== after[name])
    .map((name) => `${name}: ${text(before[name])} -> ${text(after[name])}`)
    .join('; ');
}

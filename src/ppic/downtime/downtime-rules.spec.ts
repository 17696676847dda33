import { changesOf, downtimeFaults } from './downtime-rules.js';

const KNOWN = {
  work_centre_id: 'w',
  capacity: 4,
  reason_id: 'r',
  reason_is_active: true,
  work_order_id: null,
  now: '2026-11-20T10:00:00.000+07:00',
  earliest: '2026-11-13T00:00:00.000+07:00',
};
const TOLD = {
  reason_id: 'r',
  place: null,
  work_order_id: null,
  started_at: '2026-11-20T08:00:00.000+07:00',
  ended_at: null,
};
const faults = (told: object, known: object = {}, keeps: string | null = null): string[] =>
  downtimeFaults({ ...TOLD, ...told }, { ...KNOWN, ...known }, keeps).map(({ pointer, code }) => `${pointer} ${code}`);

describe('a downtime', () => {
  it('that goes on, that begins now, and that is told afterwards is fine', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ started_at: null })).toEqual([]);
    expect(faults({ ended_at: KNOWN.now, place: 4 })).toEqual([]);
  });

  it('is told with every fault at once', () => {
    expect(
      faults(
        { work_order_id: 'o', place: 5, started_at: '2026-11-20T10:00:00.001+07:00', ended_at: '2026-11-20T09:00Z' },
        { reason_is_active: false },
      ),
    ).toEqual([
      '/reason_id REFERENCE_NOT_FOUND',
      '/work_order_id REFERENCE_NOT_FOUND',
      '/place TOO_LARGE',
      '/started_at TOO_LARGE',
      '/ended_at TOO_LARGE',
    ]);
    expect(faults({}, { work_centre_id: null, capacity: null, reason_id: null })).toEqual([
      '/work_centre_id REFERENCE_NOT_FOUND',
      '/reason_id REFERENCE_NOT_FOUND',
    ]);
    expect(faults({ ended_at: TOLD.started_at })).toEqual(['/ended_at TOO_SMALL']);
    expect(faults({ started_at: '2026-11-12T23:59:59.999+07:00' })).toEqual(['/started_at TOO_SMALL']);
  });

  it('keeps a reason that was deactivated since', () => {
    expect(faults({}, { reason_is_active: false }, 'r')).toEqual([]);
  });
});

it('a correction is told as what was and what is', () => {
  const before = { reason_code: 'OTHER', place: null, started_at: 'a', ended_at: null, notes: 'x' };
  expect(changesOf(before, { ...before, reason_code: 'TOOLING', place: 2, notes: 'y'.repeat(300) })).toBe(
    `reason_code: OTHER -> TOOLING; place: - -> 2; notes: x -> ${'y'.repeat(100)}`,
  );
  expect(changesOf(before, before)).toBe('');
});

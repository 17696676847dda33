import type { FieldError } from '../../kernel/errors/index.js';
import { Rational } from '../../kernel/numbers/index.js';

/** What is looked at, as far as a result is judged by it. */
export interface Judged {
  readonly id: string;
  readonly characteristic_no: number;
  readonly type: 'measured' | 'attribute';
  readonly lower_limit: string | null;
  readonly upper_limit: string | null;
  readonly decimals: number | null;
}

export interface GivenResult {
  readonly sample_no: number;
  readonly characteristic_no: number;
  readonly value?: string | null | undefined;
  readonly passed?: boolean | null | undefined;
  readonly note?: string | null | undefined;
}

export interface GivenDefect {
  readonly reason_id: string;
  readonly quantity: number;
  readonly sample_no?: number | null | undefined;
  readonly note?: string | null | undefined;
}

/** A measured value passes between its limits, both of them included; a missing limit bounds nothing. Exact. */
export function isWithinLimits(value: string, limits: Pick<Judged, 'lower_limit' | 'upper_limit'>): boolean {
  const { lower_limit, upper_limit } = limits;
  const measured = Rational.parse(value);
  return (
    (lower_limit === null || measured.compare(Rational.parse(lower_limit)) >= 0) &&
    (upper_limit === null || measured.compare(Rational.parse(upper_limit)) <= 0)
  );
}

/** Places after the point that say something: `18.0500` has two. */
const places = (value: string): number => (value.split('.')[1] ?? '').replace(/0+$/, '').length;

/** What results say that cannot be: no such sample or characteristic, one named twice, a value where there is none or none where one belongs. */
export function resultFaults(
  results: readonly GivenResult[],
  characteristics: readonly Judged[],
  sampleSize: number,
): FieldError[] {
  const seen = new Set<string>();
  return results.flatMap(({ sample_no, characteristic_no, value, passed }, n) => {
    const faults: FieldError[] = [];
    const at = (field: string, code: string, message: string): number =>
      faults.push({ pointer: `/results/${n}/${field}`, code, message });
    const key = `${sample_no} ${characteristic_no}`;
    if (seen.has(key)) at('sample_no', 'DUPLICATE', 'Sample and characteristic are named twice');
    seen.add(key);
    if (sample_no > sampleSize) at('sample_no', 'VALUE_OUT_OF_RANGE', `The sample has ${sampleSize} pieces`);
    const one = characteristics.find((other) => other.characteristic_no === characteristic_no);
    if (!one) at('characteristic_no', 'REFERENCE_NOT_FOUND', 'The plan has no such characteristic');
    if (one?.type === 'attribute') {
      if (passed == null) at('passed', 'REQUIRED', 'Say whether it passes');
      if (value != null) at('value', 'EXCLUSIVE', 'Nothing is measured here');
    }
    if (one?.type === 'measured') {
      if (value == null) at('value', 'REQUIRED', 'Give what was measured');
      else if (places(value) > one.decimals!)
        at('value', 'INVALID_VALUE', `Is measured with ${one.decimals} places after the point`);
      if (passed != null) at('passed', 'EXCLUSIVE', 'The limits decide');
    }
    return faults;
  });
}

/** The results as they are kept, once nothing is wrong with them. */
export function judged(
  results: readonly GivenResult[],
  characteristics: readonly Judged[],
): { sample_no: number; characteristic_id: string; value: string | null; passed: boolean; note: string | null }[] {
  return results.map(({ sample_no, characteristic_no, value = null, passed, note = null }) => {
    const one = characteristics.find((other) => other.characteristic_no === characteristic_no)!;
    return {
      sample_no,
      characteristic_id: one.id,
      value,
      passed: one.type === 'measured' ? isWithinLimits(value!, one) : passed!,
      note,
    };
  });
}

/** What defects say that cannot be. @param known active reasons @param sampleSize null where defects belong to no sample */
export function defectFaults(
  defects: readonly GivenDefect[],
  known: ReadonlySet<string>,
  sampleSize: number | null,
): FieldError[] {
  return defects.flatMap(({ reason_id, sample_no = null, quantity }, n) => {
    const faults: FieldError[] = [];
    const at = (field: string, code: string, message: string): number =>
      faults.push({ pointer: `/defects/${n}/${field}`, code, message });
    if (!known.has(reason_id)) at('reason_id', 'REFERENCE_NOT_FOUND', 'There is no such active reason');
    if (sampleSize === null) {
      if (quantity === 0) at('quantity', 'INVALID_QUANTITY', 'Is at least one');
    } else if ((sample_no ?? 1) > sampleSize)
      at('sample_no', 'VALUE_OUT_OF_RANGE', `The sample has ${sampleSize} pieces`);
    const twice = defects
      .slice(0, n)
      .some((other) => other.reason_id === reason_id && (other.sample_no ?? null) === sample_no);
    if (twice) at('reason_id', 'DUPLICATE', 'Reason and sample are named twice');
    return faults;
  });
}

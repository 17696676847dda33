import type { FieldError } from '../../kernel/errors/index.js';
import { Rational } from '../../kernel/numbers/index.js';
import type { InspectionPlanInput, PlanCharacteristicInput, PlanSampleInput } from './plans.dto.js';

const REQUIRED = 'REQUIRED';
const at = (pointer: string, code: string, message: string): FieldError => ({ pointer, code, message });

/** What the parts of a plan say that cannot be together. */
export function planFaults(plan: InspectionPlanInput): FieldError[] {
  const { product_id, category_id, kind, operation, sampling, samples = [], characteristics = [] } = plan;
  const holds = plan.while_open !== undefined && plan.while_open !== 'leave';
  const wanted = (field: 'sample_quantity' | 'sample_percent', by: string): FieldError[] =>
    (plan[field] == null) === (sampling === by)
      ? [
          plan[field] == null
            ? at(`/${field}`, REQUIRED, `Is needed for ${by}`)
            : at(`/${field}`, 'EXCLUSIVE', `Only for ${by}`),
        ]
      : [];
  return [
    ...((product_id == null) === (category_id == null)
      ? [at('/product_id', product_id == null ? REQUIRED : 'EXCLUSIVE', 'Name a product or a category')]
      : []),
    ...((kind === 'in_process') === (operation == null)
      ? [
          operation == null
            ? at('/operation', REQUIRED, 'Name the operation')
            : at('/operation', 'EXCLUSIVE', 'Only for in_process'),
        ]
      : []),
    ...wanted('sample_quantity', 'fixed'),
    ...wanted('sample_percent', 'percent'),
    ...(plan.sample_percent != null && Rational.parse(plan.sample_percent).compare(Rational.ZERO) === 0
      ? [at('/sample_percent', 'INVALID_QUANTITY', 'Is more than nothing')]
      : []),
    ...(holds && !plan.is_gate ? [at('/while_open', 'EXCLUSIVE', 'Only a gate holds stock')] : []),
    ...((sampling === 'table') === (samples.length === 0)
      ? [at('/samples', sampling === 'table' ? REQUIRED : 'EXCLUSIVE', 'Rows are for `table`, and needed there')]
      : []),
    ...samples.flatMap((row, n) => sampleFaults(row, n, samples)),
    ...characteristics.flatMap((one, n) => characteristicFaults(one, n, characteristics)),
  ];
}

function sampleFaults(row: PlanSampleInput, n: number, rows: readonly PlanSampleInput[]): FieldError[] {
  const overlaps = rows.slice(0, n).some((other) => other.lot_from <= row.lot_to && row.lot_from <= other.lot_to);
  return [
    ...(row.lot_to < row.lot_from ? [at(`/samples/${n}/lot_to`, 'INVALID_VALUE', 'Ends before it begins')] : []),
    ...(overlaps ? [at(`/samples/${n}/lot_from`, 'OVERLAP', 'Lot sizes overlap a row above')] : []),
    ...(row.acceptance_number >= row.sample_size
      ? [at(`/samples/${n}/acceptance_number`, 'INVALID_VALUE', 'Would accept a sample in which every piece is bad')]
      : []),
    ...(row.rejection_number === row.acceptance_number + 1
      ? []
      : [at(`/samples/${n}/rejection_number`, 'INVALID_VALUE', 'Is one more than the acceptance number')]),
  ];
}

function characteristicFaults(
  one: PlanCharacteristicInput,
  n: number,
  all: readonly PlanCharacteristicInput[],
): FieldError[] {
  const pointer = (field: string): string => `/characteristics/${n}/${field}`;
  const faults: FieldError[] = [];
  if (all.slice(0, n).some(({ characteristic_no }) => characteristic_no === one.characteristic_no))
    faults.push(at(pointer('characteristic_no'), 'DUPLICATE', 'is named twice'));
  if (one.type === 'attribute') {
    for (const field of ['unit', 'nominal', 'lower_limit', 'upper_limit', 'decimals'] as const)
      if (one[field] != null) faults.push(at(pointer(field), 'EXCLUSIVE', 'Only for measured characteristics'));
    return faults;
  }
  for (const field of ['unit', 'decimals'] as const)
    if (one[field] == null) faults.push(at(pointer(field), REQUIRED, 'Is needed to measure'));
  if (one.lower_limit == null && one.upper_limit == null)
    faults.push(at(pointer('lower_limit'), REQUIRED, 'Give a limit at least on one side'));
  const [low, middle, high] = [one.lower_limit, one.nominal, one.upper_limit].map((text) =>
    text == null ? null : Rational.parse(text),
  );
  if (low && high && low.compare(high) > 0)
    faults.push(at(pointer('upper_limit'), 'INVALID_VALUE', 'Is below the lower limit'));
  if (middle && ((low && middle.compare(low) < 0) || (high && middle.compare(high) > 0)))
    faults.push(at(pointer('nominal'), 'INVALID_VALUE', 'Is outside the limits'));
  return faults;
}

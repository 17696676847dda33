import type { FieldError } from '../../kernel/errors/index.js';
import type { ReworkOrderInput } from './rework.dto.js';
import type { FoundForRework, NamedByRework } from './rework-references.repository.js';

/** What a request names that is not there or does not fit, all of it at once. */
export function referenceFaults(
  named: NamedByRework,
  found: FoundForRework,
  { planned_labour_minutes = 0, planned_machine_minutes = 0 }: ReworkOrderInput,
): FieldError[] {
  const missing = (field: string, message: string): FieldError[] => [
    { pointer: `/${field}`, code: 'REFERENCE_NOT_FOUND', message },
  ];
  const named_only = (field: 'lot_id' | 'department_id' | 'manufacturing_order_id' | 'work_centre_id', what: string) =>
    named[field] !== null && found[field] === null ? missing(field, what) : [];
  return [
    ...(found.tracking === null ? missing('product_id', 'There is no such active product with stock') : []),
    ...named_only('lot_id', 'The product has no such lot'),
    ...(found.tracking !== null && found.tracking !== 'none' && named.lot_id === null
      ? [{ pointer: '/lot_id', code: 'LOT_REQUIRED', message: 'The product is tracked: name the lot' }]
      : []),
    ...(found.tracking === 'none' && named.lot_id !== null
      ? [{ pointer: '/lot_id', code: 'LOT_NOT_TRACKED', message: 'The product is not tracked' }]
      : []),
    ...placeFaults(found, missing),
    ...named_only('department_id', 'The company has no such department'),
    ...named_only('manufacturing_order_id', 'There is no such order for this product'),
    ...named_only('work_centre_id', 'The company has no such work centre'),
    ...(named.work_centre_id === null && planned_labour_minutes + planned_machine_minutes > 0
      ? [{ pointer: '/work_centre_id', code: 'REQUIRED', message: 'Say where the time is spent' }]
      : []),
    ...materialFaults(named, found),
  ];
}

function placeFaults(found: FoundForRework, missing: (field: string, message: string) => FieldError[]): FieldError[] {
  if (found.from_location_id === null)
    return missing('from_location_id', 'The company has no such active place on hold in a warehouse of yours');
  return [
    ...(found.output_location_id === null
      ? missing('output_location_id', 'The warehouse of the rejected pieces has no such active location')
      : []),
    ...(found.reject_location_id === null
      ? missing('reject_location_id', 'That warehouse has no such active location on hold')
      : []),
  ];
}

function materialFaults({ product_id, materials }: NamedByRework, found: FoundForRework): FieldError[] {
  const known = new Set(found.materials);
  return materials.flatMap((id, n) => {
    const pointer = `/materials/${n}/product_id`;
    if (id === product_id)
      return [{ pointer, code: 'SAME_PRODUCT', message: 'What is reworked is no material of its own rework' }];
    if (materials.indexOf(id) < n) return [{ pointer, code: 'DUPLICATE', message: 'is named twice' }];
    return known.has(id)
      ? []
      : [{ pointer, code: 'REFERENCE_NOT_FOUND', message: 'There is no such active product with stock' }];
  });
}

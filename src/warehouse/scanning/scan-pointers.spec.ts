import { KERNEL_ERRORS, invalid } from '../../kernel/errors/index.js';
import { inScans, scanPointer } from './scan-pointers.js';

it.each([
  ['/lines/3/to_location_id', '/lines/3/to'],
  ['/lines/0/pick_within', '/lines/0/from'],
  ['/lines/1/lot_id', '/lines/1/scans'],
  ['/lines/1/unit_quantity', '/lines/1/unit_quantity'],
  ['/entries/1/location_id', '/lines/4/at'],
  ['/entries/7/product_id', '/lines/7/scans'],
  ['/to_location_id', '/to'],
  ['/effective_at', '/effective_at'],
])('%s was written as %s', (pointer, expected) => expect(scanPointer(pointer, [0, 4])).toBe(expected));

it('tells faults of fields at the scans, and leaves other refusals as they are', async () => {
  const faults = invalid([{ pointer: '/lines/0/to_location_id', code: 'X', message: 'x' }]);
  await expect(inScans(() => Promise.reject(faults))).rejects.toMatchObject({
    code: 'VALIDATION_FAILED',
    field_errors: [{ pointer: '/lines/0/to', code: 'X' }],
  });
  const other = KERNEL_ERRORS.NOT_FOUND();
  await expect(inScans(() => Promise.reject(other))).rejects.toBe(other);
  await expect(inScans(() => Promise.resolve(7))).resolves.toBe(7);
});

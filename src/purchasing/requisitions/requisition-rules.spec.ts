import { dateFaults, decisionFaults, headFaults, lineFaults } from './requisition-rules.js';
import type { RequisitionReferences } from './requisition-rules.js';

const found: RequisitionReferences = {
  today: '2027-02-10',
  currency_code: 'IDR',
  warehouse_id: 'wh',
  department_id: 'sewing',
  products: ['plush'],
  suppliers: ['kain'],
};
const told = (faults: { pointer: string; code: string }[]) => faults.map(({ pointer, code }) => `${pointer} ${code}`);

it('is at home somewhere', () => {
  expect(
    told(headFaults({ warehouse_id: 'x', department_id: 'y' }, { ...found, warehouse_id: null, department_id: null })),
  ).toEqual(['/warehouse_id REFERENCE_NOT_FOUND', '/department_id REFERENCE_NOT_FOUND']);
  expect(told(headFaults({}, { ...found, warehouse_id: null }))).toEqual(['/warehouse_id REQUIRED']);
  expect(headFaults({ warehouse_id: 'wh', department_id: 'sewing' }, found)).toEqual([]);
});

it('has a day and a reason for what is urgent, and no day that is past', () => {
  const at = (line: object) => told(dateFaults(line, found.today, ''));
  expect(at({ is_urgent: true })).toEqual(['/needed_by REQUIRED', '/urgency_reason REQUIRED']);
  expect(at({ is_urgent: true, needed_by: '2027-02-09', urgency_reason: 'x' })).toEqual(['/needed_by TOO_SMALL']);
  expect(at({ is_urgent: true, needed_by: '2027-02-10', urgency_reason: 'x' })).toEqual([]);
  expect(at({ urgency_reason: 'x' })).toEqual(['/urgency_reason NOT_ALLOWED']);
  expect(at({ needed_by: '2027-02-09' })).toEqual(['/needed_by TOO_SMALL']);
});

it('tells every fault of every line', () => {
  const lines = [
    { product_id: 'plush', suggested_supplier_id: 'kain', usage: 'daily' as const },
    { product_id: 'x', suggested_supplier_id: 'y', usage: 'project' as const },
    { product_id: 'plush', usage: 'cost_centre' as const, usage_reference: 'CC-1' },
  ];
  expect(told(lineFaults(lines, found))).toEqual([
    '/lines/1/usage_reference REQUIRED',
    '/lines/1/product_id REFERENCE_NOT_FOUND',
    '/lines/1/suggested_supplier_id REFERENCE_NOT_FOUND',
  ]);
});

it('is decided once a line, with a reason for all that is less than asked for', () => {
  const decision = (line_no: number, given: object = {}) => ({
    line_no,
    decision: 'approve' as const,
    quantity: 10,
    says_quantity: false,
    reason: null,
    ...given,
  });
  const known = [1, 2, 3, 4, 5, 6].map((line_no) => ({ line_no, quantity: 10 }));
  expect(
    told(
      decisionFaults(
        [
          decision(1),
          decision(2, { quantity: 9 }),
          decision(3, { quantity: 11 }),
          decision(4, { decision: 'reject' }),
          decision(5, { decision: 'question', reason: 'Why?', says_quantity: true }),
          decision(6, { decision: 'mark_unavailable', reason: 'Not made any more' }),
          decision(1),
          decision(7),
        ],
        known,
      ),
    ),
  ).toEqual([
    '/lines/1/reason REQUIRED',
    '/lines/2/approved_quantity TOO_LARGE',
    '/lines/3/reason REQUIRED',
    '/lines/4/approved_quantity NOT_ALLOWED',
    '/lines/6/line_no DUPLICATE',
    '/lines/7/line_no REFERENCE_NOT_FOUND',
  ]);
});

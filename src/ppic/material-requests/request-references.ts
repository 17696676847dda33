import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { ISSUING } from '../orders/production.service.js';
import type { WorkOrderState } from '../work-orders/work-order.machine.js';
import type { NamedByRequest, RequestReferences } from './material-requests.repository.js';

const OVER: readonly WorkOrderState[] = ['completed', 'cancelled'];

/** What a new request names and is not there or does not fit: all of it at once. */
export function referenceFaults(named: NamedByRequest, found: RequestReferences, purpose: string | null): FieldError[] {
  const missing = (field: keyof NamedByRequest, what: string): FieldError[] =>
    named[field] !== null && found[field] === null
      ? [{ pointer: `/${field}`, code: 'REFERENCE_NOT_FOUND', message: `There is no such ${what}` }]
      : [];
  const isForOrder = named.order_id !== null || named.work_order_id !== null;
  // A work order outside the caller's scope is found without its order: it is not there either.
  const lostOrder = named.work_order_id !== null && named.order_id === null && found.order_id === null;
  const workOrder =
    named.work_order_id !== null && (found.work_order_id === null || lostOrder)
      ? [{ pointer: '/work_order_id', code: 'REFERENCE_NOT_FOUND', message: 'There is no such work order' }]
      : [];
  const elsewhere = isForOrder && found.order_id !== null && named.warehouse_id !== null;
  return [
    ...missing('order_id', 'manufacturing order'),
    ...workOrder,
    ...(found.order_id !== null && found.work_order_order_id !== null && found.work_order_order_id !== found.order_id
      ? [{ pointer: '/work_order_id', code: 'REFERENCE_NOT_FOUND', message: 'It is an operation of another order' }]
      : []),
    ...(elsewhere && named.warehouse_id !== found.warehouse_id
      ? [{ pointer: '/warehouse_id', code: 'NOT_ALLOWED', message: 'An order takes from its own warehouse' }]
      : []),
    ...(elsewhere || isForOrder ? [] : missing('warehouse_id', 'warehouse in the company')),
    ...(!isForOrder && named.warehouse_id === null && found.warehouse_id === null
      ? [{ pointer: '/warehouse_id', code: 'REQUIRED', message: 'The company has no warehouse to take it from' }]
      : []),
    ...(isForOrder && found.company_id === null ? [] : missing('department_id', 'department in the company')),
    ...(!isForOrder && purpose === null
      ? [{ pointer: '/purpose', code: 'REQUIRED', message: 'Say what it is for, or for which order' }]
      : []),
  ];
}

/** @throws INVALID_STATE for an order or operation that takes no components now */
export function refuseWhatIsOver({ order_state, work_order_state }: RequestReferences): void {
  if (order_state !== null && !ISSUING.includes(order_state)) {
    const detail = `Components are asked for when an order is ${ISSUING.join(', ')}; this one is ${order_state}`;
    throw KERNEL_ERRORS.INVALID_STATE(detail, { state: order_state, event: 'request', allowed_from: ISSUING });
  }
  if (work_order_state !== null && OVER.includes(work_order_state))
    throw KERNEL_ERRORS.INVALID_STATE(`The work order is ${work_order_state}`, { state: work_order_state });
}

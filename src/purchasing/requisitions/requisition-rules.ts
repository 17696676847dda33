import type { FieldError } from '../../kernel/errors/index.js';
import type { RequisitionDecisionInput } from './requisition-lines.dto.js';
import type { RequisitionLineInput } from './requisitions.dto.js';

/** What a requisition names, as far as it is there, in use and within the caller's scope. */
export interface RequisitionReferences {
  readonly today: string;
  readonly currency_code: string | null;
  readonly warehouse_id: string | null;
  readonly department_id: string | null;
  /** Products that can be kept in stock. */
  readonly products: readonly string[];
  readonly suppliers: readonly string[];
}

type WantedLine = Pick<
  RequisitionLineInput,
  'product_id' | 'needed_by' | 'is_urgent' | 'urgency_reason' | 'suggested_supplier_id' | 'usage' | 'usage_reference'
>;

const fault = (pointer: string, code: string, message: string): FieldError => ({ pointer, code, message });

/** What the head of a requisition names and is not there. */
export function headFaults(
  named: { warehouse_id?: string | null | undefined; department_id?: string | null | undefined },
  found: RequisitionReferences,
): FieldError[] {
  const faults: FieldError[] = [];
  if (found.warehouse_id === null)
    faults.push(
      named.warehouse_id
        ? fault('/warehouse_id', 'REFERENCE_NOT_FOUND', 'There is no such warehouse in the company')
        : fault('/warehouse_id', 'REQUIRED', 'The company has no warehouse to receive it'),
    );
  if (named.department_id && found.department_id === null)
    faults.push(fault('/department_id', 'REFERENCE_NOT_FOUND', 'There is no such department in the company'));
  return faults;
}

/** Everything that is wrong with the lines of a requisition but their quantities. */
export function lineFaults(lines: readonly WantedLine[], found: RequisitionReferences): FieldError[] {
  const products = new Set(found.products);
  const suppliers = new Set(found.suppliers);
  return lines.flatMap((line, n) => {
    const at = `/lines/${n}`;
    const faults = [...dateFaults(line, found.today, at), ...usageFaults(line, at)];
    if (!products.has(line.product_id))
      faults.push(
        fault(`${at}/product_id`, 'REFERENCE_NOT_FOUND', 'There is no such product in use that is kept in stock'),
      );
    if (line.suggested_supplier_id && !suppliers.has(line.suggested_supplier_id))
      faults.push(fault(`${at}/suggested_supplier_id`, 'REFERENCE_NOT_FOUND', 'There is no such supplier in use'));
    return faults;
  });
}

/** What is urgent has a day and a reason; no day is past. */
export function dateFaults(
  { needed_by, is_urgent, urgency_reason }: Pick<WantedLine, 'needed_by' | 'is_urgent' | 'urgency_reason'>,
  today: string,
  at: string,
): FieldError[] {
  const faults: FieldError[] = [];
  if (needed_by && needed_by < today) faults.push(fault(`${at}/needed_by`, 'TOO_SMALL', `${needed_by} is past`));
  if (is_urgent && !needed_by) faults.push(fault(`${at}/needed_by`, 'REQUIRED', 'What is urgent is needed by a day'));
  if (is_urgent && !urgency_reason) faults.push(fault(`${at}/urgency_reason`, 'REQUIRED', 'Say why it is urgent'));
  if (!is_urgent && urgency_reason)
    faults.push(fault(`${at}/urgency_reason`, 'NOT_ALLOWED', 'Only what is urgent has a reason for it'));
  return faults;
}

function usageFaults({ usage = 'daily', usage_reference }: WantedLine, at: string): FieldError[] {
  return usage !== 'daily' && !usage_reference
    ? [
        fault(
          `${at}/usage_reference`,
          'REQUIRED',
          `Say which ${usage === 'project' ? 'project' : 'cost centre'} bears it`,
        ),
      ]
    : [];
}

/** A line that is decided on, as it was asked for. */
export interface AskedLine {
  readonly line_no: number;
  readonly quantity: number;
}

/** What a review says that cannot be: lines that are not there or named twice, more than was asked for, no question, no reason. */
export function decisionFaults(
  decisions: readonly (Pick<RequisitionDecisionInput, 'line_no' | 'decision' | 'reason'> & {
    quantity: number;
    says_quantity: boolean;
  })[],
  known: readonly AskedLine[],
  at: (n: number) => string = (n) => `/lines/${n}`,
): FieldError[] {
  return decisions.flatMap(({ line_no, decision, quantity, says_quantity, reason }, n) => {
    const asked = known.find((line) => line.line_no === line_no);
    if (!asked) return [fault(`${at(n)}/line_no`, 'REFERENCE_NOT_FOUND', 'There is no such line')];
    if (decisions.findIndex((other) => other.line_no === line_no) < n)
      return [fault(`${at(n)}/line_no`, 'DUPLICATE', 'is named twice')];
    const faults: FieldError[] = [];
    if (decision !== 'approve' && says_quantity)
      faults.push(fault(`${at(n)}/approved_quantity`, 'NOT_ALLOWED', 'Only what is approved has a quantity'));
    if (decision === 'approve' && quantity > asked.quantity)
      faults.push(fault(`${at(n)}/approved_quantity`, 'TOO_LARGE', `${asked.quantity} were asked for`));
    if (!reason && decision !== 'approve')
      faults.push(fault(`${at(n)}/reason`, 'REQUIRED', decision === 'question' ? 'Say what you ask' : 'Say why'));
    if (!reason && decision === 'approve' && quantity < asked.quantity)
      faults.push(fault(`${at(n)}/reason`, 'REQUIRED', 'Less than was asked for needs a reason'));
    return faults;
  });
}

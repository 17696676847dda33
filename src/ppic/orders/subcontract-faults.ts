import type { FieldError } from '../../kernel/errors/index.js';

/** What an order says of a subcontractor that makes it as a whole. */
export interface SubcontractTerms {
  readonly routing_id: string | null;
  readonly subcontractor_id?: string | null | undefined;
  readonly subcontract_price?: string | null | undefined;
}

/** Whether a subcontractor makes the whole of an order: its bill says so, and no routing says who does what. */
export function isMadeOutside(billType: string, { routing_id }: Pick<SubcontractTerms, 'routing_id'>): boolean {
  return billType === 'subcontract' && routing_id === null;
}

/** What does not fit: nobody named where the bill wants one, somebody or a price where nobody makes the whole. */
export function subcontractFaults(billType: string, terms: SubcontractTerms): FieldError[] {
  if (isMadeOutside(billType, terms))
    return terms.subcontractor_id
      ? []
      : [
          {
            pointer: '/subcontractor_id',
            code: 'REQUIRED',
            message: 'The bill is of type subcontract and there is no routing: name the supplier that makes it',
          },
        ];
  const message = 'Only for a bill of type subcontract, without a routing';
  return (['subcontractor_id', 'subcontract_price'] as const)
    .filter((field) => terms[field] != null)
    .map((field) => ({ pointer: `/${field}`, code: 'NOT_ALLOWED', message }));
}

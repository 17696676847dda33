import type { FieldError } from '../../kernel/errors/index.js';
import type { SalesCircumstances } from './sales-lines.repository.js';

/** What a head names and is not there. */
export function headFaults(found: SalesCircumstances, { with_warehouse }: { with_warehouse: boolean }): FieldError[] {
  const missing = (field: string, what: string): FieldError[] => [
    { pointer: `/${field}`, code: 'REFERENCE_NOT_FOUND', message: `There is no such ${what}` },
  ];
  return [
    ...(found.customer_id === null ? missing('customer_id', 'customer') : []),
    ...(with_warehouse && found.warehouse_id === null ? missing('warehouse_id', 'warehouse in the company') : []),
    ...(found.has_currency ? [] : missing('currency_code', 'currency')),
    ...(found.has_terms ? [] : missing('payment_terms_id', 'payment term in use')),
  ];
}

/** In which currency a document is when it does not say: the customer's, else the company's. */
export function currencyOf(found: SalesCircumstances, named: string | null | undefined): string {
  return (named ?? found.customer_currency ?? found.company_currency ?? '').toUpperCase();
}

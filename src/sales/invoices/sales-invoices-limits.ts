/** Lines of one invoice that are for lines of orders; freight and deductions come to that. */
export const MAX_BILLED_LINES = 400;
/** Orders or deliveries that one invoice is made of. */
export const MAX_BILLED_DOCUMENTS = 40;

/** Under this name, with its id, the books know an invoice to a customer. */
export const SALES_INVOICE_SOURCE = 'sales_invoice';

import { Rational, negated, sumAmounts } from '../../kernel/numbers/index.js';
import type { PostingLine } from '../journal/entry-lines.js';
import type { InvoiceKind, Side } from './sides.js';

interface PostedInvoice {
  readonly side: Side;
  readonly kind: InvoiceKind;
  readonly supplier_id: string | null;
  readonly customer_id: string | null;
  readonly external_number: string | null;
  readonly currency_code: string;
  readonly rate: string;
  readonly total_amount: string;
  readonly base_total: string;
}

interface PostedInvoiceLine {
  readonly account_id: string;
  readonly description: string | null;
  readonly net_amount: string;
  readonly base_net: string;
  readonly tax_account_id: string | null;
  readonly tax_amount: string;
  readonly base_tax: string;
  readonly department_id: string | null;
}

/**
 * What an invoice writes in the journal: its lines on their accounts, its tax on those of the tax, all of it on the control account the other way.
 * Of a supplier's invoice the lines are debits; of a customer's, and of a supplier's credit note, credits.
 */
export function invoiceEntry(
  invoice: PostedInvoice,
  lines: readonly PostedInvoiceLine[],
  controlAccountId: string,
): PostingLine[] {
  const isDebit = (invoice.side === 'payable') === (invoice.kind === 'invoice');
  const signed = (amount: string): string => (isDebit ? amount : negated(amount));
  const { currency_code, rate } = invoice;
  const on = (account_id: string, base: string, amount: string, more: object): PostingLine => ({
    ...{ account_id, amount: base, currency_code, currency_amount: amount, rate },
    ...more,
  });
  const taxes = [...new Set(lines.flatMap(({ tax_account_id }) => tax_account_id ?? []))].map((account) => {
    const taxed = lines.filter(({ tax_account_id }) => tax_account_id === account);
    const [base, amount] = [sumAmounts(taxed.map((l) => l.base_tax)), sumAmounts(taxed.map((l) => l.tax_amount))];
    return on(account, signed(base), amount, {});
  });
  return [
    ...lines.map((line) =>
      on(line.account_id, signed(line.base_net), line.net_amount, {
        memo: line.description,
        department_id: line.department_id,
      }),
    ),
    ...taxes,
    on(controlAccountId, negated(signed(invoice.base_total)), invoice.total_amount, {
      memo: invoice.external_number,
      supplier_id: invoice.supplier_id,
      customer_id: invoice.customer_id,
    }),
  ].filter(({ amount }) => Rational.parse(amount).compare(Rational.ZERO) !== 0);
}

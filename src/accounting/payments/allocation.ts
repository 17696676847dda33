import { AMOUNT_SCALE, Rational, negated } from '../../kernel/numbers/index.js';
import type { Side } from '../invoices/sides.js';
import type { PostingLine } from '../journal/entry-lines.js';

/** What is open of a document: an invoice, or what pays it. Decimal texts. */
export interface OpenDocument {
  readonly id: string;
  readonly number: string | null;
  readonly open_amount: string;
  readonly open_base: string;
  /** Units of the company's currency for one of its. */
  readonly rate: string;
  readonly control_account_id: string;
}

export interface WantedAllocation {
  readonly invoice_id: string;
  readonly amount?: string | undefined;
}

/** How much of an invoice is paid, with what that is in the company's currency on each side. */
export interface Share<Invoice extends OpenDocument> {
  readonly invoice: Invoice;
  readonly amount: string;
  readonly invoice_base: string;
  readonly source_base: string;
}

/** An invoice of which more would be paid than there is. */
export interface Overpaid {
  readonly invoice_id: string;
  readonly amount: string;
  readonly open_amount: string;
  readonly left: string;
}

const parse = (text: string): Rational => Rational.parse(text);
const fixed = (value: Rational): string => value.toFixed(AMOUNT_SCALE);
const least = (a: Rational, b: Rational): Rational => (a.compare(b) < 0 ? a : b);
const isPositive = (value: Rational): boolean => value.compare(Rational.ZERO) > 0;

/**
 * Shares a payment or credit note out to invoices in the order in which they are named; one without an amount takes all that is open of it and
 * left. In the company's currency each side gives up `round(amount * its own rate, 2)`, and with its last cent all that is left of it, so that
 * nothing remains of a document that is settled.
 */
export function shareOut<Invoice extends OpenDocument>(
  wanted: readonly WantedAllocation[],
  invoices: ReadonlyMap<string, Invoice>,
  source: OpenDocument,
): { shares: Share<Invoice>[]; overpaid: Overpaid[] } {
  let [left, leftBase] = [parse(source.open_amount), parse(source.open_base)];
  const overpaid: Overpaid[] = [];
  const shares = wanted.flatMap(({ invoice_id, amount: named }): Share<Invoice>[] => {
    const invoice = invoices.get(invoice_id)!;
    const [open, openBase] = [parse(invoice.open_amount), parse(invoice.open_base)];
    const amount = named === undefined ? least(open, left) : parse(named);
    if (!isPositive(amount) || amount.compare(open) > 0 || amount.compare(left) > 0) {
      overpaid.push({ invoice_id, amount: fixed(amount), open_amount: fixed(open), left: fixed(left) });
      return [];
    }
    const invoiceBase = part(amount, open, openBase, invoice.rate);
    const sourceBase = part(amount, left, leftBase, source.rate);
    [left, leftBase] = [left.sub(amount), leftBase.sub(sourceBase)];
    const bases = { invoice_base: fixed(invoiceBase), source_base: fixed(sourceBase) };
    return [{ invoice, amount: fixed(amount), ...bases }];
  });
  return { shares, overpaid };
}

/** What an amount of an open document is in the company's currency; all that is left with the last of it, and never more than that. */
function part(amount: Rational, open: Rational, openBase: Rational, rate: string): Rational {
  if (amount.compare(open) === 0) return openBase;
  return least(openBase, parse(fixed(amount.mul(parse(rate)))));
}

/**
 * What a share writes in the journal so that the control accounts hold what is open: the invoice leaves its own, what pays it leaves its own, and the
 * difference of both rates is gained or lost. Nothing where both are the same amount on the same account.
 */
export function differenceLines(
  side: Side,
  { invoice, invoice_base, source_base }: Share<OpenDocument>,
  source: OpenDocument & { readonly is_refund?: boolean },
  partner: { readonly supplier_id: string | null; readonly customer_id: string | null },
): PostingLine[] {
  // Of a supplier: the invoice is a credit, so it leaves by a debit. Of a customer the other way, and so with a credit note that is refunded.
  const isDebit = (side === 'payable') !== (source.is_refund ?? false);
  const signed = (amount: string): string => (isDebit ? amount : negated(amount));
  const difference = parse(source_base).sub(parse(invoice_base));
  const result = signed(fixed(difference));
  const isLoss = isPositive(parse(result));
  const on = (account_id: string, amount: string): PostingLine => ({ account_id, amount, ...partner });
  const controls =
    invoice.control_account_id === source.control_account_id
      ? [on(invoice.control_account_id, negated(result))]
      : [
          on(invoice.control_account_id, signed(invoice_base)),
          on(source.control_account_id, negated(signed(source_base))),
        ];
  const lines = [
    ...controls,
    { role: isLoss ? ('exchange_loss' as const) : ('exchange_gain' as const), amount: result },
  ];
  return lines.filter(({ amount }) => parse(amount).compare(Rational.ZERO) !== 0);
}

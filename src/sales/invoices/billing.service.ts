import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import { negated, sumAmounts } from '../../kernel/numbers/index.js';
import { SalesOrderSteps } from '../orders/sales-order-steps.js';
import { assertTaxed, creditFaults, goodsLine, goodsLines, missing } from './billing-lines.js';
import type { BilledLine, WantedLine } from './billing-lines.js';
import { BillingRepository } from './billing.repository.js';
import { DepositBilling } from './deposit-billing.service.js';
import { InvoiceDrafts } from './invoice-drafts.js';
import {
  billingExcess,
  billingFaults,
  creditExcess,
  creditedShare,
  deductions,
  leftToInvoice,
  notInvoicedOtherwise,
} from './invoiced-lines.js';
import { SalesInvoice } from './sales-invoice.entity.js';
import { SALES_INVOICE_ERRORS } from './sales-invoice.errors.js';
import type { CreditNoteInput, SalesInvoiceInput } from './sales-invoices.dto.js';
import { MAX_BILLED_LINES } from './sales-invoices-limits.js';

const { CREDIT_EXCEEDS_SALE, INVOICE_EXCEEDS_ORDER, NOTHING_TO_INVOICE } = SALES_INVOICE_ERRORS;

/** Works out what is invoiced and hands it to the books, as a draft. Orders are locked first, so that two invoices of a line take turns. */
@Injectable()
export class Billing {
  constructor(
    private readonly db: Database,
    private readonly rows: BillingRepository,
    private readonly drafts: InvoiceDrafts,
    private readonly steps: SalesOrderSteps,
    /** What is asked in advance, and given back of it. */
    readonly deposits: DepositBilling,
  ) {}

  /** @returns the id. @throws VALIDATION_FAILED with every fault, NOTHING_TO_INVOICE, INVOICE_EXCEEDS_ORDER with every such line */
  async invoice(input: SalesInvoiceInput): Promise<string> {
    const {
      delivery_ids,
      order_ids,
      lines,
      basis: _basis,
      with_freight = true,
      with_deposits = true,
      post: _,
      ...words
    } = input;
    const named = [delivery_ids, order_ids, lines].filter((each) => each !== undefined).length;
    if (named !== 1)
      refuse([
        { pointer: '/lines', code: named ? 'EXCLUSIVE' : 'REQUIRED', message: 'Name deliveries, orders or lines' },
      ]);
    const wanted = await this.wanted(input);
    const orderIds = [...new Set(wanted.map(({ line }) => line.order_id))];
    const freight = with_freight ? await this.rows.freightOf(orderIds) : [];
    if (wanted.length === 0 || wanted.length > MAX_BILLED_LINES) throw NOTHING_TO_INVOICE();
    assertTaxed(wanted.map(({ line }) => line));
    const drafted: BilledLine[] = [
      ...goodsLines(wanted),
      ...freight.map(({ order_id, number, left }): BilledLine => ({
        account_role: 'freight_income',
        description: `Freight of ${number}`,
        net_amount: left,
        charge: { order_id, kind: 'freight', deducts_id: null, amount: left },
      })),
    ];
    const total = sumAmounts(drafted.map(({ net_amount }) => net_amount!));
    const deposits = with_deposits ? deductions(await this.rows.depositsOf(orderIds), total) : [];
    for (const { id, order_id, number, tax_code_id, tax_rate, amount } of deposits)
      drafted.push({
        account_role: 'customer_deposits',
        description: `Paid in advance: ${number}`,
        net_amount: negated(amount),
        tax_code_id,
        ...(tax_rate !== null && { tax_rate }),
        charge: { order_id, kind: 'deduction', deducts_id: id, amount },
      });
    return this.drafts.write('invoice', wanted[0]!.line, words, drafted);
  }

  /** @returns the id. @throws VALIDATION_FAILED with every fault, CREDIT_EXCEEDS_SALE with every such line */
  async creditNote(
    { lines, corrects_id = null, post: _, ...words }: CreditNoteInput,
    return_id: string | null = null,
  ): Promise<string> {
    await this.steps.takeTurnsOfLines(lines.map(({ order_line_id }) => order_line_id));
    const known = await this.rows.lines(lines.map(({ order_line_id }) => order_line_id));
    refuse([...billingFaults(lines, known), ...creditFaults(lines)]);
    const corrected = corrects_id === null ? null : await this.db.find(SalesInvoice, corrects_id);
    const first = known.get(lines[0]!.order_line_id)!;
    if (corrects_id !== null && (corrected?.customer_id !== first.customer_id || corrected.kind === 'credit_note'))
      refuse([{ pointer: '/corrects_id', code: 'REFERENCE_NOT_FOUND', message: 'The customer has no such invoice' }]);
    const credited = lines.map(({ order_line_id, quantity = 0, amount }) => {
      const line = known.get(order_line_id)!;
      return { line, quantity, net_amount: amount ?? creditedShare(line, quantity) };
    });
    const excess = creditExcess(credited);
    if (excess.length > 0) throw CREDIT_EXCEEDS_SALE(undefined, { lines: excess });
    // The tax is that of the invoice, whatever the code has come to since.
    const drafted = credited.map(({ line, quantity, net_amount }) =>
      goodsLine(line, quantity, net_amount, null, {
        tax_code_id: line.billed_tax_code_id,
        ...(line.billed_tax_rate !== null && { tax_rate: line.billed_tax_rate }),
      }),
    );
    const books = { ...words, corrects_id: corrected?.invoice_id ?? null };
    return this.drafts.write('credit_note', first, books, drafted, return_id);
  }

  private async wanted({
    delivery_ids,
    order_ids,
    lines,
    basis = 'shipped',
  }: SalesInvoiceInput): Promise<WantedLine[]> {
    if (lines) {
      await this.steps.takeTurnsOfLines(lines.map(({ order_line_id }) => order_line_id));
      return this.checked(lines.map((line) => ({ ...line, delivery_line_id: null })));
    }
    if (delivery_ids) {
      await this.steps.takeTurns(await this.rows.orderIdsOfDeliveries(delivery_ids));
      const unbilled = await this.rows.unbilledOf(delivery_ids);
      refuse(
        missing(
          '/delivery_ids',
          delivery_ids,
          unbilled.map(({ delivery_id }) => delivery_id),
        ),
      );
      const known = await this.rows.lines(unbilled.map(({ order_line_id }) => order_line_id));
      return this.checked(notInvoicedOtherwise(unbilled, known));
    }
    await this.steps.takeTurns(order_ids!);
    const ids = await this.rows.lineIdsOfOrders(order_ids!);
    const known = await this.rows.lines(ids);
    refuse(
      missing(
        '/order_ids',
        order_ids!,
        [...known.values()].map(({ order_id }) => order_id),
      ),
    );
    const open = [...known.values()].filter((line) => leftToInvoice(line, basis) > 0);
    refuse(
      billingFaults(
        open.map(({ id }) => ({ order_line_id: id })),
        known,
        () => '/order_ids',
      ),
    );
    return ids
      .map((id) => known.get(id)!)
      .filter((line) => open.includes(line))
      .map((line) => ({ line, quantity: leftToInvoice(line, basis), delivery_line_id: null }));
  }

  private async checked(
    lines: readonly { order_line_id: string; quantity: number; delivery_line_id: string | null }[],
  ): Promise<WantedLine[]> {
    const known = await this.rows.lines(lines.map(({ order_line_id }) => order_line_id));
    refuse(billingFaults(lines, known));
    const wanted = lines.map(({ order_line_id, ...rest }) => ({ ...rest, line: known.get(order_line_id)! }));
    const excess = billingExcess(wanted);
    if (excess.length > 0) throw INVOICE_EXCEEDS_ORDER(undefined, { lines: excess });
    return wanted;
  }
}

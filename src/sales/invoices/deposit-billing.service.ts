import { Injectable } from '@nestjs/common';
import { KERNEL_ERRORS, notFound } from '../../kernel/errors/index.js';
import { Rational } from '../../kernel/numbers/index.js';
import { SalesOrderSteps } from '../orders/sales-order-steps.js';
import type { BilledLine } from './billing-lines.js';
import { BillingRepository } from './billing.repository.js';
import { InvoiceDrafts } from './invoice-drafts.js';
import { BILLABLE_STATES } from './invoiced-lines.js';
import { SALES_INVOICE_ERRORS } from './sales-invoice.errors.js';
import { SalesInvoicesRepository } from './sales-invoices.repository.js';
import type { DepositCreditInput, DepositInput } from './sales-invoices.dto.js';

const { DEPOSIT_CREDIT_EXCEEDS_REST, DEPOSIT_EXCEEDS_ORDER } = SALES_INVOICE_ERRORS;

/** What customers pay in advance: asked for, and given back as far as no invoice deducts it. Orders are locked first. */
@Injectable()
export class DepositBilling {
  constructor(
    private readonly rows: BillingRepository,
    private readonly invoices: SalesInvoicesRepository,
    private readonly drafts: InvoiceDrafts,
    private readonly steps: SalesOrderSteps,
  ) {}

  /** @returns the id. @throws NOT_FOUND, INVALID_STATE, DEPOSIT_EXCEEDS_ORDER */
  async ask({ order_id, amount, tax_code_id = null, post: _, ...words }: DepositInput): Promise<string> {
    await this.steps.takeTurns([order_id]);
    const order = await this.rows.depositOrder(order_id);
    if (!order) throw notFound('Sales order', order_id);
    if (!BILLABLE_STATES.includes(order.state))
      throw KERNEL_ERRORS.INVALID_STATE(`${order.number} is ${order.state}`, { state: order.state });
    if (Rational.parse(amount).compare(Rational.parse(order.left)) > 0)
      throw DEPOSIT_EXCEEDS_ORDER(undefined, { left: order.left });
    const line: BilledLine = {
      account_role: 'customer_deposits',
      description: `In advance for ${order.number}`,
      net_amount: amount,
      tax_code_id,
      charge: { order_id, kind: 'deposit', deducts_id: null, amount },
    };
    return this.drafts.write('deposit', order, words, [line]);
  }

  /**
   * Credits what is left of a deposit, or a part of it, with the tax that it was posted with. What is credited no invoice deducts any more.
   * @returns the id of the credit note. @throws NOT_FOUND, DEPOSIT_CREDIT_EXCEEDS_REST also of a deposit that is not posted
   */
  async giveBack({ deposit_id, amount, post: _, ...words }: DepositCreditInput): Promise<string> {
    const head = await this.invoices.head(deposit_id);
    if (head.kind !== 'deposit') throw notFound('Deposit', deposit_id);
    const [order_id] = await this.rows.orderIdsOf(deposit_id);
    await this.steps.takeTurns([order_id!]);
    const deposits = await this.rows.depositsOf([order_id!]);
    const deposit = deposits.find(({ sales_invoice_id }) => sales_invoice_id === deposit_id);
    const left = deposit?.left ?? '0.00';
    const credited = amount ?? left;
    if (!deposit || Rational.parse(credited).compare(Rational.parse(left)) > 0)
      throw DEPOSIT_CREDIT_EXCEEDS_REST(undefined, { left });
    const { company_id, customer_id, currency_code } = head;
    const line: BilledLine = {
      account_role: 'customer_deposits',
      description: `Given back of what was paid in advance: ${deposit.number}`,
      net_amount: credited,
      tax_code_id: deposit.tax_code_id,
      ...(deposit.tax_rate !== null && { tax_rate: deposit.tax_rate }),
      charge: { order_id: order_id!, kind: 'deduction', deducts_id: deposit.id, amount: credited },
    };
    const of = { company_id, customer_id, currency_code, payment_terms_id: null };
    return this.drafts.write('credit_note', of, { ...words, corrects_id: head.invoice_id }, [line]);
  }
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { requirePermission } from '../../kernel/security/index.js';
import { assertStates, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { BillingRepository } from './billing.repository.js';
import { Billing } from './billing.service.js';
import { InvoiceBooking } from './invoice-booking.js';
import type { SalesInvoice } from './sales-invoice.entity.js';
import { SalesInvoiceBeside } from './sales-invoice-beside.js';
import { SALES_INVOICE_ERRORS } from './sales-invoice.errors.js';
import { SALES_INVOICE } from './sales-invoice.machine.js';
import type { SalesInvoiceState } from './sales-invoice.machine.js';
import { SALES_INVOICE_PERMISSIONS as MAY } from './sales-invoice.permissions.js';
import type {
  CancelSalesInvoiceInput,
  CreditNoteInput,
  DepositCreditInput,
  DepositInput,
  SalesInvoiceDto,
  SalesInvoiceHeadDto,
  SalesInvoiceInput,
} from './sales-invoices.dto.js';
import { SalesInvoicesRepository } from './sales-invoices.repository.js';

/** Invoices, deposits and credit notes to customers: drafted, posted, cancelled. What is paid of them is the business of the books. */
@Injectable()
export class SalesInvoices {
  constructor(
    private readonly db: Database,
    private readonly rows: SalesInvoicesRepository,
    private readonly billing: Billing,
    private readonly facts: BillingRepository,
    private readonly booking: InvoiceBooking,
    private readonly beside: SalesInvoiceBeside,
  ) {}

  page(query: ListParameters & { state?: string[] }): Promise<Page<SalesInvoiceHeadDto>> {
    assertStates(SALES_INVOICE, 'an invoice to a customer', query.state);
    return this.rows.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's companies */
  get(id: string): Promise<SalesInvoiceDto> {
    return this.rows.get(id);
  }

  /** @throws as Billing.invoice; FORBIDDEN to post */
  invoice(input: SalesInvoiceInput): Promise<SalesInvoiceDto> {
    return this.drafted(() => this.billing.invoice(input), input.post);
  }

  /** @throws as DepositBilling.ask; FORBIDDEN to post */
  deposit(input: DepositInput): Promise<SalesInvoiceDto> {
    return this.drafted(() => this.billing.deposits.ask(input), input.post);
  }

  /** @throws as DepositBilling.giveBack; FORBIDDEN to post */
  depositCredit(input: DepositCreditInput): Promise<SalesInvoiceDto> {
    return this.drafted(() => this.billing.deposits.giveBack(input), input.post);
  }

  /** @throws as Billing.creditNote; FORBIDDEN to post */
  creditNote(input: CreditNoteInput): Promise<SalesInvoiceDto> {
    return this.drafted(() => this.billing.creditNote(input), input.post);
  }

  /** Posts a draft in the books and counts it in its orders. @throws INVALID_STATE, BOOKS_CLOSED, INVOICE_EXCEEDS_ORDER where the order has shrunk since, SALES_QUANTITY_EXCEEDED */
  post(id: string): Promise<SalesInvoiceDto> {
    return this.step(id, 'post', null, async ({ invoice_id, kind }) => {
      const lines = kind === 'invoice' ? await this.facts.exceedingOf(id) : [];
      if (lines.length > 0) throw SALES_INVOICE_ERRORS.INVOICE_EXCEEDS_ORDER(undefined, { lines });
      await this.booking.post(id, invoice_id);
      await this.facts.count(id, 1);
    });
  }

  /** Cancels a draft, or a posted one by the reversal of its entry. @throws INVALID_STATE, INVOICE_ALLOCATED, DEPOSIT_DEDUCTED, BOOKS_CLOSED */
  cancel(id: string, { reason, entry_date }: CancelSalesInvoiceInput): Promise<SalesInvoiceDto> {
    return this.step(id, 'cancel', reason, async ({ invoice_id, state }) => {
      if (await this.facts.isDeducted(id)) throw SALES_INVOICE_ERRORS.DEPOSIT_DEDUCTED();
      await this.booking.cancel(id, invoice_id, reason, entry_date);
      if (state === 'posted') await this.facts.count(id, -1);
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state } = await this.rows.head(id);
    return listTransitions(SALES_INVOICE, state as SalesInvoiceState);
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.rows.head(id);
    return this.beside.historyOf(id);
  }

  private drafted(draft: () => Promise<string>, post = false): Promise<SalesInvoiceDto> {
    return this.db.transaction(async () => {
      if (post) requirePermission(MAY.post);
      const id = await draft();
      return post ? this.post(id) : this.rows.get(id);
    });
  }

  private step(
    id: string,
    event: 'post' | 'cancel',
    reason: string | null,
    effect: (invoice: SalesInvoice) => Promise<void>,
  ): Promise<SalesInvoiceDto> {
    return this.db.transaction(async () => {
      await this.rows.head(id);
      await this.beside.step(await this.facts.orderIdsOf(id), { id, event, reason }, effect);
      return this.rows.get(id);
    });
  }
}

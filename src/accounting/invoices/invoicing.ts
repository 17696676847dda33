import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, invalid } from '../../kernel/errors/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { ACCOUNTING_ERRORS } from '../accounting.errors.js';
import { ChartOfAccounts } from '../accounts/chart.service.js';
import { JournalPosting } from '../journal/journal-posting.js';
import type { InvoiceDraft } from './invoice-draft.js';
import { InvoiceDrafting } from './invoice-drafting.js';
import { invoiceEntry } from './invoice-entry.js';
import { Invoice } from './invoice.entity.js';
import { INVOICE } from './invoice.machine.js';
import { InvoicesRepository } from './invoices.repository.js';
import type { InvoiceStanding } from './invoices.repository.js';
import { controlRole, journalOf } from './sides.js';

/** An invoice as it was posted. */
export interface PostedInvoice {
  readonly id: string;
  readonly number: string;
  readonly entry_id: string;
}

/**
 * The engine of invoices, for purchasing, sales and people alike: they hand it lines, and it knows none of their documents. Works within the
 * caller's transaction; whether the caller may is the business of the route that calls.
 */
@Injectable()
export class Invoicing {
  constructor(
    private readonly db: Database,
    private readonly drafting: InvoiceDrafting,
    private readonly invoices: InvoicesRepository,
    private readonly chart: ChartOfAccounts,
    private readonly posting: JournalPosting,
    private readonly history: DocumentHistory,
  ) {}

  /**
   * Drafts an invoice or credit note. @returns its id
   * @throws VALIDATION_FAILED with every fault; DUPLICATE of the supplier's number; EXCHANGE_RATE_MISSING, ACCOUNT_ROLE_MISSING
   */
  draft(draft: InvoiceDraft): Promise<string> {
    return this.db.transaction(async () => {
      const { columns, lines } = await this.drafting.work(draft);
      const { hold_reason = null } = draft;
      const { id } = await this.db.insert(Invoice, {
        ...columns,
        source_kind: draft.source_kind ?? null,
        source_id: draft.source_id ?? null,
        state: INVOICE.initial,
        ...(hold_reason !== null && holding(hold_reason)),
      });
      await this.invoices.replaceLines(id, lines);
      await this.history.record({ machine: INVOICE, id, event: 'create', from: null, to: 'draft' });
      return id;
    });
  }

  /** Puts other terms and lines in place of those of a draft. @throws INVOICE_POSTED, as `draft` */
  redraft(id: string, change: (invoice: Invoice) => InvoiceDraft): Promise<void> {
    return this.db.transaction(async () => {
      const invoice = await this.db.lock(Invoice, id);
      if (invoice.state !== 'draft') throw ACCOUNTING_ERRORS.INVOICE_POSTED();
      const { columns, lines } = await this.drafting.work(change(invoice));
      await this.db.update(Invoice, id, columns);
      await this.invoices.replaceLines(id, lines);
    });
  }

  /**
   * Posts a draft: its journal entry first, then its legal number.
   * @throws INVALID_STATE, BOOKS_CLOSED, FISCAL_YEAR_MISSING, ACCOUNT_ROLE_MISSING, ACCOUNT_NOT_POSTABLE, ACCOUNT_CURRENCY; VALIDATION_FAILED of nothing
   */
  post(id: string): Promise<PostedInvoice> {
    return this.db.transaction(async () => {
      const invoice = await this.db.lock(Invoice, id);
      const state = INVOICE.next(invoice.state, 'post');
      const { company_id, entry_date, side, memo, external_number } = invoice;
      const role = controlRole(side);
      const control_account_id = (await this.chart.resolve(company_id, [role])).get(role)!;
      const lines = invoiceEntry(invoice, await this.invoices.wholeLines(id), control_account_id);
      if (lines.length === 0)
        throw invalid([{ pointer: '/lines', code: 'TOO_SMALL', message: 'Nothing is invoiced: cancel the draft' }]);
      const [entry] = await this.posting.post([
        {
          ...{ company_id, entry_date, journal: journalOf(side), memo: memo ?? external_number, lines },
          ...{ source_kind: 'accounting_invoice', source_id: id },
        },
      ]);
      const entry_id = entry!.id;
      const { number } = await this.db.update(Invoice, id, { state, entry_id, control_account_id });
      await this.history.record({ machine: INVOICE, id, event: 'post', from: invoice.state, to: state });
      return { id, number: number!, entry_id };
    });
  }

  /** Both at once, for documents that hand over what is settled. @throws as `draft` and `post` */
  draftAndPost(draft: InvoiceDraft): Promise<PostedInvoice> {
    return this.db.transaction(async () => this.post(await this.draft(draft)));
  }

  /**
   * Cancels a draft, or a posted invoice by the reversal of its entry; it keeps its number.
   * @throws INVALID_STATE, INVOICE_ALLOCATED, BOOKS_CLOSED
   */
  cancel(id: string, reason: string, entryDate?: string): Promise<void> {
    return this.db.transaction(async () => {
      const invoice = await this.db.lock(Invoice, id);
      const state = INVOICE.next(invoice.state, 'cancel');
      if (!/^0+(\.0+)?$/.test(invoice.allocated_amount)) throw ACCOUNTING_ERRORS.INVOICE_ALLOCATED();
      if (entryDate !== undefined && entryDate < invoice.entry_date)
        throw invalid([
          { pointer: '/entry_date', code: 'TOO_SMALL', message: `It is posted for ${invoice.entry_date}` },
        ]);
      const ids = invoice.entry_id === null ? [] : [invoice.entry_id];
      const reversals = await this.posting.reverse(ids, { entry_date: entryDate, memo: reason });
      const reversal_entry_id = invoice.entry_id && reversals.get(invoice.entry_id)!.id;
      await this.db.update(Invoice, id, { state, reversal_entry_id });
      await this.history.record({ machine: INVOICE, id, event: 'cancel', from: invoice.state, to: state, reason });
    });
  }

  /** Nothing is paid of an invoice on hold. One that is held already keeps on, with the new reason. @throws INVALID_STATE */
  hold(id: string, reason: string): Promise<void> {
    return this.db.transaction(async () => {
      const { state } = await this.db.lock(Invoice, id);
      if (state === 'cancelled') throw KERNEL_ERRORS.INVALID_STATE('It is cancelled', { state, event: 'hold' });
      await this.db.update(Invoice, id, holding(reason));
    });
  }

  /** @throws INVOICE_NOT_HELD */
  release(id: string, reason: string): Promise<void> {
    return this.db.transaction(async () => {
      const { is_held } = await this.db.lock(Invoice, id);
      if (!is_held) throw ACCOUNTING_ERRORS.INVOICE_NOT_HELD();
      const released = { is_held: false, release_reason: reason, released_by: currentActor().user_id };
      await this.db.update(Invoice, id, { ...released, released_at: new Date().toISOString() });
    });
  }

  /** What became of the invoices of documents. */
  ofSources(sourceKind: string, sourceIds: readonly string[]): Promise<InvoiceStanding[]> {
    return this.invoices.ofSources(sourceKind, sourceIds);
  }

  /** What a supplier or customer has open with a company, in the company's currency; below zero where they are owed. */
  exposure(companyId: string, partnerId: string): Promise<string> {
    return this.invoices.exposure(companyId, partnerId);
  }
}

function holding(hold_reason: string): Partial<Invoice> {
  return { is_held: true, hold_reason, held_by: currentActor().user_id, held_at: new Date().toISOString() };
}

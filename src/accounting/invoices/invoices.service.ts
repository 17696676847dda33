import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { csvLine } from '../../kernel/http/index.js';
import { RequestContext, assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { ACCOUNTING_ERRORS } from '../accounting.errors.js';
import { Allocating } from '../payments/allocating.js';
import type { InvoiceDraft } from './invoice-draft.js';
import { Invoice } from './invoice.entity.js';
import { INVOICE } from './invoice.machine.js';
import type { InvoiceState } from './invoice.machine.js';
import { Invoicing } from './invoicing.js';
import type { AllocateInput, CancelInvoiceInput, InvoiceDto, InvoiceHeadDto, InvoiceInput } from './invoices.dto.js';
import type { InvoicePatch, TakeBackInput } from './invoices.dto.js';
import { InvoicesRepository } from './invoices.repository.js';

/** Rows that an export reads at once. */
const CHUNK = 500;
const EXPORTED = [
  ...[
    'number',
    'side',
    'kind',
    'partner_code',
    'partner_name',
    'external_number',
    'invoice_date',
    'entry_date',
    'due_date',
    'currency_code',
    'rate',
  ],
  ...[
    'net_amount',
    'tax_amount',
    'total_amount',
    'base_total',
    'allocated_amount',
    'open_amount',
    'open_base',
    'status',
    'is_overdue',
    'is_held',
    'memo',
    'id',
  ],
] as const;

/** What people do with invoices by hand. Every step looks whether they see it first. */
@Injectable()
export class InvoicesService {
  constructor(
    private readonly db: Database,
    private readonly invoices: InvoicesRepository,
    private readonly engine: Invoicing,
    private readonly allocating: Allocating,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters): Promise<Page<InvoiceHeadDto>> {
    return this.invoices.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's companies */
  get(id: string): Promise<InvoiceDto> {
    return this.invoices.get(id);
  }

  /** @throws as `Invoicing.draft` */
  create({ company_id = defaultCompanyId(), ...input }: InvoiceInput): Promise<InvoiceDto> {
    assertInScope({ company_id }, 'Company');
    return this.db.transaction(async () => this.get(await this.engine.draft({ company_id, ...input })));
  }

  /** What is not named stays; lines that are named take the place of all others. @throws INVOICE_POSTED, as `create` */
  change(id: string, patch: InvoicePatch): Promise<InvoiceDto> {
    return this.ownStep(id, async () => {
      const lines = await this.linesOf(id, patch.invoice_date === undefined);
      await this.engine.redraft(id, (invoice) => redrafted(invoice, lines, patch));
    });
  }

  post(id: string): Promise<InvoiceDto> {
    return this.ownStep(id, () => this.engine.post(id));
  }

  cancel(id: string, { reason, entry_date }: CancelInvoiceInput): Promise<InvoiceDto> {
    return this.ownStep(id, () => this.engine.cancel(id, reason, entry_date));
  }

  hold(id: string, reason: string): Promise<InvoiceDto> {
    return this.step(id, () => this.engine.hold(id, reason));
  }

  release(id: string, reason: string): Promise<InvoiceDto> {
    return this.ownStep(id, () => this.engine.release(id, reason));
  }

  /** Drafts the credit note of a whole posted invoice. @throws INVALID_STATE */
  credit(id: string, memo: string): Promise<InvoiceDto> {
    return this.db.transaction(async () => {
      const credited = await this.get(id);
      assertOwn(credited);
      const { kind, state } = credited;
      if (kind !== 'invoice' || state !== 'posted')
        throw KERNEL_ERRORS.INVALID_STATE('Only a posted invoice is credited', { state, event: 'credit' });
      const invoice = await this.db.lock(Invoice, id);
      const lines = await this.linesOf(id);
      const { external_number: _, ...terms } = termsOf(invoice);
      const dates = { invoice_date: undefined, entry_date: undefined, due_date: undefined, payment_terms_id: null };
      return this.get(
        await this.engine.draft({ ...terms, ...dates, kind: 'credit_note', corrects_id: id, memo, lines }),
      );
    });
  }

  /** Sets a credit note off against invoices. @throws as `Allocating.allocate` */
  apply(id: string, { allocations, on }: AllocateInput): Promise<InvoiceDto> {
    return this.step(id, async () => {
      await this.db.lock(Invoice, id);
      await this.allocating.allocate({ credit_note_id: id }, allocations, on);
    });
  }

  takeBack(id: string, { allocation_ids, reason, on }: TakeBackInput): Promise<InvoiceDto> {
    return this.step(id, async () => {
      await this.db.lock(Invoice, id);
      await this.allocating.takeBack({ credit_note_id: id }, allocation_ids, reason, on);
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state, allocated_amount } = await this.get(id);
    const isUsed = !/^0+(\.0+)?$/.test(allocated_amount);
    return listTransitions(INVOICE, state as InvoiceState, {
      cancel: () => (isUsed ? [{ code: 'INVOICE_ALLOCATED', message: `${allocated_amount} is paid of it` }] : []),
    });
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.get(id);
    return this.history.of(INVOICE, id);
  }

  /** All rows of a list as CSV; the first are read before the stream is handed out, so that a refusal is still a problem. */
  async csv(query: ListParameters): Promise<Readable> {
    const context = RequestContext.current();
    const { invoices } = this;
    const first = await invoices.page({ ...query, limit: CHUNK });
    async function* lines(): AsyncGenerator<string> {
      yield csvLine([...EXPORTED]);
      for (let page = first; ;) {
        yield page.data.map((row) => csvLine(EXPORTED.map((name) => row[name]))).join('');
        const { next_cursor: cursor } = page;
        if (cursor === null) return;
        // The stream is read by the socket, outside the request's context.
        page = await RequestContext.run(context, () => invoices.page({ ...query, limit: CHUNK, cursor }));
      }
    }
    return Readable.from(lines());
  }

  /** A step that belongs to the document that handed the invoice over, where one did. @throws INVOICE_OF_DOCUMENT */
  private ownStep(id: string, work: () => Promise<unknown>): Promise<InvoiceDto> {
    return this.step(id, async (invoice) => {
      assertOwn(invoice);
      await work();
    });
  }

  private step(id: string, work: (invoice: InvoiceDto) => Promise<unknown>): Promise<InvoiceDto> {
    return this.db.transaction(async () => {
      await work(await this.get(id));
      return this.get(id);
    });
  }

  /** The lines of an invoice as if they were handed over again. @param keepsTax with the tax that they have, whatever the day */
  private async linesOf(id: string, keepsTax = true): Promise<InvoiceDraft['lines']> {
    const lines = await this.invoices.wholeLines(id);
    return lines.map(({ tax_amount, tax_code_id, tax_rate: _, ...line }) => ({
      ...line,
      tax_code_id,
      ...(keepsTax && tax_code_id !== null && { tax_amount }),
    }));
  }
}

/** @throws INVOICE_OF_DOCUMENT */
function assertOwn({ source_kind }: InvoiceDto): void {
  if (source_kind !== null) throw ACCOUNTING_ERRORS.INVOICE_OF_DOCUMENT();
}

function termsOf(invoice: Invoice): Omit<InvoiceDraft, 'lines'> {
  const { company_id, kind, supplier_id, customer_id, currency_code, corrects_id, external_number } = invoice;
  const { invoice_date, entry_date, due_date, payment_terms_id, rate, memo } = invoice;
  return {
    ...{ company_id, kind, supplier_id, customer_id, currency_code, corrects_id, external_number },
    ...{ invoice_date, entry_date, due_date, payment_terms_id, rate, memo },
  };
}

/** A draft with what a patch names in place of what it said; new terms or another date make its due date anew. */
function redrafted(invoice: Invoice, lines: InvoiceDraft['lines'], patch: InvoicePatch): InvoiceDraft {
  const isDueAnew =
    patch.due_date === undefined && (patch.invoice_date !== undefined || patch.payment_terms_id !== undefined);
  const { due_date, ...terms } = termsOf(invoice);
  return { ...terms, ...(!isDueAnew && { due_date }), lines, ...patch };
}

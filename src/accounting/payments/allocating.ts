import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, notFound, refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { ACCOUNTING_ERRORS } from '../accounting.errors.js';
import { JournalPosting } from '../journal/journal-posting.js';
import type { EntryDraft } from '../journal/journal-posting.js';
import { JournalRepository } from '../journal/journal.repository.js';
import { differenceLines, shareOut } from './allocation.js';
import type { Share, WantedAllocation } from './allocation.js';
import { AllocationsRepository } from './allocations.repository.js';
import type { LockedDocument, Source } from './allocations.repository.js';

/** Says which invoices a payment or credit note pays, one to many and many to one, and takes that back. */
@Injectable()
export class Allocating {
  constructor(
    private readonly db: Database,
    private readonly allocations: AllocationsRepository,
    private readonly journal: JournalRepository,
    private readonly posting: JournalPosting,
  ) {}

  /**
   * Pays invoices, all or none of them, in a fixed number of statements. What pays is locked first, then the invoices in the order of their ids, then
   * the books: so do all that need more than one of these.
   * @param on the day it counts from, where neither document is later; today when not given
   * @throws VALIDATION_FAILED with every invoice that is not there; INVALID_STATE, INVOICE_HELD, ALLOCATION_MISMATCH, ALLOCATION_EXCEEDS_OPEN
   */
  allocate(source: Source, wanted: readonly WantedAllocation[], on?: string): Promise<void> {
    return this.db.transaction(async () => {
      const ids = wanted.map(({ invoice_id }) => invoice_id);
      const paying = await this.lockSource(source);
      const locked = await this.lockInvoices(ids);
      refuse(invoiceFaults(ids, locked, paying));
      assertMayPay(
        paying,
        ids.map((id) => locked.get(id)!),
      );
      const { shares, overpaid } = shareOut(wanted, locked, paying);
      if (overpaid.length > 0) throw ACCOUNTING_ERRORS.ALLOCATION_EXCEEDS_OPEN(undefined, { lines: overpaid });
      const day = on ?? (await this.allocations.today());
      await this.write(source, paying, shares, day);
    });
  }

  /**
   * Takes allocations back, with the entries of their differences. @param ids all that stand when null
   * @throws VALIDATION_FAILED for those that are not of the source; ALLOCATION_UNDONE, BOOKS_CLOSED
   */
  takeBack(source: Source, ids: readonly string[] | null, reason: string, on?: string): Promise<void> {
    return this.db.transaction(async () => {
      await this.lockSource(source);
      await this.lockInvoices(await this.allocations.invoicesOf(source));
      const known = await this.allocations.ofSource(source, ids);
      refuse(
        (ids ?? []).flatMap((id, n) =>
          known.some((each) => each.id === id)
            ? []
            : [{ pointer: `/allocation_ids/${n}`, code: 'REFERENCE_NOT_FOUND', message: 'It has no such allocation' }],
        ),
      );
      const standing = known.filter(({ undone_on }) => undone_on === null);
      if (ids !== null && standing.length < known.length) throw ACCOUNTING_ERRORS.ALLOCATION_UNDONE();
      const entries = standing.flatMap(({ entry_id }) => entry_id ?? []);
      const reversals = await this.posting.reverse(entries, { entry_date: on, memo: reason });
      await this.allocations.undo(standing, on ?? null, currentActor().user_id, reversals);
    });
  }

  /** Invoices by their ids, locked. For who posts what pays them first. */
  async lockInvoices(ids: readonly string[]): Promise<ReadonlyMap<string, LockedDocument>> {
    return new Map((await this.allocations.lockInvoices(ids)).map((row) => [row.id, row]));
  }

  private async lockSource(source: Source): Promise<LockedDocument> {
    if ('payment_id' in source) return this.allocations.lockPayment(source.payment_id);
    const [note] = await this.allocations.lockInvoices([source.credit_note_id]);
    if (!note) throw notFound('Credit note', source.credit_note_id);
    return note;
  }

  private async write(
    source: Source,
    paying: LockedDocument,
    shares: readonly Share<LockedDocument>[],
    on: string,
  ): Promise<void> {
    const { company_id, side, supplier_id, customer_id } = paying;
    const ids = await this.journal.newIds(shares.length);
    const dayOf = ({ invoice }: Share<LockedDocument>): string =>
      [on, invoice.entry_date, paying.entry_date].reduce((latest, day) => (day > latest ? day : latest));
    const drafts = shares.flatMap((share, n): EntryDraft[] => {
      const lines = differenceLines(side, share, paying, { supplier_id, customer_id });
      if (lines.length === 0) return [];
      const memo = `${share.invoice.number} paid by ${paying.number}`;
      const head = { company_id, entry_date: dayOf(share), journal: 'payments', memo, lines };
      return [{ ...head, source_kind: 'accounting_allocation', source_id: ids[n]! }];
    });
    const entries = new Map((await this.posting.post(drafts)).map((entry, n) => [drafts[n]!.source_id, entry.id]));
    await this.allocations.write(
      company_id,
      source,
      shares.map((share, n) => ({
        id: ids[n]!,
        invoice_id: share.invoice.id,
        amount: share.amount,
        invoice_base: share.invoice_base,
        source_base: share.source_base,
        allocated_on: dayOf(share),
        entry_id: entries.get(ids[n]!) ?? null,
      })),
    );
  }
}

function invoiceFaults(
  ids: readonly string[],
  locked: ReadonlyMap<string, LockedDocument>,
  paying: LockedDocument,
): FieldError[] {
  return ids.flatMap((id, n) => {
    const at = { pointer: `/allocations/${n}/invoice_id` };
    if (ids.indexOf(id) < n) return [{ ...at, code: 'DUPLICATE', message: 'is named twice' }];
    return locked.get(id)?.company_id === paying.company_id
      ? []
      : [{ ...at, code: 'REFERENCE_NOT_FOUND', message: 'There is no such invoice in the company' }];
  });
}

/** @throws INVALID_STATE, INVOICE_HELD, ALLOCATION_MISMATCH; the database asks the same again */
function assertMayPay(paying: LockedDocument, invoices: readonly LockedDocument[]): void {
  for (const { state, number } of [paying, ...invoices])
    if (state !== 'posted')
      throw KERNEL_ERRORS.INVALID_STATE(`${number ?? 'A draft'} is ${state}: both are posted first`, { state });
  const same = (invoice: LockedDocument): boolean =>
    invoice.kind === (paying.is_refund ? 'credit_note' : 'invoice') &&
    paying.kind !== 'invoice' &&
    (['side', 'supplier_id', 'customer_id', 'currency_code'] as const).every(
      (field) => invoice[field] === paying[field],
    );
  const others = invoices.filter((invoice) => !same(invoice)).map(({ number }) => number);
  if (others.length > 0) throw ACCOUNTING_ERRORS.ALLOCATION_MISMATCH(undefined, { invoices: others });
  const held = invoices.filter(({ is_held }) => is_held).map(({ number }) => number);
  if (held.length > 0) throw ACCOUNTING_ERRORS.INVOICE_HELD(undefined, { invoices: held });
}

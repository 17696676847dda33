import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Side } from '../invoices/sides.js';
import type { OpenDocument } from './allocation.js';

/** What pays: a payment, or a credit note. */
export type Source = { readonly payment_id: string } | { readonly credit_note_id: string };

/** A document that is locked to be paid, or to pay. */
export interface LockedDocument extends OpenDocument {
  readonly company_id: string;
  readonly side: Side;
  readonly kind: 'invoice' | 'credit_note' | 'payment';
  readonly state: string;
  readonly supplier_id: string | null;
  readonly customer_id: string | null;
  readonly currency_code: string;
  readonly entry_date: string;
  readonly is_held: boolean;
  /** A payment the other way, which pays credit notes. */
  readonly is_refund: boolean;
}

/** An allocation to be written. */
export interface NewAllocation {
  readonly id: string;
  readonly invoice_id: string;
  readonly amount: string;
  readonly invoice_base: string;
  readonly source_base: string;
  readonly allocated_on: string;
  readonly entry_id: string | null;
}

/** An allocation that stands, or is taken back. */
export interface KnownAllocation {
  readonly id: string;
  readonly entry_id: string | null;
  readonly undone_on: string | null;
}

@Injectable()
export class AllocationsRepository {
  constructor(private readonly db: Database) {}

  async today(): Promise<string> {
    return (await this.db.one<{ today: string }>('select current_date as today')).today;
  }

  /** Invoices and credit notes of a company, locked in the order of their ids. */
  lockInvoices(ids: readonly string[]): Promise<LockedDocument[]> {
    return this.db.query<LockedDocument>(
      `select i.id, i.number, i.company_id, i.side, i.kind, i.state, i.supplier_id, i.customer_id, i.currency_code, i.rate, i.open_amount, i.open_base, i.entry_date, i.is_held,
              false as is_refund, i.control_account_id
         from erp.invoices i where i.id = any($1::uuid[]) order by i.id for update`,
      [ids],
    );
  }

  lockPayment(id: string): Promise<LockedDocument> {
    return this.db.one<LockedDocument>(
      `select p.id, p.number, p.company_id, p.side, 'payment' as kind, p.state, p.supplier_id, p.customer_id, p.currency_code, p.rate, p.open_amount, p.open_base,
              p.payment_date as entry_date, false as is_held, p.is_refund, p.control_account_id
         from erp.payments p where p.id = $1 for update`,
      [id],
    );
  }

  /** One row for each; the trigger of the table counts them up on both sides. */
  async write(companyId: string, source: Source, allocations: readonly NewAllocation[]): Promise<void> {
    const { payment_id = null, credit_note_id = null } = source as { payment_id?: string; credit_note_id?: string };
    await this.db.query(
      `insert into erp.payment_allocations (id, company_id, payment_id, credit_note_id, invoice_id, amount, invoice_base, source_base, allocated_on, entry_id)
       select g.id, $1, $2, $3, g.invoice_id, g.amount, g.invoice_base, g.source_base, g.allocated_on, g.entry_id
         from jsonb_to_recordset($4::jsonb) g (id uuid, invoice_id uuid, amount numeric, invoice_base numeric, source_base numeric, allocated_on date, entry_id uuid)
        order by g.id`,
      [companyId, payment_id, credit_note_id, JSON.stringify(allocations)],
    );
  }

  /** Allocations of a source, locked: those named, or all. */
  ofSource(source: Source, ids: readonly string[] | null): Promise<KnownAllocation[]> {
    return this.db.query<KnownAllocation>(
      `select a.id, a.entry_id, a.undone_on from erp.payment_allocations a
        where (a.payment_id = $1 or a.credit_note_id = $1) and ($2::uuid[] is null or a.id = any($2::uuid[])) order by a.id for update`,
      ['payment_id' in source ? source.payment_id : source.credit_note_id, ids],
    );
  }

  /** The invoices of a source's allocations, to be locked before they change. */
  async invoicesOf(source: Source): Promise<string[]> {
    const rows = await this.db.query<{ invoice_id: string }>(
      `select distinct a.invoice_id from erp.payment_allocations a where (a.payment_id = $1 or a.credit_note_id = $1) and a.undone_on is null`,
      ['payment_id' in source ? source.payment_id : source.credit_note_id],
    );
    return rows.map(({ invoice_id }) => invoice_id);
  }

  /** Takes allocations back, not before their own day. @param reversals of their entries, by the entry */
  async undo(
    allocations: readonly KnownAllocation[],
    on: string | null,
    by: string,
    reversals: ReadonlyMap<string, { readonly id: string }>,
  ): Promise<void> {
    await this.db.query(
      `update erp.payment_allocations a set undone_on = greatest(coalesce($3::date, current_date), a.allocated_on), undone_by = $4, undo_entry_id = g.entry_id
         from unnest($1::uuid[], $2::uuid[]) g (id, entry_id) where a.id = g.id`,
      [
        allocations.map(({ id }) => id),
        allocations.map(({ entry_id }) => (entry_id === null ? null : reversals.get(entry_id)!.id)),
        on,
        by,
      ],
    );
  }
}

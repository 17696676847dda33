import { Injectable } from '@nestjs/common';
import { Invoicing, JournalPosting } from '../../accounting/index.js';
import { Database } from '../../kernel/database/index.js';
import { negated } from '../../kernel/numbers/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { PurchaseInvoice } from './purchase-invoice.entity.js';
import { PURCHASE_INVOICE } from './purchase-invoice.machine.js';
import { PurchaseInvoicesRepository } from './purchase-invoices.repository.js';
import type { HeldLine } from './purchase-invoices.repository.js';
import { differencesOf, matchedLine } from './three-way-match.js';
import type { MatchDifference } from './three-way-match.js';

/** The document because of which something is settled. */
export interface SettledBy {
  readonly id: string;
  readonly memo: string;
  /** Today when not given. */
  readonly entry_date?: string | null;
}

/** Under this name, with the id of the document that it comes of, a posted difference of price is found in the journal. */
export const VARIANCE_SOURCE = 'purchase_variance';

/** What follows for invoices and books when anything of an order line changes. All of it under the locks of the orders. */
@Injectable()
export class MatchSettling {
  constructor(
    private readonly db: Database,
    private readonly rows: PurchaseInvoicesRepository,
    private readonly engine: Invoicing,
    private readonly journal: JournalPosting,
    private readonly history: DocumentHistory,
  ) {}

  /** After a receipt or return of orders: nothing but one question when none of their lines was ever invoiced. */
  async ofOrders(orderIds: readonly string[], by: SettledBy): Promise<void> {
    const ids = await this.rows.invoicedLinesOf(orderIds);
    if (ids.length === 0) return;
    await this.settle(ids, by);
    await this.rematch(ids);
  }

  /**
   * Posts what invoices cost more or less than the pieces came in at, as far as that is not posted: goods received and not invoiced are then
   * worth what is open of them, and nothing when nothing is.
   */
  async settle(orderLineIds: readonly string[], { id, memo, entry_date = null }: SettledBy): Promise<void> {
    for (const { company_id, value } of await this.rows.takeVariances(orderLineIds))
      await this.journal.post([
        {
          ...{ company_id, entry_date, journal: 'purchases', memo, source_kind: VARIANCE_SOURCE, source_id: id },
          lines: [
            { role: 'price_variance', amount: value },
            { role: 'grni', amount: negated(value) },
          ],
        },
      ]);
  }

  /** Lets held invoices pass that differ in nothing any more, unless a person has put them on hold since. */
  async rematch(orderLineIds: readonly string[]): Promise<void> {
    const byInvoice = new Map<string, HeldLine[]>();
    for (const line of await this.rows.heldLines(orderLineIds))
      byInvoice.set(line.purchase_invoice_id, [...(byInvoice.get(line.purchase_invoice_id) ?? []), line]);
    for (const [id, lines] of byInvoice) if (stillDiffers(lines).length === 0) await this.pass(id);
  }

  /** Says that a held invoice is matched now, and releases it. */
  async pass(id: string): Promise<void> {
    const held = await this.db.lock(PurchaseInvoice, id);
    const state = PURCHASE_INVOICE.next(held.state, 'match');
    const { is_held, hold_reason } = await this.rows.get(id);
    await this.db.update(PurchaseInvoice, id, { state });
    if (is_held && hold_reason === held.hold_reason) await this.engine.release(held.invoice_id, 'Matched');
    await this.history.record({ machine: PURCHASE_INVOICE, id, event: 'match', from: held.state, to: state });
  }
}

/** What of an invoice is beyond its tolerance now. */
export function stillDiffers(lines: readonly HeldLine[]): MatchDifference[] {
  return lines.flatMap((held) =>
    differencesOf(
      matchedLine({ order_line_id: held.id, quantity: held.invoice_quantity, net_amount: held.net_amount }, held),
      held.invoice_line_no,
    ),
  );
}

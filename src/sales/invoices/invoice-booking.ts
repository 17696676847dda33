import { Injectable } from '@nestjs/common';
import { Invoicing, JournalPosting } from '../../accounting/index.js';
import { negated } from '../../kernel/numbers/index.js';
import { SalesInvoicesRepository } from './sales-invoices.repository.js';

/** Kind of source of the entries that clear deposits whose rate was another than that of the invoice which deducts them. */
export const DEPOSIT_DIFFERENCE_SOURCE = 'sales_deposit_difference';

/** Invoices to customers in the books, with what the deposits that they deduct have gained or lost by the rate meanwhile. */
@Injectable()
export class InvoiceBooking {
  constructor(
    private readonly rows: SalesInvoicesRepository,
    private readonly engine: Invoicing,
    private readonly journal: JournalPosting,
  ) {}

  /** @throws as Invoicing.post */
  async post(id: string, invoiceId: string): Promise<void> {
    await this.engine.post(invoiceId);
    const { company_id, entry_date, number, difference } = await this.rows.depositDifference(id);
    if (/^-?0*(\.0*)?$/.test(difference)) return;
    const lost = difference.startsWith('-');
    await this.journal.post([
      {
        ...{ company_id, entry_date, journal: 'sales', memo: `Exchange difference of deposits: ${number}` },
        ...{ source_kind: DEPOSIT_DIFFERENCE_SOURCE, source_id: id },
        lines: [
          { role: 'customer_deposits', amount: difference },
          { role: lost ? 'exchange_loss' : 'exchange_gain', amount: negated(difference) },
        ],
      },
    ]);
  }

  /** @throws as Invoicing.cancel */
  async cancel(id: string, invoiceId: string, reason: string, entryDate: string | undefined): Promise<void> {
    await this.engine.cancel(invoiceId, reason, entryDate);
    await this.journal.reverse(await this.rows.entriesOf(DEPOSIT_DIFFERENCE_SOURCE, id), {
      entry_date: entryDate,
      memo: reason,
    });
  }
}

import { Injectable } from '@nestjs/common';
import { Invoicing } from '../../accounting/index.js';
import type { InvoiceDraft } from '../../accounting/index.js';
import { Database } from '../../kernel/database/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import type { BilledLine } from './billing-lines.js';
import { BillingRepository } from './billing.repository.js';
import type { BillableLine } from './invoiced-lines.js';
import { SalesInvoice, SalesInvoiceCharge, SalesInvoiceLine } from './sales-invoice.entity.js';
import type { SalesInvoiceKind } from './sales-invoice-kinds.js';
import { SALES_INVOICE } from './sales-invoice.machine.js';
import { SALES_INVOICE_SOURCE } from './sales-invoices-limits.js';

/** Drafts of invoices, deposits and credit notes: in the books, and what each of their lines is for. */
@Injectable()
export class InvoiceDrafts {
  constructor(
    private readonly db: Database,
    private readonly rows: BillingRepository,
    private readonly engine: Invoicing,
    private readonly history: DocumentHistory,
  ) {}

  /** @returns the id */
  async write(
    kind: SalesInvoiceKind,
    of: Pick<BillableLine, 'company_id' | 'customer_id' | 'currency_code' | 'payment_terms_id'>,
    words: Partial<InvoiceDraft>,
    lines: readonly BilledLine[],
    return_id: string | null = null,
  ): Promise<string> {
    const { company_id, customer_id, currency_code, payment_terms_id } = of;
    const id = await this.db.newId();
    const invoice_id = await this.engine.draft({
      ...(payment_terms_id !== null && kind !== 'credit_note' && { payment_terms_id }),
      ...words,
      ...{ company_id, customer_id, currency_code, kind: kind === 'credit_note' ? kind : 'invoice' },
      ...{ source_kind: SALES_INVOICE_SOURCE, source_id: id },
      lines: lines.map(({ goods: _, charge: __, ...line }) => line),
    });
    await this.db.insert(SalesInvoice, { id, invoice_id, company_id, customer_id, kind, return_id });
    const ids = await this.rows.invoiceLineIds(invoice_id);
    const told = { sales_invoice_id: id };
    const goods = lines.flatMap(({ goods }, n) => (goods ? [{ ...goods, ...told, invoice_line_id: ids[n]! }] : []));
    const charges = lines.flatMap(({ charge }, n) =>
      charge ? [{ ...charge, ...told, invoice_line_id: ids[n]! }] : [],
    );
    if (goods.length > 0) await this.db.insertMany(SalesInvoiceLine, goods);
    if (charges.length > 0) await this.db.insertMany(SalesInvoiceCharge, charges);
    await this.history.record({ machine: SALES_INVOICE, id, event: 'create', from: null, to: 'draft' });
    return id;
  }
}

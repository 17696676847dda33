import { Injectable } from '@nestjs/common';
import { Invoicing } from '../../accounting/index.js';
import type { InvoiceLineDraft } from '../../accounting/index.js';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import { DocumentHistory, assertStates, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { OrderWritingRepository } from '../orders/order-writing.repository.js';
import { MatchSettling, stillDiffers } from './match-settling.js';
import { PurchaseInvoice, PurchaseInvoiceLine } from './purchase-invoice.entity.js';
import { PURCHASE_INVOICE_ERRORS } from './purchase-invoice.errors.js';
import { PURCHASE_INVOICE } from './purchase-invoice.machine.js';
import type { PurchaseInvoiceState } from './purchase-invoice.machine.js';
import type {
  PurchaseChargeInput,
  PurchaseInvoiceCancelInput,
  PurchaseInvoiceDto,
  PurchaseInvoiceHeadDto,
  PurchaseInvoiceInput,
  PurchaseInvoiceLineInput,
} from './purchase-invoices.dto.js';
import { PurchaseInvoicesRepository } from './purchase-invoices.repository.js';
import { creditExcess, differencesOf, enteredFaults, matchedLine } from './three-way-match.js';
import type { MatchedLine } from './three-way-match.js';

/** Under this name, with its id, the books know an invoice of a supplier. */
export const PURCHASE_INVOICE_SOURCE = 'purchase_invoice';

/** Invoices and credit notes of suppliers against orders: entered, matched, held, released, cancelled. */
@Injectable()
export class PurchaseInvoices {
  constructor(
    private readonly db: Database,
    private readonly rows: PurchaseInvoicesRepository,
    private readonly orders: OrderWritingRepository,
    private readonly engine: Invoicing,
    private readonly settling: MatchSettling,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters & { state?: string[] }): Promise<Page<PurchaseInvoiceHeadDto>> {
    assertStates(PURCHASE_INVOICE, 'an invoice of a supplier', query.state);
    return this.rows.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's companies */
  get(id: string): Promise<PurchaseInvoiceDto> {
    return this.rows.get(id);
  }

  /**
   * Enters an invoice, posts it and matches it with its orders and receipts: within the tolerances it passes, otherwise it is posted all the
   * same, and on hold. Orders are locked first, so that receipts and other invoices of a line take turns with it.
   * @throws VALIDATION_FAILED with every fault, CREDIT_EXCEEDS_INVOICED with every such line, DUPLICATE of the supplier's number, and what posting throws
   */
  register(input: PurchaseInvoiceInput): Promise<PurchaseInvoiceDto> {
    const { company_id = defaultCompanyId(), lines, charges = [], kind = 'invoice', ...words } = input;
    assertInScope({ company_id }, 'Company');
    return this.db.transaction(async () => {
      const ids = lines.map(({ order_line_id }) => order_line_id);
      await this.orders.takeTurnsOfLines(ids);
      const known = await this.rows.orderLines(ids);
      const is_credit = kind === 'credit_note';
      refuse(enteredFaults(lines, known, { supplier_id: words.supplier_id, company_id, is_credit }));
      const matched = lines.map((line) => matchedLine(line, known.get(line.order_line_id)!));
      const excess = is_credit ? creditExcess(matched) : [];
      if (excess.length > 0) throw PURCHASE_INVOICE_ERRORS.CREDIT_EXCEEDS_INVOICED(undefined, { lines: excess });
      const differences = is_credit ? [] : matched.flatMap((line, n) => differencesOf(line, n + 1));
      const hold_reason =
        differences.length > 0
          ? differences
              .map(({ message }) => message)
              .join('; ')
              .slice(0, 2000)
          : null;
      const id = await this.db.newId();
      const invoice_id = await this.engine.draft({
        ...words,
        company_id,
        kind,
        currency_code: matched[0]!.line.currency_code,
        ...{ source_kind: PURCHASE_INVOICE_SOURCE, source_id: id, hold_reason },
        lines: [...matched.map((line, n) => invoiceLine(line, lines[n]!)), ...charges.map(chargeLine)],
      });
      await this.db.insert(PurchaseInvoice, { id, invoice_id, company_id, hold_reason });
      const lineIds = await this.rows.invoiceLineIds(invoice_id);
      await this.db.insertMany(
        PurchaseInvoiceLine,
        matched.map(({ line, quantity, ordered_amount, price_variance, quantity_variance }, n) => ({
          ...{
            invoice_line_id: lineIds[n]!,
            purchase_invoice_id: id,
            order_line_id: line.id,
            quantity,
            ordered_amount,
            price_variance,
          },
          quantity_variance: is_credit ? 0 : quantity_variance,
        })),
      );
      const event = hold_reason === null ? 'match' : 'hold';
      const state = hold_reason === null ? PURCHASE_INVOICE.next(PURCHASE_INVOICE.initial, 'match') : 'held';
      await this.db.update(PurchaseInvoice, id, { state });
      await this.history.record(
        { machine: PURCHASE_INVOICE, id, event: 'create', from: null, to: PURCHASE_INVOICE.initial },
        { machine: PURCHASE_INVOICE, id, event, from: PURCHASE_INVOICE.initial, to: state, reason: hold_reason },
      );
      const { number } = await this.engine.post(invoice_id);
      const entry_date = words.entry_date ?? words.invoice_date ?? null;
      await this.settling.settle(ids, { id, memo: number, entry_date });
      if (is_credit) await this.settling.rematch(ids);
      return this.rows.get(id);
    });
  }

  /** Matches a held invoice anew; receipts do that by themselves. @throws INVALID_STATE, INVOICE_STILL_DIFFERS */
  match(id: string): Promise<PurchaseInvoiceDto> {
    return this.step(id, async ({ state }) => {
      PURCHASE_INVOICE.next(state, 'match');
      const lines = stillDiffers(await this.rows.linesOf(id));
      if (lines.length > 0) throw PURCHASE_INVOICE_ERRORS.INVOICE_STILL_DIFFERS(undefined, { lines });
      await this.settling.pass(id);
    });
  }

  /** Lets a held invoice be paid as it is. @throws INVALID_STATE */
  release(id: string, reason: string): Promise<PurchaseInvoiceDto> {
    return this.step(id, async (held) => {
      const state = PURCHASE_INVOICE.next(held.state, 'release');
      await this.db.update(PurchaseInvoice, id, { state });
      const { is_held } = await this.rows.get(id);
      if (is_held) await this.engine.release(held.invoice_id, reason);
      await this.history.record({
        machine: PURCHASE_INVOICE,
        id,
        event: 'release',
        from: held.state,
        to: state,
        reason,
      });
    });
  }

  /** Takes an invoice back, with its entries; nothing may be paid of it. @throws INVALID_STATE, INVOICE_ALLOCATED, BOOKS_CLOSED */
  cancel(id: string, { reason, entry_date }: PurchaseInvoiceCancelInput): Promise<PurchaseInvoiceDto> {
    return this.step(id, async (invoice, orderLineIds) => {
      const state = PURCHASE_INVOICE.next(invoice.state, 'cancel');
      await this.db.update(PurchaseInvoice, id, { state });
      await this.engine.cancel(invoice.invoice_id, reason, entry_date);
      await this.history.record({
        machine: PURCHASE_INVOICE,
        id,
        event: 'cancel',
        from: invoice.state,
        to: state,
        reason,
      });
      await this.settling.settle(orderLineIds, { id, memo: reason, entry_date: entry_date ?? null });
      await this.settling.rematch(orderLineIds);
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state } = await this.rows.get(id);
    return listTransitions(PURCHASE_INVOICE, state as PurchaseInvoiceState);
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.rows.get(id);
    return this.history.of(PURCHASE_INVOICE, id);
  }

  private step(
    id: string,
    work: (invoice: PurchaseInvoice, orderLineIds: string[]) => Promise<void>,
  ): Promise<PurchaseInvoiceDto> {
    return this.db.transaction(async () => {
      await this.rows.get(id);
      const orderLineIds = await this.rows.orderLineIdsOf(id);
      await this.orders.takeTurnsOfLines(orderLineIds);
      await work(await this.db.lock(PurchaseInvoice, id), orderLineIds);
      return this.rows.get(id);
    });
  }
}

/** Goods go against what was received and not invoiced; services are an expense at once. */
function invoiceLine(
  matched: MatchedLine,
  { tax_code_id, tax_amount = null }: PurchaseInvoiceLineInput,
): InvoiceLineDraft {
  const { line, unit_quantity, unit_price, discount_percent, net_amount } = matched;
  const hasUnits = !/^0\.0+$/.test(unit_quantity);
  return {
    account_role: line.is_service ? 'purchase_expense' : 'grni',
    description: `${line.order_number} line ${line.line_no}: ${line.sku}`,
    quantity: hasUnits ? unit_quantity : '1',
    unit_id: hasUnits ? line.unit_id : null,
    unit_price,
    discount_percent,
    net_amount,
    tax_code_id: tax_code_id === undefined ? line.tax_code_id : tax_code_id,
    tax_amount,
    source_line_id: line.id,
  };
}

function chargeLine({
  account_role = null,
  account_id = null,
  tax_code_id = null,
  tax_amount = null,
  ...said
}: PurchaseChargeInput): InvoiceLineDraft {
  const role = account_role ?? (account_id === null ? 'purchase_expense' : null);
  return { ...said, account_role: role, account_id, tax_code_id, tax_amount };
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import { DocumentHistory, assertStates, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { OrderApprovals } from './order-approvals.js';
import { orderTotals } from './order-amounts.js';
import { OrderLines } from './order-lines.js';
import type { NewOrderLine, OrderTerms } from './order-lines.js';
import { OrderWritingRepository } from './order-writing.repository.js';
import type { OrderCircumstances } from './order-writing.repository.js';
import type { PurchaseOrderDto, PurchaseOrderHeadDto, PurchaseOrderInput, PurchaseOrderPatch } from './orders.dto.js';
import { PurchaseOrdersRepository } from './orders.repository.js';
import { PURCHASE_ORDER_ERRORS } from './purchase-order.errors.js';
import { PurchaseOrder, PurchaseOrderLine } from './purchase-order.entity.js';
import { PURCHASE_ORDER } from './purchase-order.machine.js';
import type { PurchaseOrderState } from './purchase-order.machine.js';

/** Purchase orders on paper: drafted, changed, looked at. */
@Injectable()
export class PurchaseOrdersService {
  constructor(
    private readonly db: Database,
    private readonly orders: PurchaseOrdersRepository,
    private readonly rows: OrderWritingRepository,
    private readonly lines: OrderLines,
    private readonly approvals: OrderApprovals,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters & { state?: string[] }): Promise<Page<PurchaseOrderHeadDto>> {
    assertStates(PURCHASE_ORDER, 'a purchase order', query.state);
    return this.orders.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's companies and warehouses */
  get(id: string): Promise<PurchaseOrderDto> {
    return this.orders.get(id);
  }

  /** Drafts an order. @throws VALIDATION_FAILED with every fault, SUPPLIER_INACTIVE */
  create(input: PurchaseOrderInput): Promise<PurchaseOrderDto> {
    return this.db.transaction(async () => {
      const { id } = await this.draft(input);
      return this.orders.get(id);
    });
  }

  /**
   * The same without looking at it again: for those who draft many.
   * @returns the ids of the order and of its lines, in their order
   */
  async draft({
    lines: inputs,
    ...input
  }: PurchaseOrderInput): Promise<{ id: string; number: string; line_ids: string[] }> {
    const company_id = input.company_id ?? defaultCompanyId();
    assertInScope({ company_id, ...(input.warehouse_id && { warehouse_id: input.warehouse_id }) }, 'Warehouse');
    return this.db.transaction(async () => {
      const { supplier_id, warehouse_id = null, currency_code = null } = input;
      const found = await this.rows.circumstances({ company_id, supplier_id, warehouse_id, currency_code });
      const faults = headFaults(found);
      const terms: OrderTerms = {
        company_id,
        supplier_id,
        currency_code: (currency_code ?? found.supplier_currency ?? found.company_currency ?? '').toUpperCase(),
        ordered_on: input.ordered_on ?? found.today,
      };
      const resolved = await this.lines.resolve(terms, inputs);
      refuse([...faults, ...resolved.faults]);
      if (!found.supplier_is_active) throw PURCHASE_ORDER_ERRORS.SUPPLIER_INACTIVE();
      const order = await this.db.insert(PurchaseOrder, {
        ...terms,
        warehouse_id: found.warehouse_id!,
        supplier_reference: input.supplier_reference ?? null,
        payment_terms_days: input.payment_terms_days ?? found.payment_terms_days,
        delivery_terms: input.delivery_terms ?? null,
        notes: input.notes ?? null,
        ...orderTotals(resolved.lines),
      });
      const { id, number } = order;
      const written = await this.writeLines(id, resolved.lines);
      await this.history.record({ machine: PURCHASE_ORDER, id, event: 'create', from: null, to: 'draft' });
      const inOrder = [...written].sort((a, b) => a.line_no - b.line_no);
      return { id, number, line_ids: inOrder.map((line) => line.id) };
    });
  }

  /** In which currency a supplier is paid when nobody says otherwise. */
  async currencyOf(named: { company_id: string; supplier_id: string }): Promise<string> {
    const found = await this.rows.circumstances({ ...named, warehouse_id: null, currency_code: null });
    return found.supplier_currency ?? found.company_currency!;
  }

  /** @throws INVALID_STATE once it was submitted; VALIDATION_FAILED */
  change(id: string, { lines, ...patch }: PurchaseOrderPatch): Promise<PurchaseOrderDto> {
    return this.db.transaction(async () => {
      const [order] = await this.rows.lock([id]);
      const { state } = order!;
      if (state !== 'draft')
        throw KERNEL_ERRORS.INVALID_STATE('Only a draft is changed like this; an approved order by its `change`', {
          state,
        });
      const columns: Partial<PurchaseOrder> = { ...(patch as Partial<PurchaseOrder>) };
      if (lines) {
        const before = await this.orders.lines(id);
        const requested = before.findIndex(({ requests }) => requests.length > 0);
        const resolved = await this.lines.resolve({ ...order!, ...columns } as OrderTerms, lines);
        const message = `Line ${requested + 1} is for a requisition: cancel the order and build it anew`;
        refuse([...(requested >= 0 ? [{ pointer: '/lines', code: 'NOT_ALLOWED', message }] : []), ...resolved.faults]);
        await this.db.query('delete from erp.purchase_order_lines where order_id = $1', [id]);
        await this.writeLines(id, resolved.lines);
        Object.assign(columns, orderTotals(resolved.lines));
      }
      if (lines) await this.db.update<PurchaseOrder>(PurchaseOrder, id, columns);
      else await this.db.change<PurchaseOrder>(PurchaseOrder, id, columns);
      return this.orders.get(id);
    });
  }

  /** Every step with whether the caller may take it now and what stands in its way. */
  async transitions(id: string): Promise<Transition[]> {
    const order = await this.orders.head(id);
    return listTransitions(PURCHASE_ORDER, order.state as PurchaseOrderState, {
      approve: () => this.approvals.reasons(order),
    });
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.orders.head(id);
    return this.history.of(PURCHASE_ORDER, id);
  }

  private writeLines(order_id: string, lines: readonly NewOrderLine[]): Promise<PurchaseOrderLine[]> {
    return this.db.insertMany<PurchaseOrderLine>(
      PurchaseOrderLine,
      lines.map((line) => ({ order_id, ...line })),
    );
  }
}

function headFaults(found: OrderCircumstances): FieldError[] {
  const missing = (field: string, what: string): FieldError => ({
    pointer: `/${field}`,
    code: 'REFERENCE_NOT_FOUND',
    message: `There is no such ${what}`,
  });
  return [
    ...(found.supplier_id === null ? [missing('supplier_id', 'supplier')] : []),
    ...(found.warehouse_id === null ? [missing('warehouse_id', 'warehouse in the company')] : []),
    ...(found.has_currency ? [] : [missing('currency_code', 'currency')]),
  ];
}

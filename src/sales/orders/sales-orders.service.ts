import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, refuse } from '../../kernel/errors/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { salesTotals } from '../lines/sales-amounts.js';
import { currencyOf, headFaults } from '../lines/sales-heads.js';
import { SalesLinesRepository } from '../lines/sales-lines.repository.js';
import { SalesRates } from '../lines/sales-rates.js';
import { SALES_ERRORS } from '../sales.errors.js';
import type { NewSalesOrderLine } from './sales-order-lines.js';
import { SalesOrderLines } from './sales-order-lines.js';
import { SalesOrderRows } from './sales-order-rows.repository.js';
import { SalesOrder, SalesOrderLine } from './sales-order.entity.js';
import { SALES_ORDER } from './sales-order.machine.js';
import type { SalesOrderInput, SalesOrderPatch } from './sales-orders.dto.js';

/** The head of an order that comes of a quotation. */
export type QuotedHead = Partial<SalesOrder> & Pick<SalesOrder, 'currency_code' | 'ordered_on' | 'freight_amount'>;

/** Sales orders on paper: drafted and changed. */
@Injectable()
export class SalesOrdersService {
  constructor(
    private readonly db: Database,
    private readonly rows: SalesOrderRows,
    private readonly looked: SalesLinesRepository,
    private readonly lines: SalesOrderLines,
    private readonly rates: SalesRates,
    private readonly history: DocumentHistory,
  ) {}

  /**
   * Drafts an order. @returns its id
   * @throws VALIDATION_FAILED with every fault, CUSTOMER_INACTIVE, EXCHANGE_RATE_MISSING
   */
  create({ lines: inputs, ...input }: SalesOrderInput): Promise<string> {
    const company_id = input.company_id ?? defaultCompanyId();
    assertInScope({ company_id, ...(input.warehouse_id && { warehouse_id: input.warehouse_id }) }, 'Warehouse');
    return this.db.transaction(async () => {
      const { customer_id, warehouse_id = null, currency_code = null, payment_terms_id = null } = input;
      const named = { company_id, customer_id, warehouse_id, currency_code, payment_terms_id };
      const found = await this.looked.circumstances(named);
      const currency = currencyOf(found, currency_code);
      const ordered_on = input.ordered_on ?? found.today;
      const terms = { company_id, customer_id, currency_code: currency, company_currency: found.company_currency! };
      const resolved = await this.lines.resolve({ ...terms, on: ordered_on }, found.warehouse_id, inputs);
      refuse([...headFaults(found, { with_warehouse: true }), ...resolved.faults]);
      if (!found.customer_is_active) throw SALES_ERRORS.CUSTOMER_INACTIVE();
      const order = await this.db.insert(SalesOrder, {
        ...{ company_id, customer_id, currency_code: currency, ordered_on, payment_terms_id },
        warehouse_id: found.warehouse_id!,
        rate: await this.rates.rate(currency, found.company_currency!, ordered_on),
        customer_reference: input.customer_reference ?? null,
        payment_terms_days: found.payment_terms_days,
        ship_to_name: input.ship_to_name ?? found.customer_name,
        ship_to_address: input.ship_to_address ?? found.customer_address,
        delivery_terms: input.delivery_terms ?? null,
        notes: input.notes ?? null,
        ...salesTotals(resolved.lines, input.freight_amount ?? '0'),
      });
      return this.write(order.id, resolved.lines);
    });
  }

  /**
   * An order of lines that are worked out already, such as those of a quotation that was won; who calls has looked at what it names.
   * @returns its id
   * @throws EXCHANGE_RATE_MISSING
   */
  createOf(head: QuotedHead, companyCurrency: string, lines: readonly NewSalesOrderLine[]): Promise<string> {
    return this.db.transaction(async () => {
      const rate = await this.rates.rate(head.currency_code, companyCurrency, head.ordered_on);
      const { id } = await this.db.insert(SalesOrder, { ...head, rate, ...salesTotals(lines, head.freight_amount) });
      return this.write(id, lines);
    });
  }

  /** @throws INVALID_STATE once it was confirmed; VALIDATION_FAILED */
  change(id: string, { lines, ...patch }: SalesOrderPatch): Promise<void> {
    return this.db.transaction(async () => {
      const [order] = await this.rows.lock([id]);
      const { state } = order!;
      if (state !== 'draft')
        throw KERNEL_ERRORS.INVALID_STATE('Only a draft is changed', {
          state,
          event: 'update',
          allowed_from: ['draft'],
        });
      const wanted = { ...order!, ...(patch as Partial<SalesOrder>) };
      const { currency_code, ordered_on, warehouse_id } = wanted;
      const found = await this.looked.circumstances(wanted);
      const terms = { ...wanted, company_currency: found.company_currency!, on: ordered_on };
      const resolved = lines && (await this.lines.resolve(terms, warehouse_id, lines));
      refuse([...headFaults(found, { with_warehouse: false }), ...(resolved?.faults ?? [])]);
      const amounts = resolved?.lines ?? (await this.rows.linesOf([id]));
      const columns: Partial<SalesOrder> = {
        ...(patch as Partial<SalesOrder>),
        ...(patch.payment_terms_id !== undefined && { payment_terms_days: found.payment_terms_days }),
        ...(patch.ordered_on && { rate: await this.rates.rate(currency_code, terms.company_currency, ordered_on) }),
        ...salesTotals(amounts, wanted.freight_amount),
      };
      if (!resolved) {
        await this.db.change<SalesOrder>(SalesOrder, id, columns);
        return;
      }
      await this.db.query('delete from erp.sales_order_lines where order_id = $1', [id]);
      await this.writeLines(id, resolved.lines);
      await this.db.update<SalesOrder>(SalesOrder, id, columns);
    });
  }

  private async write(id: string, lines: readonly NewSalesOrderLine[]): Promise<string> {
    await this.writeLines(id, lines);
    await this.history.record({ machine: SALES_ORDER, id, event: 'create', from: null, to: SALES_ORDER.initial });
    return id;
  }

  private writeLines(order_id: string, lines: readonly NewSalesOrderLine[]): Promise<SalesOrderLine[]> {
    return this.db.insertMany<SalesOrderLine>(
      SalesOrderLine,
      lines.map((line) => ({ order_id, ...line })),
    );
  }
}

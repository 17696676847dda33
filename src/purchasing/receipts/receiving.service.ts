import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, refuse } from '../../kernel/errors/index.js';
import { CompanyAmounts } from '../orders/company-amounts.js';
import { OrderWritingRepository } from '../orders/order-writing.repository.js';
import type { PurchaseOrder } from '../orders/purchase-order.entity.js';
import { LIVE_STATES } from '../orders/purchase-order.machine.js';
import { AfterReceipt } from './after-receipt.js';
import { Arrivals } from './arrivals.js';
import { RECEIPT_ERRORS } from './receipt.errors.js';
import { ReceiptPosting } from './receipt-posting.js';
import { receiptExcess, valued } from './received-lines.js';
import type { GoodsReceiptInput } from './receipts.dto.js';

/** Goods that come, of one or several orders of a company for one warehouse. */
export type Delivery = GoodsReceiptInput & { readonly shipment_id?: string | null };

/** Receiving: orders, stock, value, inspections and requisitions in one transaction. */
@Injectable()
export class Receiving {
  constructor(
    private readonly db: Database,
    private readonly orders: OrderWritingRepository,
    private readonly arrivals: Arrivals,
    private readonly amounts: CompanyAmounts,
    private readonly posting: ReceiptPosting,
    private readonly after: AfterReceipt,
  ) {}

  /**
   * Locks the orders in the order of their ids, so that two receipts of a line take turns.
   * @returns the id of the receipt
   * @throws VALIDATION_FAILED with every fault, INVALID_STATE, RECEIPT_EXCEEDS_ORDER with every such line, RECEIVING_PLACE_MISSING,
   *   EXCHANGE_RATE_MISSING, PERIOD_CLOSED and what the posting and the inspections throw
   */
  receive({ lines, ...delivery }: Delivery): Promise<string> {
    return this.db.transaction(async () => {
      const of = await this.posting.ordersOf(lines.map(({ order_line_id }) => order_line_id));
      const ids = [...new Set(of.values())];
      const orders = new Map((ids.length > 0 ? await this.orders.lock(ids) : []).map((order) => [order.id, order]));
      assertReceivable([...orders.values()]);
      const known = new Map((await this.orders.linesOf(ids)).map((line) => [line.id, line]));
      const { pieces, said } = await this.arrivals.pieces(lines, known, delivery.received_at ?? null);
      const excess = receiptExcess(pieces, known, orders);
      if (excess.length > 0) throw RECEIPT_ERRORS.RECEIPT_EXCEEDS_ORDER(undefined, { lines: excess });
      const rates = await this.rates([...orders.values()], delivery.received_at ?? null);
      const worth = valued(pieces, known, (line) => rates.get(line.order_id)!);
      const { company_id, warehouse_id } = orders.get(ids[0]!)!;
      const receipt = await this.posting.post({ ...delivery, company_id, warehouse_id }, worth, said);
      await this.after.done(receipt, ids, delivery.notes ?? null);
      return receipt.id;
    });
  }

  private async rates(orders: readonly PurchaseOrder[], at: string | null) {
    const found = await this.amounts.ratesOf(orders, at);
    return new Map(orders.map(({ id }, n) => [id, found[n]!]));
  }
}

/** @throws INVALID_STATE, VALIDATION_FAILED for orders of several companies or warehouses */
function assertReceivable(orders: readonly PurchaseOrder[]): void {
  const early = orders.find(({ state }) => !LIVE_STATES.includes(state));
  if (early) {
    const detail = `Nothing comes of ${early.number}, which is ${early.state}: it has to be ${LIVE_STATES.join(' or ')}`;
    throw KERNEL_ERRORS.INVALID_STATE(detail, { state: early.state, event: 'receive', allowed_from: LIVE_STATES });
  }
  const places = new Set(orders.map(({ company_id, warehouse_id }) => `${company_id} ${warehouse_id}`));
  if (places.size > 1)
    refuse([{ pointer: '/lines', code: 'NOT_ALLOWED', message: 'All are of orders of one company for one warehouse' }]);
}

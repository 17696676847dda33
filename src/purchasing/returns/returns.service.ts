import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import { StockPosting, VirtualSides, warehouseLimit } from '../../warehouse/index.js';
import type { MovementDraft } from '../../warehouse/index.js';
import { MatchSettling } from '../invoices/match-settling.js';
import { OrderSteps } from '../orders/order-steps.js';
import { PURCHASE_RETURN_ERRORS } from './return.errors.js';
import { PurchaseReturn } from './return.entity.js';
import { returnExcess, returnFaults, returnedShare } from './returned-lines.js';
import type { WantedReturn } from './returned-lines.js';
import type { SupplierReturnDto, SupplierReturnHeadDto, SupplierReturnInput } from './returns.dto.js';
import { SupplierReturnsRepository } from './returns.repository.js';

/** Under this name, with its id, what a return took is found in the ledger. */
export const PURCHASE_RETURN_SOURCE = 'purchase_return';

/** Goods that go back to their supplier, at what they came in at. */
@Injectable()
export class SupplierReturns {
  constructor(
    private readonly db: Database,
    private readonly rows: SupplierReturnsRepository,
    private readonly ledger: StockPosting,
    private readonly sides: VirtualSides,
    private readonly steps: OrderSteps,
    private readonly settling: MatchSettling,
  ) {}

  page(query: ListParameters): Promise<Page<SupplierReturnHeadDto>> {
    return this.rows.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's companies and warehouses */
  get(id: string): Promise<SupplierReturnDto> {
    return this.rows.get(id);
  }

  /**
   * Orders are locked first, so that of two returns of a line the second finds what the first has left.
   * @throws VALIDATION_FAILED with every fault, RETURN_EXCEEDS_RECEIPT with every such line, RETURN_FROM_CLOSED_ORDER, INSUFFICIENT_STOCK
   */
  send({ lines, ...words }: SupplierReturnInput): Promise<SupplierReturnDto> {
    return this.db.transaction(async () => {
      const ids = lines.map(({ receipt_line_id }) => receipt_line_id);
      const orderIds = new Set([...(await this.rows.returnable(ids)).values()].map(({ order_id }) => order_id));
      await this.steps.takeTurns([...orderIds]);
      const known = await this.rows.returnable(ids);
      refuse(returnFaults(lines, known));
      const wanted = lines.map((line): WantedReturn => {
        const found = known.get(line.receipt_line_id)!;
        const { quantity = found.quantity - found.returned_quantity, from_location_id = null, reopen = false } = line;
        return { found, quantity, from_location_id: from_location_id ?? found.location_id, reopen };
      });
      const excess = returnExcess(wanted);
      if (excess.length > 0) throw PURCHASE_RETURN_ERRORS.RETURN_EXCEEDS_RECEIPT(undefined, { lines: excess });
      refuseClosed(wanted);
      const id = await this.write(words, wanted);
      await this.steps.settle([...orderIds], 'take_back', words.reason);
      const sent = await this.rows.get(id);
      await this.settling.ofOrders([...orderIds], { id, memo: sent.number });
      return sent;
    });
  }

  private async write(
    { reason, reference = null, returned_at = null }: Omit<SupplierReturnInput, 'lines'>,
    wanted: readonly WantedReturn[],
  ): Promise<string> {
    const { company_id, supplier_id, warehouse_id } = wanted[0]!.found;
    const id = await this.db.newId();
    const stocked = wanted.filter(({ found }) => found.ledger_line_id !== null);
    const to_location_id = await this.sides.of(company_id, 'supplier');
    const draft: MovementDraft = {
      type: 'return',
      company_id,
      source_type: PURCHASE_RETURN_SOURCE,
      source_id: id,
      reference,
      reason,
      effective_at: returned_at,
      pointer: '',
      lines: stocked.map((each) => ({
        place: wanted.indexOf(each) + 1,
        product_id: each.found.product_id,
        lot_id: each.found.lot_id,
        quantity: each.quantity,
        from_location_id: each.from_location_id!,
        to_location_id,
        returns_line_id: each.found.ledger_line_id!,
      })),
    };
    const [movement] = stocked.length > 0 ? await this.ledger.post([draft], [], warehouseLimit()) : [];
    await this.db.insert(PurchaseReturn, {
      id,
      company_id,
      supplier_id,
      warehouse_id,
      movement_id: movement?.id ?? null,
      reason,
      reference,
      ...(returned_at && { returned_at }),
    });
    await this.rows.record(
      wanted.map(({ found, quantity, reopen }, n) => {
        const leg = movement?.lines[stocked.findIndex((each) => each.found === found)];
        return {
          return_id: id,
          line_no: n + 1,
          receipt_line_id: found.id,
          ledger_line_id: found.ledger_line_id === null ? null : leg!.id,
          quantity,
          is_reopened: reopen,
          amount: returnedShare(found.amount, found, quantity),
          value: found.ledger_line_id === null ? returnedShare(found.value, found, quantity) : leg!.value,
        };
      }),
    );
    return id;
  }
}

/** @throws RETURN_FROM_CLOSED_ORDER */
function refuseClosed(wanted: readonly WantedReturn[]): void {
  const closed = wanted.find(
    ({ found, reopen }) => reopen && (found.order_state === 'closed' || found.is_closed_short),
  );
  if (closed) {
    const { order_number, line_no } = closed.found;
    throw PURCHASE_RETURN_ERRORS.RETURN_FROM_CLOSED_ORDER(undefined, { order_number, line_no });
  }
}

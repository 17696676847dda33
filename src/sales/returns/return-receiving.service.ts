import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { invalid } from '../../kernel/errors/index.js';
import { allocateByLargestRemainder } from '../../kernel/numbers/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { StockPosting, VirtualSides, warehouseLimit } from '../../warehouse/index.js';
import type { MovementDraft, PostedMovement } from '../../warehouse/index.js';
import { Billing } from '../invoices/billing.service.js';
import { cameBack } from './returned-lines.js';
import type { Goods, ShippedPieces } from './returned-lines.js';
import { SalesReturn, SalesReturnPiece } from './sales-return.entity.js';
import { SALES_RETURN_ERRORS } from './sales-return.errors.js';
import { SALES_RETURN } from './sales-return.machine.js';
import type { ReceiveReturnInput } from './sales-returns.dto.js';
import { SalesReturnsRepository } from './sales-returns.repository.js';
import type { ReturnLine } from './sales-returns.repository.js';

/** Under this name, with its id, what came back is found in the ledger. */
export const SALES_RETURN_SOURCE = 'sales_return';

interface PlacedPieces {
  readonly line: ReturnLine;
  readonly pick: ShippedPieces;
  readonly quantity: number;
  readonly to_location_id: string;
}

/** What happens when goods come back: stock at what they left for, orders, credit notes. */
@Injectable()
export class ReturnReceiving {
  constructor(
    private readonly db: Database,
    private readonly rows: SalesReturnsRepository,
    private readonly ledger: StockPosting,
    private readonly sides: VirtualSides,
    private readonly billing: Billing,
    private readonly history: DocumentHistory,
  ) {}

  /**
   * Takes the goods in, piece by piece at the share of what each left for. Orders are locked by the caller, who settles them.
   * @throws INVALID_STATE, RETURN_EXCEEDS_SHIPMENT, REPLACEMENT_OF_CLOSED_ORDER, PERIOD_CLOSED; VALIDATION_FAILED for a place that is missing
   */
  receive(id: string, { received_at = null }: ReceiveReturnInput): Promise<void> {
    return this.history.step({ entity: SalesReturn, machine: SALES_RETURN, id, event: 'receive' }, async (coming) => {
      const lines = await this.rows.linesOf(id);
      refuseClosed(lines);
      const { pieces, short } = cameBack(
        lines,
        await this.rows.shippedPieces(lines.map(({ delivery_line_id }) => delivery_line_id)),
      );
      if (short.length > 0)
        throw SALES_RETURN_ERRORS.RETURN_EXCEEDS_SHIPMENT('Less of the lot was shipped, or came back already', {
          lines: short.map(({ line_no, quantity }) => ({ line_no, quantity })),
        });
      const places = await this.placesFor(lines, coming.warehouse_id);
      const placed = pieces.map(({ line, pick, quantity }): PlacedPieces => ({
        ...{ line, pick, quantity },
        to_location_id: line.to_location_id ?? places.get(line.goods) ?? pick.location_id,
      }));
      const movement = await this.post(coming, placed, received_at);
      await this.db.insertMany(
        SalesReturnPiece,
        [...byPick(placed).values()].flatMap((own, n) => {
          const leg = movement.lines[n]!;
          const values = allocateByLargestRemainder(
            leg.value,
            own.map(({ quantity }) => quantity),
          );
          return own.map(({ line, pick, quantity }, part) => ({
            ...{ return_line_id: line.id, pick_id: pick.id, ledger_line_id: leg.id, quantity },
            value: values[part]!,
          }));
        }),
      );
      await this.rows.count(id);
      return { columns: { movement_id: movement.id, received_at: received_at ?? new Date().toISOString() } };
    });
  }

  /**
   * A ledger line is returned once in a posting, at its share of what it was worth: what several lines of the return have of it comes to the place
   * of the first of them, and is moved on to those of the others in the same posting.
   */
  private async post(
    { id, number, reason, company_id }: SalesReturn,
    placed: readonly PlacedPieces[],
    effective_at: string | null,
  ): Promise<PostedMovement> {
    const source = { company_id, source_type: SALES_RETURN_SOURCE, source_id: id, reference: number, reason };
    const from_location_id = await this.sides.of(company_id, 'customer');
    const picks = [...byPick(placed).values()];
    const moved = picks.flatMap(([first, ...others]) =>
      others
        .filter(({ to_location_id }) => to_location_id !== first!.to_location_id)
        .map(({ line, pick, quantity, to_location_id }) => ({
          ...{ product_id: line.product_id, lot_id: pick.lot_id, quantity, to_location_id },
          from_location_id: first!.to_location_id,
        })),
    );
    const drafts: MovementDraft[] = [
      {
        ...{ ...source, type: 'return', effective_at, pointer: '' },
        lines: picks.map((own) => ({
          place: own[0]!.line.line_no,
          product_id: own[0]!.line.product_id,
          lot_id: own[0]!.pick.lot_id,
          quantity: own.reduce((sum, { quantity }) => sum + quantity, 0),
          from_location_id,
          to_location_id: own[0]!.to_location_id,
          returns_line_id: own[0]!.pick.ledger_line_id,
        })),
      },
      ...(moved.length > 0 ? [{ ...source, type: 'transfer' as const, effective_at, lines: moved }] : []),
    ];
    const [movement] = await this.ledger.post(drafts, [], warehouseLimit());
    return movement!;
  }

  /** Drafts the credit note of what need not be paid. @throws CREDIT_EXCEEDS_SALE when it was not invoiced */
  async credit(id: string): Promise<void> {
    const pieces = new Map<string, number>();
    for (const { outcome, order_line_id, quantity } of await this.rows.linesOf(id))
      if (outcome === 'credit') pieces.set(order_line_id, (pieces.get(order_line_id) ?? 0) + quantity);
    if (pieces.size === 0) return;
    const lines = [...pieces].map(([order_line_id, quantity]) => ({ order_line_id, quantity }));
    await this.billing.creditNote({ lines }, id);
  }

  private async placesFor(lines: readonly ReturnLine[], warehouseId: string): Promise<Map<Goods, string>> {
    const places = new Map<Goods, string>();
    for (const type of ['quarantine', 'scrap'] as const) {
      const needed = lines.findIndex(({ goods, to_location_id }) => goods === type && to_location_id === null);
      if (needed < 0) continue;
      const place = await this.rows.placeFor(warehouseId, type);
      if (place === null)
        throw invalid([
          { pointer: `/lines/${needed}/to_location_id`, code: 'REQUIRED', message: `The warehouse has no ${type}` },
        ]);
      places.set(type, place);
    }
    return places;
  }
}

/** @throws REPLACEMENT_OF_CLOSED_ORDER */
function refuseClosed(lines: readonly ReturnLine[]): void {
  const closed = lines.find(({ outcome, order_state }) => outcome === 'replace' && order_state === 'closed');
  if (closed) {
    const { order_number, line_no } = closed;
    throw SALES_RETURN_ERRORS.REPLACEMENT_OF_CLOSED_ORDER(undefined, { order_number, line_no });
  }
}

function byPick(placed: readonly PlacedPieces[]): Map<string, PlacedPieces[]> {
  const own = new Map<string, PlacedPieces[]>();
  for (const each of placed) own.set(each.pick.id, [...(own.get(each.pick.id) ?? []), each]);
  return own;
}

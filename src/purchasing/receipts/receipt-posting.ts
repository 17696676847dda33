import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { LineUnits, StockPosting, VirtualSides, warehouseLimit } from '../../warehouse/index.js';
import type { MovementDraft, PostedLine, SaidQuantity } from '../../warehouse/index.js';
import { RECEIPT_ERRORS } from './receipt.errors.js';
import { PurchaseReceipt } from './receipt.entity.js';
import type { ValuedPieces } from './received-lines.js';
import { piecesByLine } from './received-lines.js';
import { ReceivingRepository } from './receiving.repository.js';
import type { ReceivingPlace } from './receiving.repository.js';
import type { Delivery } from './receiving.service.js';

/** Under this name, with its id, what a receipt brought is found in the ledger. */
export const PURCHASE_RECEIPT_SOURCE = 'purchase_receipt';

type Head = Omit<Delivery, 'lines'> & { readonly company_id: string; readonly warehouse_id: string };
type PlacedPieces = ValuedPieces & { readonly location: ReceivingPlace | null };

/** Writes a receipt and posts it: one call of the ledger, at what the pieces cost. */
@Injectable()
export class ReceiptPosting {
  constructor(
    private readonly db: Database,
    private readonly rows: ReceivingRepository,
    private readonly ledger: StockPosting,
    private readonly sides: VirtualSides,
    private readonly units: LineUnits,
  ) {}

  ordersOf(lineIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.rows.ordersOf(lineIds);
  }

  /** @throws RECEIVING_PLACE_MISSING and as StockPosting.post */
  async post(head: Head, pieces: readonly ValuedPieces[], said: readonly SaidQuantity[]): Promise<PurchaseReceipt> {
    const id = await this.db.newId();
    const put = await this.placed(head, pieces);
    const stocked = put.filter(({ location }) => location !== null);
    const { movement_id, lines } = await this.move(id, head, stocked, said);
    const receipt = await this.db.insert(PurchaseReceipt, {
      id,
      company_id: head.company_id,
      warehouse_id: head.warehouse_id,
      shipment_id: head.shipment_id ?? null,
      movement_id,
      delivery_note: head.delivery_note ?? null,
      notes: head.notes ?? null,
      ...(head.received_at && { received_at: head.received_at }),
    });
    const posted = new Map(stocked.map((each, n) => [each, lines[n]!]));
    await this.rows.record(
      put.map((each, n) => {
        const { order_line_id, product_id, lot_id, quantity, is_rejected, rejection_reason, amount, value, location } =
          each;
        const leg = posted.get(each);
        const isPlaced = !is_rejected && (location === null || !location.is_receiving);
        return {
          receipt_id: id,
          line_no: n + 1,
          order_line_id,
          ledger_line_id: leg?.id ?? null,
          product_id,
          lot_id: leg?.lot_id ?? lot_id,
          location_id: location?.id ?? null,
          quantity,
          is_rejected,
          rejection_reason,
          amount,
          value: leg?.value ?? value,
          put_away_quantity: isPlaced ? quantity : 0,
        };
      }),
    );
    if (head.shipment_id) await this.rows.countShipment(head.shipment_id, piecesByLine(pieces));
    return receipt;
  }

  /** Where each goes: as its line says, as the document says, or where the warehouse receives; what is not taken into its quarantine. */
  private async placed(head: Head, pieces: readonly ValuedPieces[]): Promise<PlacedPieces[]> {
    const services = await this.rows.services([...new Set(pieces.map(({ product_id }) => product_id))]);
    const { receiving_id, quarantine_id } = await this.rows.places(head.warehouse_id);
    const idOf = ({ to_location_id, is_rejected }: ValuedPieces): string | null =>
      to_location_id ?? (is_rejected ? quarantine_id : (head.to_location_id ?? receiving_id));
    const stocked = pieces.filter(({ product_id }) => !services.has(product_id));
    if (stocked.some((each) => idOf(each) === null)) throw RECEIPT_ERRORS.RECEIVING_PLACE_MISSING();
    const places = await this.rows.placesById([...new Set(stocked.flatMap((each) => idOf(each) ?? []))]);
    return pieces.map((each) => {
      if (services.has(each.product_id)) return { ...each, location: null };
      const id = idOf(each)!;
      // One that is not there is told by the ledger, with its place in the document.
      return { ...each, location: places.get(id) ?? { id, warehouse_id: null, is_receiving: false } };
    });
  }

  private async move(
    source_id: string,
    { company_id, delivery_note, notes, received_at }: Head,
    stocked: readonly PlacedPieces[],
    said: readonly SaidQuantity[],
  ): Promise<{ movement_id: string | null; lines: readonly PostedLine[] }> {
    if (stocked.length === 0) return { movement_id: null, lines: [] };
    const from_location_id = await this.sides.of(company_id, 'supplier');
    const draft: MovementDraft = {
      type: 'receipt',
      company_id,
      source_type: PURCHASE_RECEIPT_SOURCE,
      source_id,
      reference: delivery_note ?? null,
      reason: notes ?? null,
      effective_at: received_at ?? null,
      pointer: '',
      lines: stocked.map(({ place, product_id, lot_id, quantity, value, location }) => ({
        place,
        product_id,
        lot_id,
        quantity,
        value,
        from_location_id,
        to_location_id: location!.id,
      })),
    };
    const [movement] = await this.ledger.post([draft], [], warehouseLimit());
    await this.units.keep(movement!, draft.lines, said);
    return { movement_id: movement!.id, lines: movement!.lines };
  }
}

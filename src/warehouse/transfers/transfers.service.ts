import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound, refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { assertInScope } from '../../kernel/security/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, StepEffect, Transition } from '../../kernel/state-machine/index.js';
import { LineUnits } from '../line-units/index.js';
import { StockPosting } from '../stock/stock-posting.js';
import { VirtualSides } from '../stock/virtual-sides.js';
import { LOT_ERRORS } from '../lots/index.js';
import { TransferOrder, TransferOrderLine } from './transfer-order.entity.js';
import { TRANSFER_ORDER_MACHINE } from './transfer-order.machine.js';
import type { TransferOrderEvent, TransferOrderState } from './transfer-order.machine.js';
import {
  TRANSFER_SOURCE,
  acceptedQuantities,
  arrival,
  dispatch,
  settledLines,
  settlementFaults,
} from './transfer-movements.js';
import type { Settled } from './transfer-movements.js';
import type {
  AcceptInput,
  CloseInput,
  TransferOrderDto,
  TransferOrderHeadDto,
  TransferOrderInput,
} from './transfers.dto.js';
import { TRANSFER_ERRORS } from './transfers.errors.js';
import { TransfersRepository } from './transfers.repository.js';

/** Transfers in two steps: the sender dispatches into transit, the receiver accepts out of it. What is in between is nobody's to promise. */
@Injectable()
export class TransfersService {
  constructor(
    private readonly db: Database,
    private readonly orders: TransfersRepository,
    private readonly posting: StockPosting,
    private readonly sides: VirtualSides,
    private readonly history: DocumentHistory,
    private readonly units: LineUnits,
  ) {}

  page(query: ListParameters): Promise<Page<TransferOrderHeadDto>> {
    return this.orders.page(query);
  }

  /** @throws NOT_FOUND when the caller sees neither end of it */
  async get(id: string): Promise<TransferOrderDto> {
    const order = await this.orders.find(id);
    if (!order) throw notFound('Transfer order', id);
    return order;
  }

  /** Plans a transfer out of one warehouse. @throws VALIDATION_FAILED with every fault, TRANSIT_MISSING */
  create({ lines, to_location_id, ...input }: TransferOrderInput): Promise<TransferOrderDto> {
    return this.db.transaction(async () => {
      const places = await this.orders.places([
        to_location_id,
        ...lines.map(({ from_location_id }) => from_location_id),
      ]);
      const known = await this.orders.known(
        lines.map(({ product_id }) => product_id),
        lines.flatMap(({ lot_id }) => lot_id ?? []),
      );
      const to = places.get(to_location_id);
      const from = places.get(lines[0]!.from_location_id);
      const missing = (pointer: string, message: string): FieldError => ({
        pointer,
        code: 'REFERENCE_NOT_FOUND',
        message,
      });
      const faults = lines.flatMap(({ product_id, lot_id, from_location_id }, n) => {
        const place = places.get(from_location_id);
        const fits =
          place?.warehouse_id != null &&
          !place.is_virtual &&
          place.warehouse_id === from?.warehouse_id &&
          place.company_id === to?.company_id;
        return [
          ...(fits
            ? []
            : [missing(`/lines/${n}/from_location_id`, 'All lines come out of one warehouse of the same company')]),
          ...(known.has(product_id) ? [] : [missing(`/lines/${n}/product_id`, 'There is no such product')]),
          ...(lot_id == null || known.has(lot_id) ? [] : [missing(`/lines/${n}/lot_id`, 'There is no such lot')]),
        ];
      });
      if (!to?.warehouse_id || to.is_virtual) faults.unshift(missing('/to_location_id', 'Name a place in a warehouse'));
      const { lines: counted, said } = await this.units.counted(lines, 'stock', faults);
      assertInScope({ company_id: from!.company_id, warehouse_id: from!.warehouse_id }, 'Location');
      const transit_location_id = await this.orders.transitOf(to!.company_id);
      if (!transit_location_id) throw TRANSFER_ERRORS.TRANSIT_MISSING();
      const ends = {
        from_warehouse_id: from!.warehouse_id!,
        to_warehouse_id: to!.warehouse_id!,
        to_location_id,
        transit_location_id,
      };
      const { id } = await this.db.insert(TransferOrder, { ...input, ...ends, company_id: to!.company_id });
      await this.db.insertMany(
        TransferOrderLine,
        counted.map(({ product_id, lot_id = null, from_location_id, quantity }, n) => ({
          transfer_order_id: id,
          line_no: n + 1,
          product_id,
          lot_id,
          from_location_id,
          quantity,
        })),
      );
      await this.units.keepOf(TRANSFER_SOURCE, id, said);
      await this.history.record({ machine: TRANSFER_ORDER_MACHINE, id, event: 'create', from: null, to: 'draft' });
      return this.get(id);
    });
  }

  /** Takes the pieces out of their places into transit; the lines become what was picked. @throws INSUFFICIENT_STOCK */
  dispatch(id: string): Promise<TransferOrderDto> {
    return this.step(id, 'dispatch', null, 'from', async (order, { lines }) => {
      const draft = dispatch(order, lines);
      const [movement] = await this.posting.post([draft]);
      await this.units.keep(movement!, draft.lines, await this.units.said(TRANSFER_SOURCE, id));
      await this.orders.dropLines(id);
      await this.db.insertMany(
        TransferOrderLine,
        movement!.lines.map(({ line_no, product_id, lot_id, from_location_id, quantity }) => ({
          transfer_order_id: id,
          line_no,
          product_id,
          lot_id,
          from_location_id,
          quantity,
          dispatched_quantity: quantity,
        })),
      );
      return { columns: { dispatched_at: 'now', dispatch_movement_id: movement!.id } };
    });
  }

  /**
   * Takes what has arrived out of transit, any number of times; the last piece ends the transfer.
   * @throws TRANSFER_QUANTITY_EXCEEDED, VALIDATION_FAILED without a reason for what is damaged or lost, QUARANTINE_MISSING
   */
  accept(id: string, { lines, reason }: AcceptInput): Promise<TransferOrderDto> {
    return this.step(id, 'accept', reason, 'to', async (order, { lines: known }) => {
      const { lines: counted, said, faults } = await this.units.count(acceptedQuantities(lines, known));
      const settled = settledLines(lines, counted);
      const unsaid = new Set(faults.map(({ pointer }) => pointer.split('/')[2]));
      const others = settlementFaults(known, settled, reason).filter(
        ({ pointer, code }) => code !== 'INVALID_QUANTITY' || !unsaid.has(pointer.split('/')[2]),
      );
      refuse([...faults, ...others]);
      const over = settled.filter(
        (s) =>
          s.accepted + s.damaged + s.lost > known.find(({ line_no }) => line_no === s.line_no)!.in_transit_quantity,
      );
      if (over.length > 0)
        throw TRANSFER_ERRORS.TRANSFER_QUANTITY_EXCEEDED(undefined, { lines: over.map(({ line_no }) => line_no) });
      const isDamaged = settled.some(({ damaged }) => damaged > 0);
      const quarantine = isDamaged ? await this.orders.quarantineOf(order.to_warehouse_id) : null;
      if (isDamaged && quarantine === null) throw LOT_ERRORS.QUARANTINE_MISSING();
      const adjustment = await this.sides.of(order.company_id, 'adjustment');
      const drafts = arrival(
        order,
        known,
        settled,
        { to: order.to_location_id, quarantine, adjustment },
        reason ?? null,
      );
      const movements = await this.posting.post(drafts);
      for (const [n, movement] of movements.entries()) await this.units.keep(movement, drafts[n]!.lines, said);
      await this.orders.settle(id, settled);
      const moved = settled.reduce((sum, s) => sum + s.accepted + s.damaged + s.lost, 0);
      const left = known.reduce((sum, line) => sum + line.in_transit_quantity, 0) - moved;
      return left > 0 ? { in_part: true } : { columns: { closed_at: 'now' } };
    });
  }

  /** Ends a transfer with what is still in transit lost, or back where it came from. */
  close(id: string, { outcome, reason }: CloseInput): Promise<TransferOrderDto> {
    return this.step(id, 'close', reason, outcome === 'returned' ? 'from' : 'to', async (order, { lines }) => {
      const rest = lines.filter(({ in_transit_quantity }) => in_transit_quantity > 0);
      const settled = rest.map(({ line_no, in_transit_quantity }): Settled => ({
        line_no,
        accepted: 0,
        damaged: 0,
        lost: in_transit_quantity,
      }));
      const adjustment = await this.sides.of(order.company_id, 'adjustment');
      const back = outcome === 'returned';
      await this.posting.post(
        arrival(order, rest, settled, { to: order.to_location_id, quarantine: null, adjustment, back }, reason),
      );
      await this.orders.settle(id, settled);
      return { columns: { closed_at: 'now' } };
    });
  }

  cancel(id: string, reason?: string | null): Promise<TransferOrderDto> {
    return this.step(id, 'cancel', reason, 'from', async () => ({}));
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state } = await this.get(id);
    return listTransitions(TRANSFER_ORDER_MACHINE, state as TransferOrderState);
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.get(id);
    return this.history.of(TRANSFER_ORDER_MACHINE, id);
  }

  /** One step by one end of the transfer. */
  private step(
    id: string,
    event: TransferOrderEvent,
    reason: string | null | undefined,
    end: 'from' | 'to',
    effect: (order: TransferOrder, shown: TransferOrderDto) => Promise<StepEffect<TransferOrder>>,
  ): Promise<TransferOrderDto> {
    return this.db.transaction(async () => {
      await this.get(id);
      await this.history.step(
        { entity: TransferOrder, machine: TRANSFER_ORDER_MACHINE, id, event, reason },
        async (order) => {
          const warehouse_id = end === 'from' ? order.from_warehouse_id : order.to_warehouse_id;
          assertInScope({ warehouse_id }, 'Transfer order');
          return effect(order, await this.get(id));
        },
      );
      return this.get(id);
    });
  }
}

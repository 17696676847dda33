import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { Reservations } from '../../warehouse/index.js';
import type { ReservationRequest } from '../../warehouse/index.js';
import { SALES_SOURCE } from '../orders/sales-words.js';
import { holdingOf } from './holding.js';
import { SalesLineSupply } from './supply.entity.js';
import { SUPPLY_ERRORS } from './supply.errors.js';
import { MADE_KINDS, SupplyPort } from './supply-port.js';
import type { SupplyProgress } from './supply-port.js';
import { SupplyRepository } from './supply.repository.js';
import type { LineToSupply, SuppliedBy } from './supply.repository.js';

/** The order whose lines are supplied; its row is locked. */
export interface SuppliedOrder {
  readonly id: string;
  readonly number: string;
  readonly company_id: string;
}

/** Where the goods of order lines come from: held in stock, or made or bought, and then held. Works within the caller's transaction. */
@Injectable()
export class LineSupply {
  constructor(
    private readonly db: Database,
    private readonly rows: SupplyRepository,
    private readonly port: SupplyPort,
    private readonly reservations: Reservations,
  ) {}

  /**
   * Has made and bought what the lines of an order want so, and holds what stock there is for the others. Locks stock last.
   * @throws SUPPLY_NOT_AVAILABLE, and what the maker of a line refuses
   */
  async start(order: SuppliedOrder): Promise<void> {
    const lines = await this.rows.lines(order.id);
    const made: Omit<SalesLineSupply, 'id'>[] = [];
    for (const line of lines) if (line.supply !== 'stock') made.push(await this.makeFor(order, line, line.supply));
    await this.db.insertMany<SalesLineSupply>(SalesLineSupply, made);
    await this.hold(order, lines, []);
  }

  /** Holds what may be held by now: stock that is free, and what was made or bought. @returns how many pieces were held */
  async follow(order: SuppliedOrder): Promise<number> {
    const supplies = await this.rows.suppliesOf(order.id);
    return this.hold(order, await this.rows.lines(order.id), await this.progressOf(supplies));
  }

  /** How far the documents of an order are, those first that were made first. */
  async progressOf(supplies: readonly SuppliedBy[]): Promise<(SuppliedBy & Partial<SupplyProgress>)[]> {
    const known = new Map<string, SupplyProgress>();
    for (const kind of MADE_KINDS) {
      const ids = supplies.filter((each) => each.kind === kind).map(({ document_id }) => document_id);
      if (ids.length > 0)
        for (const each of (await this.port.of(kind)?.progress(ids)) ?? []) known.set(each.document_id, each);
    }
    return supplies.map((each) => ({ ...each, ...known.get(each.document_id) }));
  }

  private async makeFor(
    { number, company_id }: SuppliedOrder,
    line: LineToSupply,
    kind: 'make' | 'buy',
  ): Promise<Omit<SalesLineSupply, 'id'>> {
    const maker = this.port.of(kind);
    if (!maker) throw SUPPLY_ERRORS.SUPPLY_NOT_AVAILABLE();
    const { id: order_line_id, product_id, warehouse_id, open_quantity: quantity, due_on: needed_on, line_no } = line;
    const reason = `${number}, line ${line_no}`;
    const wanted = { order_line_id, company_id, warehouse_id, product_id, quantity, needed_on, reason };
    const { id, number: document_number } = await maker.make(wanted);
    return { order_line_id, kind, document_id: id, document_number, quantity };
  }

  private async hold(
    order: SuppliedOrder,
    lines: readonly LineToSupply[],
    supplies: readonly (SuppliedBy & Partial<SupplyProgress>)[],
  ): Promise<number> {
    const supplied = (id: string): number =>
      supplies.reduce((sum, each) => sum + (each.order_line_id === id ? (each.supplied_quantity ?? 0) : 0), 0);
    const plans = lines.map((line) => ({
      line,
      ...holdingOf({ ...line, supplied_quantity: supplied(line.id) }, line.today),
    }));
    const soft = plans.flatMap(({ line, unclaim }) => (unclaim ? line.soft_ids : []));
    if (soft.length > 0) await this.reservations.releaseThese(soft);
    const rooms = roomsOf(lines);
    const requests = plans.flatMap(({ line, hold: wanted, claim }): ReservationRequest[] => [
      ...holds(order, line, wanted, rooms),
      ...(claim > 0 ? [requestOf(order, line, claim, 'soft')] : []),
    ]);
    if (requests.length === 0) return 0;
    const { reserved } = await this.reservations.reserve(requests, { partial: true });
    return reserved.reduce((sum, { quantity }) => sum + quantity, 0);
  }
}

/** Pieces of each product that may still be held for all lines together. */
function roomsOf(lines: readonly LineToSupply[]): Map<string, number> {
  const rooms = new Map<string, number>();
  for (const { product_id, open_quantity, held_of_product } of lines)
    rooms.set(product_id, (rooms.get(product_id) ?? -held_of_product) + open_quantity);
  return rooms;
}

function holds(
  order: SuppliedOrder,
  line: LineToSupply,
  wanted: number,
  rooms: Map<string, number>,
): ReservationRequest[] {
  const quantity = Math.min(wanted, rooms.get(line.product_id)!);
  if (quantity <= 0) return [];
  rooms.set(line.product_id, rooms.get(line.product_id)! - quantity);
  return [requestOf(order, line, quantity, 'hard')];
}

function requestOf(
  order: SuppliedOrder,
  line: LineToSupply,
  quantity: number,
  kind: 'hard' | 'soft',
): ReservationRequest {
  const needed = kind === 'soft' ? line.reserve_on : line.due_on;
  return {
    ...{ source_type: SALES_SOURCE, source_id: order.id, source_line_id: line.id },
    ...{ product_id: line.product_id, within_location_id: line.warehouse_id, quantity, kind },
    needed_at: needed === null ? null : `${needed}T00:00:00Z`,
  };
}

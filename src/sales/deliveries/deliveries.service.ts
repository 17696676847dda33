import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, refuse } from '../../kernel/errors/index.js';
import { DocumentHistory, assertStates, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { LineUnits } from '../../warehouse/index.js';
import { SalesOrderSteps } from '../orders/sales-order-steps.js';
import type {
  BackOrderDto,
  CancelDeliveryInput,
  DeliveryDto,
  DeliveryHeadDto,
  DeliveryInput,
  DeliveryLineInput,
  DeliveryPatch,
} from './deliveries.dto.js';
import { MAX_DELIVERY_LINES } from './deliveries-limits.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { SalesDelivery, SalesDeliveryLine } from './delivery.entity.js';
import { DELIVERY_ERRORS } from './delivery.errors.js';
import { deliveryExcess, deliveryFaults, leftToDeliver } from './delivery-lines.js';
import type { DeliverableLine, WantedLine } from './delivery-lines.js';
import { OPEN_DELIVERY_STATES, SALES_DELIVERY } from './delivery.machine.js';
import type { SalesDeliveryState } from './delivery.machine.js';
import { DeliveryWritingRepository } from './delivery-writing.repository.js';

/** Deliveries to customers: drafted, changed, cancelled, shown. */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly db: Database,
    private readonly rows: DeliveriesRepository,
    private readonly writing: DeliveryWritingRepository,
    private readonly steps: SalesOrderSteps,
    private readonly units: LineUnits,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters & { state?: string[] }): Promise<Page<DeliveryHeadDto>> {
    assertStates(SALES_DELIVERY, 'a delivery', query.state);
    return this.rows.page(query);
  }

  /** What is ordered and has not left, the first that is due first. */
  backOrders(query: ListParameters): Promise<Page<BackOrderDto>> {
    return this.rows.backOrders(query);
  }

  /** @throws NOT_FOUND also outside the caller's companies and warehouses */
  get(id: string): Promise<DeliveryDto> {
    return this.rows.get(id);
  }

  /**
   * Of whole orders what is left of them, or of lines as many pieces as are named. Orders are locked first, so that two deliveries of a line
   * take turns.
   * @throws VALIDATION_FAILED with every fault, DELIVERY_EXCEEDS_ORDER with every such line, NOTHING_TO_DELIVER
   */
  create({ order_ids, lines, ...words }: DeliveryInput): Promise<DeliveryDto> {
    if ((order_ids === undefined) === (lines === undefined))
      refuse([{ pointer: '/lines', code: lines ? 'EXCLUSIVE' : 'REQUIRED', message: 'Name either orders or lines' }]);
    return this.db.transaction(async () => {
      if (order_ids) await this.steps.takeTurns(order_ids);
      else await this.steps.takeTurnsOfLines(lines!.map(({ order_line_id }) => order_line_id));
      const wanted = lines ? await this.named(lines) : await this.whole(order_ids!);
      const { company_id, customer_id, warehouse_id, ship_to_name, ship_to_address } = wanted[0]!.line;
      const place = { company_id, customer_id, warehouse_id, ship_to_name, ship_to_address };
      const { id } = await this.db.insert(SalesDelivery, { ...words, ...place });
      await this.db.insertMany(
        SalesDeliveryLine,
        wanted.map(({ line, quantity }, n) => ({
          delivery_id: id,
          line_no: n + 1,
          order_line_id: line.id,
          product_id: line.product_id,
          quantity,
        })),
      );
      await this.history.record({ machine: SALES_DELIVERY, id, event: 'create', from: null, to: 'draft' });
      return this.rows.get(id);
    });
  }

  /** @throws INVALID_STATE once it has left or is cancelled */
  change(id: string, patch: DeliveryPatch): Promise<DeliveryDto> {
    return this.db.transaction(async () => {
      await this.rows.head(id);
      const { state } = await this.db.lock(SalesDelivery, id);
      if (!OPEN_DELIVERY_STATES.includes(state))
        throw KERNEL_ERRORS.INVALID_STATE(`A delivery that is ${state} is not changed`, { state });
      await this.db.change<SalesDelivery>(SalesDelivery, id, patch as Partial<SalesDelivery>);
      return this.rows.get(id);
    });
  }

  /** What was picked stays held for its orders, which are still owed it. @throws INVALID_STATE once it has left */
  cancel(id: string, { reason }: CancelDeliveryInput): Promise<DeliveryDto> {
    return this.db.transaction(async () => {
      await this.rows.head(id);
      await this.history.step({ entity: SalesDelivery, machine: SALES_DELIVERY, id, event: 'cancel', reason });
      return this.rows.get(id);
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state } = await this.rows.head(id);
    return listTransitions(SALES_DELIVERY, state as SalesDeliveryState);
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.rows.head(id);
    return this.history.of(SALES_DELIVERY, id);
  }

  private async whole(orderIds: readonly string[]): Promise<WantedLine[]> {
    const ids = await this.writing.openLinesOf(orderIds);
    const known = await this.writing.deliverable(ids);
    const orders = new Set([...known.values()].map(({ order_id }) => order_id));
    refuse(
      orderIds.flatMap((id, n) =>
        orders.has(id) || ids.length === 0
          ? []
          : [
              {
                pointer: `/order_ids/${n}`,
                code: 'REFERENCE_NOT_FOUND',
                message: 'There is no such order with open lines',
              },
            ],
      ),
    );
    const lines = ids.flatMap((id) => known.get(id) ?? []).filter((line) => leftToDeliver(line) > 0);
    if (lines.length === 0) throw DELIVERY_ERRORS.NOTHING_TO_DELIVER();
    refuse(
      deliveryFaults(
        lines.map(({ id }) => ({ order_line_id: id })),
        known,
      ),
    );
    if (lines.length > MAX_DELIVERY_LINES)
      refuse([{ pointer: '/order_ids', code: 'TOO_MANY', message: `At most ${MAX_DELIVERY_LINES} lines` }]);
    return lines.map((line) => ({ line, quantity: leftToDeliver(line) }));
  }

  private async named(lines: readonly DeliveryLineInput[]): Promise<WantedLine[]> {
    const known = await this.writing.deliverable(lines.map(({ order_line_id }) => order_line_id));
    const faults = deliveryFaults(lines, known);
    const countable = lines.flatMap((line, n) => {
      const found = known.get(line.order_line_id);
      return found ? [{ ...quantityOf(line, found), product_id: found.product_id, at: `/lines/${n}`, found }] : [];
    });
    const counted = await this.units.count(countable, 'sales');
    refuse([...faults, ...counted.faults]);
    const wanted = counted.lines.map(({ found, quantity }) => ({ line: found, quantity }));
    const excess = deliveryExcess(wanted);
    if (excess.length > 0) throw DELIVERY_ERRORS.DELIVERY_EXCEEDS_ORDER(undefined, { lines: excess });
    return wanted;
  }
}

/** All that is left where no quantity is said. */
function quantityOf(line: DeliveryLineInput, found: DeliverableLine): Omit<DeliveryLineInput, 'order_line_id'> {
  const { order_line_id: _, ...said } = line;
  return said.quantity === undefined && said.unit_quantity == null ? { quantity: leftToDeliver(found) } : said;
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { DocumentHistory, assertStates, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { OrderSteps } from '../orders/order-steps.js';
import { OrderWritingRepository } from '../orders/order-writing.repository.js';
import type { PurchaseOrder, PurchaseOrderLine } from '../orders/purchase-order.entity.js';
import { LIVE_STATES } from '../orders/purchase-order.machine.js';
import { ReceivingRepository } from '../receipts/receiving.repository.js';
import { PurchaseShipment, PurchaseShipmentLine, PurchaseShipmentMilestone } from './shipment.entity.js';
import { SHIPMENT_ERRORS } from './shipment.errors.js';
import { PURCHASE_SHIPMENT } from './shipment.machine.js';
import type { PurchaseShipmentEvent, PurchaseShipmentState } from './shipment.machine.js';
import type {
  ExpectedLineDto,
  MilestoneInput,
  ShipmentDto,
  ShipmentHeadDto,
  ShipmentInput,
  ShipmentLineInput,
  ShipmentPatch,
} from './shipments.dto.js';
import { ShipmentsRepository } from './shipments.repository.js';

/** Shipments of suppliers: announced, followed, changed. */
@Injectable()
export class ShipmentsService {
  constructor(
    private readonly db: Database,
    private readonly shipments: ShipmentsRepository,
    private readonly receiving: ReceivingRepository,
    private readonly orders: OrderWritingRepository,
    private readonly steps: OrderSteps,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters & { state?: string[] }): Promise<Page<ShipmentHeadDto>> {
    assertStates(PURCHASE_SHIPMENT, 'a shipment', query.state);
    return this.shipments.page(query);
  }

  /** What is still to come, line by line, the first that is due first. */
  expected(query: ListParameters): Promise<Page<ExpectedLineDto>> {
    return this.shipments.expected(query);
  }

  /** @throws NOT_FOUND also outside the caller's companies and warehouses */
  get(id: string): Promise<ShipmentDto> {
    return this.shipments.get(id);
  }

  /** @throws VALIDATION_FAILED with every fault, INVALID_STATE, SHIPMENT_EXCEEDS_ORDER with every such line */
  create({ lines, ...words }: ShipmentInput): Promise<ShipmentDto> {
    return this.db.transaction(async () => {
      const of = await this.receiving.ordersOf(lines.map(({ order_line_id }) => order_line_id));
      refuse(lineFaults(lines, of));
      const orders = await this.orders.lock([...new Set(of.values())]);
      const { company_id, warehouse_id } = assertShippable(orders);
      const known = new Map((await this.orders.linesOf(orders.map(({ id }) => id))).map((line) => [line.id, line]));
      const wanted = await this.wanted(lines, known, orders);
      const { id } = await this.db.insert(PurchaseShipment, { ...words, company_id, warehouse_id });
      await this.db.insertMany(
        PurchaseShipmentLine,
        wanted.map(({ line, quantity }, n) => ({ shipment_id: id, order_line_id: line.id, line_no: n + 1, quantity })),
      );
      await this.history.record({ machine: PURCHASE_SHIPMENT, id, event: 'create', from: null, to: 'planned' });
      return this.shipments.get(id);
    });
  }

  /** @throws INVALID_STATE once it is delivered or cancelled */
  change(id: string, patch: ShipmentPatch): Promise<ShipmentDto> {
    return this.db.transaction(async () => {
      await this.shipments.get(id);
      const { state } = await this.db.lock(PurchaseShipment, id);
      if (state === 'delivered' || state === 'cancelled')
        throw KERNEL_ERRORS.INVALID_STATE(`A shipment that is ${state} is not changed`, { state });
      await this.db.change<PurchaseShipment>(PurchaseShipment, id, patch as Partial<PurchaseShipment>);
      return this.shipments.get(id);
    });
  }

  /** A milestone, or the end of a planned shipment; requisitions behind it are told when it leaves. */
  step(
    id: string,
    event: PurchaseShipmentEvent,
    { happened_on, remarks = null, expected_on }: MilestoneInput,
  ): Promise<ShipmentDto> {
    return this.db.transaction(async () => {
      const { lines } = await this.shipments.get(id);
      const today = await this.shipments.today();
      if (happened_on !== undefined && happened_on > today)
        refuse([{ pointer: '/happened_on', code: 'IN_FUTURE', message: 'has not come yet' }]);
      await this.history.step(
        { entity: PurchaseShipment, machine: PURCHASE_SHIPMENT, id, event, reason: remarks },
        async () => {
          if (event !== 'cancel')
            await this.db.insert(PurchaseShipmentMilestone, {
              shipment_id: id,
              kind: PURCHASE_SHIPMENT.events[event].to,
              happened_on: happened_on ?? today,
              remarks,
            });
          return expected_on === undefined ? {} : { columns: { expected_on } };
        },
      );
      const orderIds = [...new Set(lines.map(({ order_id }) => order_id))];
      if (event === 'ship') await this.steps.tell(orderIds, remarks);
      return this.shipments.get(id);
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state } = await this.shipments.get(id);
    return listTransitions(PURCHASE_SHIPMENT, state as PurchaseShipmentState);
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.shipments.get(id);
    return this.history.of(PURCHASE_SHIPMENT, id);
  }

  /** Never more of a line on its way than is open of it. @throws SHIPMENT_EXCEEDS_ORDER */
  private async wanted(
    lines: readonly ShipmentLineInput[],
    known: ReadonlyMap<string, PurchaseOrderLine>,
    orders: readonly PurchaseOrder[],
  ): Promise<{ line: PurchaseOrderLine; quantity: number }[]> {
    const underWay = await this.shipments.underWay(lines.map(({ order_line_id }) => order_line_id));
    const wanted = lines.map(({ order_line_id, quantity }) => {
      const line = known.get(order_line_id)!;
      const left = Math.max(line.open_quantity - (underWay.get(order_line_id) ?? 0), 0);
      return { line, left, quantity: quantity ?? left };
    });
    const excess = wanted
      .filter(({ quantity, left }) => quantity > left || quantity < 1)
      .map(({ line, quantity, left }) => ({
        order_number: orders.find(({ id }) => id === line.order_id)!.number,
        line_no: line.line_no,
        quantity,
        left,
      }));
    if (excess.length > 0) throw SHIPMENT_ERRORS.SHIPMENT_EXCEEDS_ORDER(undefined, { lines: excess });
    return wanted;
  }
}

function lineFaults(lines: readonly ShipmentLineInput[], of: ReadonlyMap<string, string>): FieldError[] {
  return lines.flatMap(({ order_line_id }, n): FieldError[] => {
    const pointer = `/lines/${n}/order_line_id`;
    if (!of.has(order_line_id))
      return [{ pointer, code: 'REFERENCE_NOT_FOUND', message: 'There is no such line of an order' }];
    return lines.findIndex((line) => line.order_line_id === order_line_id) < n
      ? [{ pointer, code: 'DUPLICATE', message: 'is named twice' }]
      : [];
  });
}

/** @throws INVALID_STATE, VALIDATION_FAILED for orders of several companies or warehouses */
function assertShippable(orders: readonly PurchaseOrder[]): PurchaseOrder {
  const early = orders.find(({ state }) => !LIVE_STATES.includes(state));
  if (early) {
    const detail = `Nothing is on its way of ${early.number}, which is ${early.state}`;
    throw KERNEL_ERRORS.INVALID_STATE(detail, { state: early.state, event: 'ship', allowed_from: LIVE_STATES });
  }
  const places = new Set(orders.map(({ company_id, warehouse_id }) => `${company_id} ${warehouse_id}`));
  if (places.size > 1)
    refuse([{ pointer: '/lines', code: 'NOT_ALLOWED', message: 'All are of orders of one company for one warehouse' }]);
  return orders[0]!;
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { BlockingReason, Transition } from '../../kernel/state-machine/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import type { ManufacturingOrder } from './manufacturing-order.entity.js';
import { MANUFACTURING_ORDER } from './manufacturing-order.machine.js';
import type { OrderEvent, OrderState } from './manufacturing-order.machine.js';
import { OrderMaterial } from './order-material.js';
import type { OrderParts } from './order-parts.js';
import { assertNothingOwed, owedMaterial } from './owed-material.js';
import { OrderSnapshotRepository } from './order-snapshot.repository.js';
import type { ManufacturingOrderDto } from './orders.dto.js';
import { OrdersRepository } from './orders.repository.js';
import { OrdersService } from './orders.service.js';

/** States in which an order holds components and may ask for more. */
const RESERVING: readonly OrderState[] = ['released', 'in_progress', 'paused'];

/** An order on its way from draft to production, and out of it by cancelling. Every step: lock, machine, guards, effects, state, history. */
@Injectable()
export class OrderLifecycleService {
  constructor(
    private readonly db: Database,
    private readonly orders: OrdersRepository,
    private readonly snapshot: OrderSnapshotRepository,
    private readonly material: OrderMaterial,
    private readonly history: DocumentHistory,
    private readonly drafts: OrdersService,
  ) {}

  /** Freezes product, quantity and bill; the bill is copied as it is now. @throws ORDER_APPROVER_IS_AUTHOR, BOM_NOT_VALID */
  approve(id: string, notes?: string | null): Promise<ManufacturingOrderDto> {
    return this.step(id, 'approve', notes, async (order) => {
      if (await this.isOwnOrder(order)) throw PPIC_ERRORS.ORDER_APPROVER_IS_AUTHOR();
      await this.drafts.assertRouting(order);
      const needs = await this.drafts.needsOf(
        order.product_id,
        order.planned_quantity,
        order.bom_id,
        order.planned_start_date,
      );
      this.drafts.assertMaker(order, needs);
      await this.orders.forgetSnapshot(id);
      await this.orders.takeSnapshot(id, needs);
    });
  }

  /** Holds the components for the order. @throws INSUFFICIENT_STOCK listing every one that is short, unless `allowPartial` */
  release(id: string, allowPartial: boolean): Promise<ManufacturingOrderDto> {
    return this.step(id, 'release', null, (order) => this.material.release(order, allowPartial));
  }

  /** Starts production; an approved order is released on the way. */
  start(id: string, notes: string | null | undefined, allowPartial: boolean): Promise<ManufacturingOrderDto> {
    return this.step(id, 'start', notes, async (order) => {
      if (order.state !== 'approved') return;
      await this.material.release(order, allowPartial);
      await this.move(order, 'release');
      order.state = 'released';
    });
  }

  /** A released order starts with the first of its work orders; the caller holds its lock. */
  async startWith(order: ManufacturingOrder): Promise<void> {
    await this.move(order, 'start');
    order.state = 'in_progress';
  }

  pause(id: string, reason?: string | null): Promise<ManufacturingOrderDto> {
    return this.step(id, 'pause', reason, async () => undefined);
  }

  resume(id: string, reason?: string | null): Promise<ManufacturingOrderDto> {
    return this.step(id, 'resume', reason, async () => undefined);
  }

  /**
   * Lets go of what is held, sends back what was issued and not used, and writes off what was used.
   * @throws OUTPUT_POSTED when the order has put anything into stock; MATERIAL_DEBT_OPEN while anything is owed to stock
   */
  cancel(id: string, reason?: string | null): Promise<ManufacturingOrderDto> {
    return this.step(id, 'cancel', reason, async (order) => {
      const why = reason ?? 'Order cancelled';
      if (order.state === 'draft') return;
      const parts = await this.snapshot.parts(id);
      await this.material.endDebts(order, parts, why);
      if (!RESERVING.includes(order.state)) return;
      if (hasOutput(order, parts)) throw PPIC_ERRORS.OUTPUT_POSTED();
      assertNothingOwed(parts);
      await this.material.giveBack(order, parts, why);
    });
  }

  /** Holds what became available since the release. No transition. @throws INSUFFICIENT_STOCK unless `allowPartial` */
  reserve(id: string, allowPartial: boolean): Promise<ManufacturingOrderDto> {
    return this.db.transaction(async () => {
      const order = await this.orders.lock(id);
      if (!RESERVING.includes(order.state)) {
        const detail = `Components are held for an order that is ${RESERVING.join(', ')}; this one is ${order.state}`;
        throw KERNEL_ERRORS.INVALID_STATE(detail, { state: order.state, event: 'reserve', allowed_from: RESERVING });
      }
      await this.material.reserve(order, allowPartial);
      return this.drafts.get(id);
    });
  }

  /** Every action with whether the caller may do it now and what stands in its way. */
  async transitions(id: string): Promise<Transition[]> {
    const row = await this.orders.get(id);
    const short = (): BlockingReason[] =>
      row.state === 'approved'
        ? row.shortages.map(({ sku, short: missing }) => ({
            code: 'INSUFFICIENT_STOCK',
            message: `${sku} is short of ${missing}`,
          }))
        : [];
    return listTransitions(MANUFACTURING_ORDER, row.state, {
      approve: async () => ((await this.isOwnOrder(row)) ? [reason(PPIC_ERRORS.ORDER_APPROVER_IS_AUTHOR())] : []),
      release: short,
      start: short,
      close: async () => owedReasons(await this.snapshot.parts(id)),
      cancel: async () => {
        if (!RESERVING.includes(row.state)) return [];
        const parts = await this.snapshot.parts(id);
        return [...(hasOutput(row, parts) ? [reason(PPIC_ERRORS.OUTPUT_POSTED())] : []), ...owedReasons(parts)];
      },
    });
  }

  private step(
    id: string,
    event: OrderEvent,
    note: string | null | undefined,
    effects: (order: ManufacturingOrder) => Promise<void>,
  ): Promise<ManufacturingOrderDto> {
    return this.db.transaction(async () => {
      const order = await this.orders.lock(id);
      MANUFACTURING_ORDER.next(order.state, event);
      await effects(order);
      await this.move(order, event, note);
      return this.drafts.get(id);
    });
  }

  private async move(order: ManufacturingOrder, event: OrderEvent, note?: string | null): Promise<void> {
    const from = order.state;
    const to = MANUFACTURING_ORDER.next(from, event);
    await this.orders.advance(order.id, { event, from, to, note });
    await this.history.record({ machine: MANUFACTURING_ORDER, id: order.id, event, from, to, reason: note });
  }

  private async isOwnOrder({ id, created_by }: { id: string; created_by: string | null }): Promise<boolean> {
    if (created_by !== currentActor().user_id) return false;
    return (await this.snapshot.parts(id)).approver_must_differ;
  }
}

function hasOutput(order: { good_quantity: number; rejected_quantity: number }, { outputs }: OrderParts): boolean {
  return (
    order.good_quantity > 0 ||
    order.rejected_quantity > 0 ||
    outputs.some(({ received_quantity }) => received_quantity > 0)
  );
}

function owedReasons(parts: OrderParts): BlockingReason[] {
  const open = owedMaterial(parts);
  return open ? [reason(open)] : [];
}

function reason({ code, detail }: { code: string; detail: string }): BlockingReason {
  return { code, message: detail };
}

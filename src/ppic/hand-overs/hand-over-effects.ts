import { Injectable } from '@nestjs/common';
import type { ManufacturingOrder } from '../orders/manufacturing-order.entity.js';
import { OrderSnapshotRepository } from '../orders/order-snapshot.repository.js';
import type { NamedOutput } from '../orders/output-lots.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { FloorAccess } from '../work-orders/floor-access.js';
import { FloorPosting } from '../work-orders/floor-posting.js';
import { unhanded } from '../work-orders/floor-flow.js';
import { FloorRepository } from '../work-orders/floor.repository.js';
import type { WorkOrder } from '../work-orders/work-order.entity.js';
import type { WorkOrderHandOver } from './hand-over.entity.js';
import { HandOversRepository } from './hand-overs.repository.js';
import type { Decision } from './hand-overs.repository.js';

/** What the decision about a hand-over does to the floor and to stock; under the order's lock. */
@Injectable()
export class HandOverEffects {
  constructor(
    private readonly handOvers: HandOversRepository,
    private readonly snapshot: OrderSnapshotRepository,
    private readonly posting: FloorPosting,
    private readonly floor: FloorRepository,
    private readonly access: FloorAccess,
  ) {}

  /** @throws INVALID_STATE, PIECES_GONE_ON when what is returned as faulty has gone on along another branch, PERIOD_CLOSED */
  async accept(
    { order, giver, handOver }: { order: ManufacturingOrder; giver: WorkOrder; handOver: WorkOrderHandOver },
    decision: Omit<Decision, 'posting_id'>,
    named: NamedOutput,
  ): Promise<void> {
    this.access.assertOrder(order, ['in_progress', 'paused'], 'accept');
    const links = await this.floor.links(order.id);
    const { accepted_quantity, returned_quantity, missing_quantity, notes } = decision;
    const elsewhere = links.filter(
      ({ from_work_order_id, id }) => from_work_order_id === giver.id && id !== handOver.link_id,
    );
    if (returned_quantity > 0 && elsewhere.some((link) => unhanded(giver, link) < returned_quantity)) {
      const detail = `The same pieces of ${giver.number} have gone on along another branch: say here what is missing`;
      throw PPIC_ERRORS.PIECES_GONE_ON(detail, { work_orders: [giver.number] });
    }
    const intoStock = links.find(({ id }) => id === handOver.link_id)!.to_work_order_id === null;
    const out = {
      good_quantity: intoStock ? accepted_quantity : 0,
      lost_quantity: missing_quantity,
      lost_reason_id: decision.missing_reason_id,
    };
    const told = {
      occasion: { reason: notes ?? giver.number },
      named: { lot: named.lot, serials: named.serials },
      notes,
    };
    const posting_id = await this.posting.passOut(order, await this.snapshot.parts(order.id), out, told);
    await this.handOvers.accept(handOver.id, { ...decision, posting_id });
    await this.floor.makeReady(order.id);
  }

  async withdraw(id: string): Promise<void> {
    await this.handOvers.withdraw(id);
  }
}

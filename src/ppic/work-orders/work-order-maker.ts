import { Injectable } from '@nestjs/common';
import { Calendars } from '../../master-data/index.js';
import type { ManufacturingOrder } from '../orders/manufacturing-order.entity.js';
import { RoutingEstimates } from '../routings/routing-estimate.service.js';
import { SubcontractOperation } from '../subcontracting/subcontract-operation.js';
import { hasFloor } from './floor-flow.js';
import { FloorRepository } from './floor.repository.js';
import { WorkOrderMakingRepository } from './work-order-making.repository.js';
import { workOrdersOf } from './work-order-plan.js';

/** Turns the operations of an order's routing into work orders, at its release. */
@Injectable()
export class WorkOrderMaker {
  constructor(
    private readonly estimates: RoutingEstimates,
    private readonly making: WorkOrderMakingRepository,
    private readonly floor: FloorRepository,
    private readonly calendars: Calendars,
    private readonly outside: SubcontractOperation,
  ) {}

  /**
   * The same few statements for three operations as for two hundred. An order that a subcontractor makes as a whole becomes one.
   * @returns what they cost together by the plan; nothing for an order that is made in one step
   */
  async make(order: ManufacturingOrder): Promise<string> {
    if (order.subcontractor_id !== null) return this.makeOutside(order, order.subcontractor_id);
    if (order.routing_id === null) return '0.00';
    const operations = await this.estimates.planFrom(order.routing_id, order.planned_quantity, this.beginOf(order));
    const { work_orders, planned_cost } = workOrdersOf(order, operations);
    await this.making.make(order.id, work_orders);
    return planned_cost;
  }

  /** Makes those ready that wait for nothing. */
  async makeReady(order: ManufacturingOrder): Promise<void> {
    if (hasFloor(order)) await this.floor.makeReady(order.id);
  }

  /** The whole order as one operation of its subcontractor. @throws NO_SUBCONTRACT_PRICE */
  private async makeOutside(order: ManufacturingOrder, supplierId: string): Promise<string> {
    const work = await this.outside.of(order, supplierId, this.beginOf(order));
    await this.making.make(order.id, [work]);
    return work.planned_cost;
  }

  /** The day on which the order is to begin, or now when that has come. */
  private beginOf({ planned_start_date }: ManufacturingOrder): string {
    const now = new Date().toISOString();
    if (planned_start_date === null) return now;
    const planned = this.calendars.midnight(planned_start_date);
    return Date.parse(planned) > Date.parse(now) ? planned : now;
  }
}

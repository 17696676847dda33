import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, invalid } from '../../kernel/errors/index.js';
import { DocumentHistory, assertStates } from '../../kernel/state-machine/index.js';
import type { HistoryEntry } from '../../kernel/state-machine/index.js';
import { costOf, minutesFor } from '../routings/operation-figures.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { SubcontractFloor } from '../subcontracting/subcontract-floor.js';
import { FloorAccess } from './floor-access.js';
import { WorkOrder } from './work-order.entity.js';
import { WORK_ORDER } from './work-order.machine.js';
import type { WorkOrderState } from './work-order.machine.js';
import type { WorkOrderDto, WorkOrderListQuery } from './work-orders.dto.js';
import { WorkOrdersRepository } from './work-orders.repository.js';

const MOVABLE: readonly WorkOrderState[] = ['pending', 'ready'];

/** Work orders are read, and sent to another work centre before they begin. */
@Injectable()
export class WorkOrdersService {
  constructor(
    private readonly db: Database,
    private readonly workOrders: WorkOrdersRepository,
    private readonly access: FloorAccess,
    private readonly history: DocumentHistory,
    private readonly outside: SubcontractFloor,
  ) {}

  async page({ state, ...query }: WorkOrderListQuery): Promise<Page<WorkOrderDto>> {
    assertStates(WORK_ORDER, 'a work order', state);
    const page = await this.workOrders.page({ ...query, ...(state && { state }) });
    return page as unknown as Page<WorkOrderDto>;
  }

  async get(id: string): Promise<WorkOrderDto> {
    return (await this.workOrders.get(id)) as unknown as WorkOrderDto;
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.workOrders.get(id);
    return this.history.of(WORK_ORDER, id);
  }

  /**
   * Sends a work order that has not begun to its work centre or an alternative of its operation, with the times of that and its rates of today.
   * Where pieces go, and who accepts them, stays as it was at the release.
   * @throws INVALID_STATE once it has begun; COMPONENTS_AT_SUBCONTRACTOR; VALIDATION_FAILED for another work centre
   */
  move(id: string, workCentreId: string): Promise<WorkOrderDto> {
    return this.db.transaction(async () => {
      const { work } = await this.access.hold(id);
      if (!MOVABLE.includes(work.state)) {
        const detail = `A work order is moved before it begins; this one is ${work.state}`;
        throw KERNEL_ERRORS.INVALID_STATE(detail, { state: work.state, event: 'update', allowed_from: MOVABLE });
      }
      if (await this.outside.liesAt(work)) throw PPIC_ERRORS.COMPONENTS_AT_SUBCONTRACTOR();
      const found =
        work.operation_id === null ? null : await this.workOrders.alternative(work.operation_id, workCentreId);
      if (!found) {
        const message = "is neither the operation's active work centre nor one of its alternatives";
        throw invalid([{ pointer: '/work_centre_id', code: 'REFERENCE_NOT_FOUND', message }]);
      }
      const minutes = minutesFor({ ...found, places: work.places }, found, work.planned_quantity);
      const { total_cost } = costOf(minutes, found, work.planned_quantity, found.price_per_piece);
      const { department_id: _department, ...figures } = found;
      await this.db.update(WorkOrder, id, {
        ...figures,
        planned_minutes: minutes.duration_minutes,
        planned_machine_minutes: minutes.machine_minutes,
        planned_labour_minutes: minutes.labour_minutes,
        planned_cost: total_cost,
      });
      return this.get(id);
    });
  }
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import { currentActor, requirePermission } from '../../kernel/security/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { BlockingReason, Transition } from '../../kernel/state-machine/index.js';
import { InspectionsService, QUALITY } from '../../quality/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { PpicSettingsRepository } from '../settings/ppic-settings.repository.js';
import { REWORK_SOURCE } from './rework-movements.js';
import { ReworkOrder } from './rework-order.entity.js';
import { REWORK_ORDER } from './rework-order.machine.js';
import type { ReworkState } from './rework-order.machine.js';
import { inspectionAfter } from './rework-inspection.js';
import type { ReworkOrderDto, ReworkVerificationInput } from './rework.dto.js';
import { ReworkRepository } from './rework.repository.js';
import { ReworkService } from './rework.service.js';

const STEP = { entity: ReworkOrder, machine: REWORK_ORDER } as const;

/** What people other than the one who works decide of a rework order: that it is done, and that it was done well. */
@Injectable()
export class ReworkLifecycle {
  constructor(
    private readonly db: Database,
    private readonly reworks: ReworkService,
    private readonly orders: ReworkRepository,
    private readonly settings: PpicSettingsRepository,
    private readonly inspections: InspectionsService,
    private readonly history: DocumentHistory,
  ) {}

  /** @throws ORDER_APPROVER_IS_AUTHOR where separation of duties is set */
  approve(id: string, reason?: string | null): Promise<ReworkOrderDto> {
    return this.db.transaction(async () => {
      await this.orders.head(id);
      await this.history.step({ ...STEP, id, event: 'approve', reason }, async (order) => {
        const [blocked] = await this.authorReasons(order);
        if (blocked) throw PPIC_ERRORS.ORDER_APPROVER_IS_AUTHOR();
        return { columns: { approved_by: currentActor().user_id, approved_at: 'now' } };
      });
      return this.reworks.get(id);
    });
  }

  /**
   * By somebody who told of none of it. Pieces that are to be inspected again get their inspection with it.
   * @throws REWORK_VERIFIER_IS_WORKER, FORBIDDEN to ask for an inspection, and what asking for one throws
   */
  verify(id: string, { reason, inspect = false }: ReworkVerificationInput): Promise<ReworkOrderDto> {
    return this.db.transaction(async () => {
      await this.orders.head(id);
      await this.history.step({ ...STEP, id, event: 'verify', reason }, async (order) => {
        const [blocked] = await this.workerReasons(id);
        if (blocked) throw PPIC_ERRORS.REWORK_VERIFIER_IS_WORKER();
        const verification_inspection_id = inspect ? await this.inspect(order) : null;
        return { columns: { verified_by: currentActor().user_id, verified_at: 'now', verification_inspection_id } };
      });
      return this.reworks.get(id);
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const order = await this.orders.head(id);
    return listTransitions(REWORK_ORDER, order.state as ReworkState, {
      approve: () => this.authorReasons(order),
      verify: () => this.workerReasons(id),
    });
  }

  private async inspect(order: ReworkOrder): Promise<string> {
    requirePermission(QUALITY.inspections.create);
    if (order.good_quantity === 0)
      refuse([{ pointer: '/inspect', code: 'NOT_ALLOWED', message: 'There is no good piece to inspect' }]);
    const before = order.inspection_id === null ? null : await this.inspections.get(order.inspection_id);
    const asked = inspectionAfter(order, before);
    const { id } = await this.inspections.create({ ...asked, source_type: REWORK_SOURCE, source_id: order.id });
    return id;
  }

  private async authorReasons(order: { company_id: string; created_by: string | null }): Promise<BlockingReason[]> {
    const { approver_must_differ } = await this.settings.of(order.company_id);
    return approver_must_differ && order.created_by === currentActor().user_id
      ? [{ code: 'ORDER_APPROVER_IS_AUTHOR', message: 'You asked for it' }]
      : [];
  }

  private async workerReasons(id: string): Promise<BlockingReason[]> {
    const { by_user } = await this.orders.reported(id, currentActor().user_id);
    return by_user ? [{ code: 'REWORK_VERIFIER_IS_WORKER', message: 'You told what came of it' }] : [];
  }
}

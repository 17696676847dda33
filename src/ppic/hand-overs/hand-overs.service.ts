import { Injectable } from '@nestjs/common';
import { Database, checkIfMatch } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { invalid } from '../../kernel/errors/index.js';
import { InProcessInspections } from '../../quality/index.js';
import { assertStates } from '../../kernel/state-machine/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { FloorAccess } from '../work-orders/floor-access.js';
import { unhanded } from '../work-orders/floor-flow.js';
import type { FlowLink } from '../work-orders/floor-flow.js';
import { FloorRepository } from '../work-orders/floor.repository.js';
import type { WorkOrder } from '../work-orders/work-order.entity.js';
import { HAND_OVER } from './hand-over.machine.js';
import type { HandOverDto, HandOverInput, HandOverListQuery } from './hand-overs.dto.js';
import { HAND_OVER_SOURCE, HandOversRepository } from './hand-overs.repository.js';

const HANDING = ['in_progress', 'paused'] as const;

/** What one operation hands to the next: listed and offered. What becomes of it is HandOverDecisions. */
@Injectable()
export class HandOversService {
  constructor(
    private readonly db: Database,
    private readonly handOvers: HandOversRepository,
    private readonly floor: FloorRepository,
    private readonly access: FloorAccess,
    private readonly inspections: InProcessInspections,
  ) {}

  async page({ state, ...query }: HandOverListQuery): Promise<Page<HandOverDto>> {
    assertStates(HAND_OVER, 'a hand-over', state);
    return (await this.handOvers.page({ ...query, ...(state && { state }) })) as unknown as Page<HandOverDto>;
  }

  async get(id: string): Promise<HandOverDto> {
    return (await this.handOvers.get(id)) as unknown as HandOverDto;
  }

  /**
   * Offers good pieces to the next operation, or, of a last operation with a quality gate, to stock. What comes through a gate gets the inspection
   * that its plan asks for.
   * @throws NOTHING_TO_HAND_OVER, INVALID_STATE, VALIDATION_FAILED
   */
  offer(workOrderId: string, { to_work_order_id, quantity, notes = null }: HandOverInput): Promise<HandOverDto> {
    return this.db.transaction(async () => {
      const { order, work } = await this.access.hold(workOrderId);
      this.access.assertOrder(order, HANDING, 'hand_over');
      const link = wayOf(work, await this.floor.links(order.id), to_work_order_id);
      const available = unhanded(work, link);
      const pieces = quantity ?? available;
      if (pieces > available || pieces < 1) {
        const detail = `${available} good pieces of ${work.number} are still there`;
        throw PPIC_ERRORS.NOTHING_TO_HAND_OVER(detail, { available, ...(quantity && { asked: quantity }) });
      }
      const id = await this.handOvers.offer(link.id, pieces, notes);
      if (work.quality_gate)
        await this.inspections.request({
          product_id: order.product_id,
          operation: work.name,
          quantity: pieces,
          location_id: order.output_location_id,
          source_type: HAND_OVER_SOURCE,
          source_id: id,
        });
      return this.get(id);
    });
  }

  /** A hand-over and its order, locked until the transaction ends. @throws NOT_FOUND, STALE_VERSION */
  async hold(id: string) {
    const shown = await this.handOvers.get(id);
    const { order, work: giver } = await this.access.holdGiver(shown.from_work_order_id);
    const handOver = await this.handOvers.row(id);
    checkIfMatch(handOver);
    return { shown, order, giver, handOver };
  }
}

/** The way that pieces are to go. @throws VALIDATION_FAILED where it is not said, or does not lead from here */
function wayOf(work: WorkOrder, links: readonly FlowLink[], toId: string | null | undefined): FlowLink {
  const ways = links.filter(({ from_work_order_id, is_automatic }) => from_work_order_id === work.id && !is_automatic);
  const named = toId ? ways.filter(({ to_work_order_id }) => to_work_order_id === toId) : ways;
  if (named.length === 1) return named[0]!;
  const pointer = '/to_work_order_id';
  if (named.length > 1)
    throw invalid([{ pointer, code: 'REQUIRED', message: 'Pieces go to several work orders from here: name one' }]);
  const message = toId ? 'Nothing is handed over from here to that work order' : 'What is good here goes on by itself';
  throw invalid([{ pointer, code: toId ? 'REFERENCE_NOT_FOUND' : 'NOT_ALLOWED', message }]);
}

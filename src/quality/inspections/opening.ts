import { Injectable } from '@nestjs/common';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { LotHolds, StockPosting } from '../../warehouse/index.js';
import type { InspectionPlanDto } from '../plans/plans.dto.js';
import { sampleOf } from '../plans/sampling.js';
import { QUALITY_ERRORS } from '../quality.errors.js';
import { holding } from './disposition.js';
import type { Inspection } from './inspection.entity.js';
import { INSPECTION_MACHINE } from './inspection.machine.js';
import { OpeningRepository } from './opening.repository.js';
import type { Arrived, NewInspection } from './opening.repository.js';

/** Pieces, the plan they are inspected by, and what asked for it. */
export interface Asked {
  readonly pieces: Arrived;
  readonly plan: InspectionPlanDto;
  readonly source_type: string;
  readonly source_id: string;
  readonly reinspects_id?: string | null;
  /** The lot is on hold for an inspection before this one. */
  readonly holds_lot?: boolean;
  readonly notes?: string | null;
}

/** Makes inspections, all of an occasion together, and holds what may not be used before they are decided. */
@Injectable()
export class InspectionOpening {
  constructor(
    private readonly repository: OpeningRepository,
    private readonly posting: StockPosting,
    private readonly lots: LotHolds,
    private readonly history: DocumentHistory,
  ) {}

  /**
   * Inside the caller's transaction, in a fixed number of statements.
   * @returns those that were made; a line that has an inspection gets none
   * @throws LOT_SIZE_NOT_SAMPLED with all such lines, HOLDING_PLACE_MISSING, INSUFFICIENT_STOCK when the pieces have moved on
   */
  async open(asked: readonly Asked[]): Promise<Inspection[]> {
    if (asked.length === 0) return [];
    const unsampled = asked.filter(({ plan, pieces }) => sampleOf(plan, pieces.quantity) === null);
    if (unsampled.length > 0)
      throw QUALITY_ERRORS.LOT_SIZE_NOT_SAMPLED(undefined, {
        lots: unsampled.map(({ pieces: { line_no, quantity }, plan }) => ({ line_no, quantity, plan_id: plan.id })),
      });
    const made = await this.repository.insert(asked.map(rowOf));
    const carried = new Set(asked.flatMap(({ pieces }) => (pieces.held_location_id ? [pieces.source_line_id] : [])));
    const waiting = made.filter(
      ({ held_location_id, source_line_id }) => held_location_id !== null && !carried.has(source_line_id),
    );
    await this.posting.post(waiting.flatMap((inspection) => holding(inspection, inspection.held_location_id!)));
    await this.lots.hold(
      made.flatMap(({ holds_lot, lot_id }) => (holds_lot ? [lot_id!] : [])),
      'Waits for its inspection',
    );
    if (made.length > 0)
      await this.history.record(
        ...made.map(({ id, notes }) => ({
          machine: INSPECTION_MACHINE,
          id,
          event: 'create',
          from: null,
          to: 'open',
          reason: notes,
        })),
      );
    return made;
  }
}

function rowOf({
  pieces,
  plan,
  reinspects_id = null,
  holds_lot = false,
  notes = null,
  ...source
}: Asked): NewInspection {
  const { product_id, lot_id, quantity, company_id, warehouse_id, location_id, quarantine_id, source_line_id } = pieces;
  const waits = plan.while_open === 'quarantine' || (plan.while_open === 'hold' && lot_id === null);
  if (waits && pieces.held_location_id === null && quarantine_id === null) throw QUALITY_ERRORS.HOLDING_PLACE_MISSING();
  const away = quarantine_id === location_id ? null : quarantine_id;
  return {
    product_id,
    lot_id,
    quantity,
    company_id,
    warehouse_id,
    location_id,
    held_location_id: pieces.held_location_id ?? (waits ? away : null),
    plan_id: plan.id,
    kind: plan.kind,
    operation: plan.operation,
    ...sampleOf(plan, quantity)!,
    is_gate: plan.is_gate,
    holds_lot: lot_id !== null && (holds_lot || plan.while_open === 'hold'),
    ...source,
    source_line_id,
    reinspects_id,
    notes,
  };
}

import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/errors/index.js';
import type { ManufacturingOrder } from '../orders/manufacturing-order.entity.js';
import { OrderReports } from '../orders/order-reports.js';
import { OrderSnapshotRepository } from '../orders/order-snapshot.repository.js';
import { assertNotBeyond } from '../orders/over-production.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import type { WorkOrderEntryInput } from './entries.dto.js';
import { firstPass } from './entry-figures.js';
import type { HeldWorkOrder } from './floor-access.js';
import { inputOf, passedOn, processedAt } from './floor-flow.js';
import type { Floor } from './floor-flow.js';
import { FloorPosting } from './floor-posting.js';
import { FloorRepository } from './floor.repository.js';
import { FloorReversalRepository } from './floor-reversal.repository.js';
import type { WorkOrder } from './work-order.entity.js';

/** Reasons of an entry, where it has such pieces. */
export interface ReasonIds {
  readonly rejected_reason_id: string | null;
  readonly rework_reason_id: string | null;
  readonly lost_reason_id: string | null;
}

/** What one entry does to the floor and to stock, and its undoing; under the order's lock. */
@Injectable()
export class FloorTold {
  constructor(
    private readonly snapshot: OrderSnapshotRepository,
    private readonly posting: FloorPosting,
    private readonly floor: FloorRepository,
    private readonly reversals: FloorReversalRepository,
    private readonly reports: OrderReports,
  ) {}

  /** @returns the entry's id @throws INPUT_EXCEEDED, REWORK_EXCEEDED, OVER_PRODUCTION, INSUFFICIENT_STOCK, PERIOD_CLOSED */
  async tell({ order, work }: HeldWorkOrder, input: WorkOrderEntryInput, reasons: ReasonIds): Promise<string> {
    const floor = await this.floor.of(order);
    const parts = await this.snapshot.parts(order.id);
    assertPiecesAreThere(floor, work, input);
    if (input.good_quantity > 0)
      assertNotBeyond(work.planned_quantity, work.good_quantity + input.good_quantity, parts);
    const { production_date = null, shift = null, notes = null, effective_at, lot, serials } = input;
    const { good_quantity, rejected_quantity, rework_quantity, lost_quantity, reworked_quantity } = input;
    const pieces = { good_quantity, rejected_quantity, rework_quantity, lost_quantity, reworked_quantity };
    const { machine_minutes, labour_minutes } = input;
    const time = { machine_minutes, labour_minutes };
    const entry = { ...pieces, ...time, ...reasons, production_date, shift, notes, work, is_automatic: false };
    const posted = await this.posting.post(order, parts, floor, {
      entries: [entry],
      passed: passedOn(floor, work.id, good_quantity),
      kind: 'report',
      occasion: { reason: notes ?? work.number, effective_at },
      named: { lot, serials },
      notes,
    });
    await this.floor.makeReady(order.id);
    return posted.entries[0]!.id;
  }

  /** @throws NOT_FOUND, ENTRY_ALREADY_REVERSED, POSTED_WITH_ORDER, PIECES_GONE_ON, INSUFFICIENT_STOCK when what it made has moved on */
  async takeBack(order: ManufacturingOrder, workOrderId: string, entryId: string, reason: string): Promise<void> {
    const entry = await this.reversals.entry(workOrderId, entryId);
    if (!entry) throw notFound('Entry', entryId);
    if (entry.reversed_at) throw PPIC_ERRORS.ENTRY_ALREADY_REVERSED();
    if (entry.is_automatic) throw PPIC_ERRORS.POSTED_WITH_ORDER();
    const { posting_id, movement_ids } = entry;
    if (posting_id === null) await this.reports.reverseEntry(order, entryId, reason);
    else await this.reports.reverse(order, { id: posting_id, reversed_at: null, movement_ids }, reason);
  }
}

function assertPiecesAreThere(floor: Floor, work: WorkOrder, input: WorkOrderEntryInput): void {
  if (input.reworked_quantity > work.rework_quantity) {
    const detail = `${work.rework_quantity} pieces wait here to be done again, not ${input.reworked_quantity}`;
    throw PPIC_ERRORS.REWORK_EXCEEDED(detail, { available: work.rework_quantity });
  }
  const came = inputOf(floor, work.id);
  if (came === null) return;
  const available = came - processedAt(work);
  const asked = firstPass(input);
  if (asked <= available) return;
  const detail = `${available} of the pieces that came to ${work.number} are left, not ${asked}`;
  throw PPIC_ERRORS.INPUT_EXCEEDED(detail, { available, asked });
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { reasonFaults } from '../reason-codes/reasons.js';
import type { Reasoned } from '../reason-codes/reasons.js';
import { reasonIdsOf } from '../reason-codes/reasons.repository.js';
import type { WorkOrderEntryDto, WorkOrderEntryInput } from './entries.dto.js';
import { EntriesRepository } from './entries.repository.js';
import { FloorAccess } from './floor-access.js';
import { FloorTold } from './floor-told.js';
import type { ReasonIds } from './floor-told.js';
import type { WorkOrder } from './work-order.entity.js';
import { WorkOrdersRepository } from './work-orders.repository.js';

/** What shifts tell of work orders. */
@Injectable()
export class EntriesService {
  constructor(
    private readonly db: Database,
    private readonly entries: EntriesRepository,
    private readonly workOrders: WorkOrdersRepository,
    private readonly access: FloorAccess,
    private readonly floor: FloorTold,
  ) {}

  async page(workOrderId: string, query: ListParameters): Promise<Page<WorkOrderEntryDto>> {
    await this.workOrders.get(workOrderId);
    return this.entries.page(workOrderId, query) as unknown as Promise<Page<WorkOrderEntryDto>>;
  }

  /**
   * Tells what a shift made: components of the operation are consumed, the time and its cost go into work in progress, good pieces of the last
   * operation into stock (and rejected ones on hold), in one posting; the others go on, or wait to be handed over.
   * @throws VALIDATION_FAILED with all faults; INVALID_STATE; INPUT_EXCEEDED, REWORK_EXCEEDED, OVER_PRODUCTION; INSUFFICIENT_STOCK, PERIOD_CLOSED
   */
  report(workOrderId: string, input: WorkOrderEntryInput): Promise<WorkOrderEntryDto> {
    return this.db.transaction(async () => {
      const { order, work } = await this.access.hold(workOrderId);
      this.access.assertOrder(order, ['in_progress'], 'report');
      if (work.state !== 'in_progress') {
        const detail = `Entries are made at a work order that is in progress; ${work.number} is ${work.state}`;
        throw KERNEL_ERRORS.INVALID_STATE(detail, {
          state: work.state,
          event: 'report',
          allowed_from: ['in_progress'],
        });
      }
      const reasons = await this.checked(work, input);
      const id = await this.floor.tell({ order, work }, input, reasons);
      return this.answer(id);
    });
  }

  /** Undoes an entry by its counter-posting. @throws PIECES_GONE_ON, ENTRY_ALREADY_REVERSED, POSTED_WITH_ORDER, INVALID_STATE, INSUFFICIENT_STOCK */
  reverse(workOrderId: string, entryId: string, reason: string): Promise<WorkOrderEntryDto> {
    return this.db.transaction(async () => {
      const { order } = await this.access.hold(workOrderId);
      this.access.assertOrder(order, ['in_progress', 'paused', 'completed'], 'reverse');
      await this.floor.takeBack(order, workOrderId, entryId, reason);
      return this.answer(entryId);
    });
  }

  /** @returns ids of the reasons @throws VALIDATION_FAILED with everything that is wrong with what was said */
  private async checked(work: WorkOrder, input: WorkOrderEntryInput): Promise<ReasonIds> {
    const reasoned: Reasoned[] = (['rejected', 'rework', 'lost'] as const).map((name) => ({
      name,
      category: name,
      quantity: input[`${name}_quantity`],
      code: input[`${name}_reason_code`],
    }));
    const found = await reasonIdsOf(this.db, reasoned);
    const { shifts, today } = await this.workOrders.shifts(work.work_centre_id);
    refuse([...pieceFaults(input), ...reasonFaults(reasoned, found), ...dayFaults(input, shifts, today)]);
    return {
      rejected_reason_id: found.get('rejected') ?? null,
      rework_reason_id: found.get('rework') ?? null,
      lost_reason_id: found.get('lost') ?? null,
    };
  }

  private async answer(id: string): Promise<WorkOrderEntryDto> {
    return (await this.entries.get(id)) as unknown as WorkOrderEntryDto;
  }
}

function pieceFaults(input: WorkOrderEntryInput): FieldError[] {
  const { good_quantity, rejected_quantity, rework_quantity, lost_quantity, reworked_quantity } = input;
  const all = good_quantity + rejected_quantity + rework_quantity + lost_quantity;
  if (reworked_quantity > all) {
    const message = `Of ${all} pieces not more can have been done again`;
    return [{ pointer: '/reworked_quantity', code: 'TOO_LARGE', message }];
  }
  if (all > 0 || (input.machine_minutes ?? 0) + (input.labour_minutes ?? 0) > 0) return [];
  const message = 'An entry tells of a piece or a minute at least';
  return [{ pointer: '/good_quantity', code: 'TOO_SMALL', message }];
}

function dayFaults(
  { production_date, shift }: WorkOrderEntryInput,
  shifts: readonly string[],
  today: string,
): FieldError[] {
  const known = shifts.some((name) => name.toLowerCase() === shift?.toLowerCase());
  return [
    ...(production_date && production_date > today
      ? [{ pointer: '/production_date', code: 'TOO_LARGE', message: 'lies in the future' }]
      : []),
    ...(shift && shifts.length > 0 && !known
      ? [{ pointer: '/shift', code: 'REFERENCE_NOT_FOUND', message: `Shifts here are ${shifts.join(', ')}` }]
      : []),
  ];
}

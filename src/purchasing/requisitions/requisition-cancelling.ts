import { Injectable } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { can, requirePermission } from '../../kernel/security/index.js';
import { PURCHASING_ERRORS } from '../purchasing.errors.js';
import { PURCHASING } from '../purchasing.permissions.js';
import type { LineFigures } from './line-quantities.js';
import { REQUISITION_LINE } from './requisition-line.machine.js';
import type { RequisitionLineDetailDto } from './requisition-lines.dto.js';
import { RequisitionLinesRepository } from './requisition-lines.repository.js';
import { assertOwn } from './requisition-scope.js';
import { RequisitionSteps } from './requisition-steps.js';
import type { RequisitionDto } from './requisitions.dto.js';

const MAY_CANCEL_ORDERED = PURCHASING.requisitions.cancel_ordered;

/** What is no longer wanted, until something of it was received. What is on an order already takes a buyer, who has to see to that order. */
@Injectable()
export class RequisitionCancelling {
  constructor(
    private readonly steps: RequisitionSteps,
    private readonly lines: RequisitionLinesRepository,
  ) {}

  /** Cancels all lines that were not refused. @throws REQUISITION_LINE_RECEIVED with every such line; REQUISITION_OF_ANOTHER */
  cancel(id: string, reason: string): Promise<RequisitionDto> {
    return this.steps.step(id, 'cancel', reason, async (requisition, known) => {
      const open = known.filter(({ state }) => !['rejected', 'unavailable', 'cancelled'].includes(state));
      if (open.length === 0) throw KERNEL_ERRORS.INVALID_STATE('Every line was refused: nothing is left to cancel');
      await this.cancelLines(requisition.requested_by, open, reason);
    });
  }

  /** @throws REQUISITION_LINE_RECEIVED, REQUISITION_OF_ANOTHER, INVALID_STATE */
  cancelLine(id: string, reason: string): Promise<RequisitionLineDetailDto> {
    return this.steps.lineStep(id, 'cancel', (figures, { requested_by }) =>
      this.cancelLines(requested_by, [figures], reason),
    );
  }

  private async cancelLines(requestedBy: string, known: readonly LineFigures[], reason: string): Promise<void> {
    if (!can(MAY_CANCEL_ORDERED)) assertOwn({ requested_by: requestedBy });
    const received = known.filter(isReceived);
    if (received.length > 0)
      throw PURCHASING_ERRORS.REQUISITION_LINE_RECEIVED(undefined, {
        lines: received.map(({ id, line_no, received_quantity }) => ({ line_id: id, line_no, received_quantity })),
      });
    if (known.some(({ ordered_quantity }) => ordered_quantity > 0)) requirePermission(MAY_CANCEL_ORDERED);
    await this.lines.setState(
      known.map(({ id }) => id),
      'cancelled',
    );
    await this.steps.record(
      'cancel',
      known,
      () => 'cancelled',
      () => reason,
    );
  }
}

/** Whether something of a line is there, so that it is not cancelled any more. */
function isReceived({ state, received_quantity }: LineFigures): boolean {
  return received_quantity > 0 || !REQUISITION_LINE.events.cancel.from.includes(state as 'draft');
}

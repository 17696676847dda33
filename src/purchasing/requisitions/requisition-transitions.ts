import { Injectable } from '@nestjs/common';
import { can } from '../../kernel/security/index.js';
import { listTransitions, permissionReasons } from '../../kernel/state-machine/index.js';
import type { BlockingReason, Transition } from '../../kernel/state-machine/index.js';
import { PURCHASING_ERRORS } from '../purchasing.errors.js';
import { PURCHASING } from '../purchasing.permissions.js';
import { REQUISITION_LINE } from './requisition-line.machine.js';
import type { RequisitionLineState } from './requisition-line.machine.js';
import type { RequisitionLineDto } from './requisition-lines.dto.js';
import { RequisitionLinesRepository } from './requisition-lines.repository.js';
import { REQUISITION } from './requisition.machine.js';
import type { RequisitionState } from './requisition.machine.js';
import { isOwn } from './requisition-scope.js';
import { RequisitionsRepository } from './requisitions.repository.js';

const MAY_CANCEL_ORDERED = PURCHASING.requisitions.cancel_ordered;
const REFUSED = ['rejected', 'unavailable', 'cancelled'];
const { REQUISITION_OF_ANOTHER, REVIEWER_IS_REQUESTER, NOT_A_REVIEWER, REQUISITION_LINE_RECEIVED } = PURCHASING_ERRORS;

/** Every step of requisitions and lines, with whether the caller may take it now and what stands in its way. */
@Injectable()
export class RequisitionTransitions {
  constructor(
    private readonly requisitions: RequisitionsRepository,
    private readonly lines: RequisitionLinesRepository,
  ) {}

  async of(id: string): Promise<Transition[]> {
    const { state, requested_by, lines } = await this.requisitions.get(id);
    return listTransitions(REQUISITION, state as RequisitionState, {
      submit: () => ownReasons(requested_by),
      review: async () => {
        const waiting = lines.filter((line) => line.state === 'pending_review');
        const codes = await this.lines.refusals(waiting.map((line) => line.id));
        if (waiting.length > codes.size) return [];
        if (waiting.length === 0) return [reason('INVALID_STATE', 'Every line waits for an answer')];
        return [refusalOf([...codes.values()][0]!)];
      },
      cancel: () =>
        cancelReasons(
          requested_by,
          lines.filter((line) => !REFUSED.includes(line.state)),
        ),
    });
  }

  async ofLine(id: string): Promise<Transition[]> {
    const line = await this.lines.get(id);
    const review = async (): Promise<BlockingReason[]> =>
      [...(await this.lines.refusals([id])).values()].map(refusalOf);
    return listTransitions(REQUISITION_LINE, line.state as RequisitionLineState, {
      question: review,
      approve: review,
      reject: review,
      mark_unavailable: review,
      answer: () => ownReasons(line.requested_by),
      accept: () => [
        ...ownReasons(line.requested_by),
        ...(line.left_to_accept > 0 ? [] : [reason('REQUISITION_QUANTITY_EXCEEDED', 'Nothing is put away for it')]),
      ],
      issue: () =>
        line.left_to_issue > 0 ? [] : [reason('REQUISITION_QUANTITY_EXCEEDED', 'Nothing is accepted and not issued')],
      cancel: () => cancelReasons(line.requested_by, [line]),
    });
  }
}

function reason(code: string, message: string): BlockingReason {
  return { code, message };
}

function refusalOf(code: string): BlockingReason {
  const { detail } = (code === 'REVIEWER_IS_REQUESTER' ? REVIEWER_IS_REQUESTER : NOT_A_REVIEWER)();
  return reason(code, detail);
}

function ownReasons(requested_by: string): BlockingReason[] {
  return isOwn({ requested_by }) ? [] : [reason('REQUISITION_OF_ANOTHER', REQUISITION_OF_ANOTHER().detail)];
}

function cancelReasons(
  requested_by: string,
  lines: readonly Pick<RequisitionLineDto, 'received_quantity' | 'ordered_quantity'>[],
): BlockingReason[] {
  const reasons = can(MAY_CANCEL_ORDERED) ? [] : ownReasons(requested_by);
  if (lines.some(({ received_quantity }) => received_quantity > 0))
    reasons.push(reason('REQUISITION_LINE_RECEIVED', REQUISITION_LINE_RECEIVED().detail));
  if (lines.some(({ ordered_quantity }) => ordered_quantity > 0))
    reasons.push(...permissionReasons(MAY_CANCEL_ORDERED));
  if (lines.length === 0) reasons.push(reason('INVALID_STATE', 'Every line was refused: nothing is left to cancel'));
  return reasons;
}

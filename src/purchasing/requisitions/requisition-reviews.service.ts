import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, refuse } from '../../kernel/errors/index.js';
import { LineUnits, namedQuantities } from '../../warehouse/index.js';
import type { UnitLine } from '../../warehouse/index.js';
import { PURCHASING_ERRORS } from '../purchasing.errors.js';
import type { LineFigures } from './line-quantities.js';
import { REQUISITION_LINE } from './requisition-line.machine.js';
import type {
  Decision,
  RequisitionLineApprovalInput,
  RequisitionDecisionInput,
  RequisitionLineDetailDto,
  RequisitionReviewInput,
} from './requisition-lines.dto.js';
import { RequisitionLinesRepository } from './requisition-lines.repository.js';
import { RequisitionMessage } from './requisition-message.entity.js';
import { decisionFaults } from './requisition-rules.js';
import { assertOwn } from './requisition-scope.js';
import { RequisitionSteps } from './requisition-steps.js';
import type { RequisitionDto } from './requisitions.dto.js';

/** A decision with its quantity in pieces. */
type CountedDecision = RequisitionDecisionInput & { quantity: number; says_quantity: boolean };

/** Whatever is decided of the lines of requisitions before they are bought. */
@Injectable()
export class RequisitionReviews {
  constructor(
    private readonly db: Database,
    private readonly steps: RequisitionSteps,
    private readonly lines: RequisitionLinesRepository,
    private readonly units: LineUnits,
  ) {}

  /**
   * Decides several lines of a requisition at once; the last that waited makes it reviewed.
   * @throws VALIDATION_FAILED with every fault; REVIEWER_IS_REQUESTER, NOT_A_REVIEWER; INVALID_STATE with every line that waits for no review
   */
  review(id: string, { lines }: RequisitionReviewInput): Promise<RequisitionDto> {
    return this.steps.step(id, 'review', null, (_requisition, known) => this.decide(lines, known));
  }

  /** Decides one line: approves all of it or less, asks, rejects it or says that it cannot be had. @throws as `review` */
  decideLine(
    id: string,
    decision: Decision,
    { reason = null, ...quantity }: RequisitionLineApprovalInput,
  ): Promise<RequisitionLineDetailDto> {
    return this.steps.lineStep(id, decision, (figures) =>
      this.decide([{ ...quantity, reason, decision, line_no: figures.line_no }], [figures], () => ''),
    );
  }

  /** Answers a question, which brings the line back to its reviewers. @throws REQUISITION_OF_ANOTHER, INVALID_STATE */
  answer(id: string, text: string): Promise<RequisitionLineDetailDto> {
    return this.steps.lineStep(id, 'answer', async (figures, line) => {
      assertOwn(line);
      await this.db.insert(RequisitionMessage, { line_id: id, kind: 'answer', text });
      await this.lines.setState([id], 'pending_review');
      await this.steps.record(
        'answer',
        [figures],
        () => 'pending_review',
        () => text,
      );
    });
  }

  private async decide(
    given: readonly RequisitionDecisionInput[],
    known: readonly LineFigures[],
    at: (n: number) => string = (n) => `/lines/${n}`,
  ): Promise<void> {
    const decisions = await this.counted(given, known, at);
    const lineOf = (line_no: number): LineFigures => known.find((line) => line.line_no === line_no)!;
    this.refuseStates(decisions, lineOf);
    await this.refuseStrangers(decisions.map(({ line_no }) => lineOf(line_no)));
    await this.lines.review(
      decisions.map(({ line_no, decision, quantity, reason = null }) => ({
        id: lineOf(line_no).id,
        state: REQUISITION_LINE.events[decision].to,
        approved_quantity: decision === 'approve' ? quantity : null,
        reason,
      })),
    );
    await this.db.insertMany(
      RequisitionMessage,
      decisions
        .filter(({ decision }) => decision === 'question')
        .map(({ line_no, reason }) => ({ line_id: lineOf(line_no).id, kind: 'question' as const, text: reason! })),
    );
    for (const decision of new Set(decisions.map((each) => each.decision))) {
      const decided = decisions.filter((each) => each.decision === decision);
      const reasons = new Map(decided.map(({ line_no, reason = null }) => [line_no, reason]));
      await this.steps.record(
        decision,
        decided.map(({ line_no }) => lineOf(line_no)),
        () => REQUISITION_LINE.events[decision].to,
        ({ line_no }) => reasons.get(line_no) ?? null,
      );
    }
  }

  /** The decisions in pieces. @throws VALIDATION_FAILED with every fault */
  private async counted(
    given: readonly RequisitionDecisionInput[],
    known: readonly LineFigures[],
    at: (n: number) => string,
  ): Promise<CountedDecision[]> {
    const says = given.map(
      ({ approved_quantity, approved_unit_quantity, unit_id, unit_code }) =>
        approved_quantity !== undefined || (approved_unit_quantity ?? unit_id ?? unit_code) != null,
    );
    const wanted = given.flatMap((line, n): UnitLine[] => {
      const asked = known.find(({ line_no }) => line_no === line.line_no);
      const place = { product_id: asked?.product_id ?? '', at: at(n), sum_of: String(n) };
      if (!asked || !says[n]) return [{ ...place, quantity: asked?.quantity ?? 0 }];
      return namedQuantities(line, ['approved'], { ...place, rest: asked.quantity }, false);
    });
    const { lines, faults } = await this.units.count(wanted);
    const counted = given.map((line, n) => ({ ...line, quantity: lines[n]!.quantity, says_quantity: says[n]! }));
    refuse([...faults, ...(faults.length > 0 ? [] : decisionFaults(counted, known, at))]);
    return counted;
  }

  private refuseStates(decisions: readonly CountedDecision[], lineOf: (line_no: number) => LineFigures): void {
    const lines = decisions.flatMap(({ line_no, decision }) => {
      const { state } = lineOf(line_no);
      return REQUISITION_LINE.events[decision].from.includes(state) ? [] : [{ line_no, state, event: decision }];
    });
    if (lines.length > 0) throw KERNEL_ERRORS.INVALID_STATE('Not all of the lines wait for a review', { lines });
  }

  private async refuseStrangers(known: readonly LineFigures[]): Promise<void> {
    const codes = await this.lines.refusals(known.map(({ id }) => id));
    if ([...codes.values()].includes('REVIEWER_IS_REQUESTER')) throw PURCHASING_ERRORS.REVIEWER_IS_REQUESTER();
    const lines = known.filter(({ id }) => codes.has(id)).map(({ id, line_no }) => ({ line_id: id, line_no }));
    if (lines.length > 0) throw PURCHASING_ERRORS.NOT_A_REVIEWER(undefined, { lines });
  }
}

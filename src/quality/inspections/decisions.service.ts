import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { BlockingReason, Transition } from '../../kernel/state-machine/index.js';
import { QUALITY_ERRORS } from '../quality.errors.js';
import { DecisionEffects } from './decision-effects.js';
import type { Outcome } from './disposition.js';
import { FindingsRepository } from './findings.repository.js';
import { defectFaults } from './findings.js';
import { Inspection } from './inspection.entity.js';
import { INSPECTION_MACHINE } from './inspection.machine.js';
import type { InspectionEvent } from './inspection.machine.js';
import type {
  AcceptInPartInput,
  AcceptInspectionInput,
  ConcedeInput,
  DecisionDefectInput,
  InspectionDto,
  RejectInput,
} from './inspections.dto.js';
import { InspectionsRepository } from './inspections.repository.js';
import type { Standing } from './inspections.repository.js';
import { InspectionsService } from './inspections.service.js';
import { verdictOf } from './verdict.js';

/** What is decided of an inspection, and what is noted of it. */
interface Decision extends Outcome {
  readonly columns?: Partial<Inspection>;
  readonly defects?: readonly DecisionDefectInput[];
}

/** Inspections are decided: by the sample, by sorting every piece, or by concession. Stock and lots follow in the same transaction. */
@Injectable()
export class InspectionDecisions {
  constructor(
    private readonly db: Database,
    private readonly inspections: InspectionsService,
    private readonly repository: InspectionsRepository,
    private readonly findings: FindingsRepository,
    private readonly effects: DecisionEffects,
    private readonly history: DocumentHistory,
  ) {}

  /** All of it is good. @throws ACCEPTANCE_NUMBER_EXCEEDED, RESULTS_INCOMPLETE */
  accept(id: string, { reason = null, to_location_id: to }: AcceptInspectionInput): Promise<InspectionDto> {
    return this.decide(id, 'accept', reason, ({ quantity }, standing) => {
      assertPasses(standing);
      return { accepted: quantity, rejected: 0, disposition: null, reason, to };
    });
  }

  /**
   * Part of it is good: because every piece was sorted, whatever the sample says, or because the sample passes and some pieces are not wanted.
   * @throws VALIDATION_FAILED with every fault, ACCEPTANCE_NUMBER_EXCEEDED, RESULTS_INCOMPLETE, INSPECTION_SCRAPPED
   */
  acceptInPart(id: string, input: AcceptInPartInput): Promise<InspectionDto> {
    const { accepted_quantity, rejected_quantity, disposition, reason, defects, is_sorted = false } = input;
    return this.decide(id, 'accept_in_part', reason, (inspection, standing) => {
      const sorted = is_sorted || (inspection.sample_size === inspection.quantity && standing.missing_results === 0);
      refuse(partFaults(input, inspection, sorted ? standing.defective_quantity : 0));
      if (!sorted) assertPasses(standing);
      return {
        accepted: accepted_quantity,
        rejected: rejected_quantity,
        disposition,
        reason,
        to: input.to_location_id,
        defects: defects ?? [],
        columns: { is_sorted: sorted },
      };
    });
  }

  /** None of it is good. @throws VALIDATION_FAILED */
  reject(id: string, { disposition, reason, defects = [] }: RejectInput): Promise<InspectionDto> {
    return this.decide(id, 'reject', reason, ({ quantity }) => ({
      accepted: 0,
      rejected: quantity,
      disposition,
      reason,
      defects,
    }));
  }

  /** All of it is taken though it is too bad. @throws FORBIDDEN without the permission for it, CONCESSION_NOT_NEEDED, INSPECTION_SCRAPPED */
  concede(id: string, { reason, to_location_id: to }: ConcedeInput): Promise<InspectionDto> {
    return this.decide(id, 'concede', reason, ({ quantity, state }, standing) => {
      if (state === 'in_progress' && verdictOf(standing) === 'passed') throw QUALITY_ERRORS.CONCESSION_NOT_NEEDED();
      const columns = { is_concession: true };
      return { accepted: quantity, rejected: 0, disposition: null, reason, to, columns };
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const inspection = await this.inspections.get(id);
    const standing = await this.repository.standing(id);
    const settled = inspection.state === 'rejected' ? settledReasons(inspection.disposition, standing) : [];
    const verdict = verdictOf(standing);
    return listTransitions(INSPECTION_MACHINE, inspection.state, {
      accept: () =>
        verdict === 'passed'
          ? []
          : [blocked(verdict === 'failed' ? 'ACCEPTANCE_NUMBER_EXCEEDED' : 'RESULTS_INCOMPLETE')],
      accept_in_part: () => settled,
      concede: () =>
        inspection.state === 'in_progress' && verdict === 'passed' ? [blocked('CONCESSION_NOT_NEEDED')] : settled,
    });
  }

  /** Lock, machine and permission first; then the rules of the decision, its reasons, stock and lots, and the decision itself. */
  private decide(
    id: string,
    event: InspectionEvent,
    reason: string | null,
    rule: (inspection: Inspection, standing: Standing) => Decision,
  ): Promise<InspectionDto> {
    return this.db.transaction(async () => {
      await this.inspections.get(id);
      await this.history.step(
        { entity: Inspection, machine: INSPECTION_MACHINE, id, event, reason },
        async (inspection) => {
          const standing = await this.repository.standing(id);
          assertUnsettled(inspection, standing);
          const { columns, defects = [], ...outcome } = rule(inspection, standing);
          await this.keepReasons(id, defects, outcome.rejected);
          const effect = await this.effects.apply({ ...inspection, ...columns }, outcome);
          return {
            columns: {
              ...columns,
              ...effect,
              accepted_quantity: outcome.accepted,
              rejected_quantity: outcome.rejected,
              disposition: outcome.disposition,
              reason,
              decided_at: 'now',
              decided_by: currentActor().user_id,
            },
          };
        },
      );
      return this.inspections.get(id);
    });
  }

  /** The reasons of this decision, instead of those of the one before. @throws VALIDATION_FAILED */
  private async keepReasons(id: string, defects: readonly DecisionDefectInput[], rejected: number): Promise<void> {
    const known = await this.findings.activeReasons(defects.map(({ reason_id }) => reason_id));
    const counted = defects.reduce((sum, { quantity }) => sum + BigInt(quantity), 0n);
    refuse([
      ...defectFaults(defects, known, null),
      ...(defects.length > 0 && counted !== BigInt(rejected)
        ? [{ pointer: '/defects', code: 'SUM_DIFFERS', message: `Count every rejected piece once: ${rejected} in all` }]
        : []),
    ]);
    await this.findings.replaceDecisionDefects(id, defects);
  }
}

const blocked = (code: keyof typeof QUALITY_ERRORS): BlockingReason => ({
  code,
  message: QUALITY_ERRORS[code].entry.description,
});

/** Why what was rejected cannot be decided anew. */
function settledReasons(disposition: string | null, standing: Standing): BlockingReason[] {
  if (disposition === 'scrap') return [blocked('INSPECTION_SCRAPPED')];
  return standing.is_reinspected ? [blocked('INSPECTION_REPEATED')] : [];
}

function assertUnsettled({ state, disposition }: Inspection, standing: Standing): void {
  const [reason] = state === 'rejected' ? settledReasons(disposition, standing) : [];
  if (reason) throw QUALITY_ERRORS[reason.code as 'INSPECTION_SCRAPPED' | 'INSPECTION_REPEATED']();
}

function assertPasses(standing: Standing): void {
  const { acceptance_number, defective_quantity, critical_quantity, missing_results } = standing;
  const verdict = verdictOf(standing);
  if (verdict === 'failed')
    throw QUALITY_ERRORS.ACCEPTANCE_NUMBER_EXCEEDED(undefined, {
      acceptance_number,
      defective_quantity,
      critical_quantity,
    });
  if (verdict === 'incomplete') throw QUALITY_ERRORS.RESULTS_INCOMPLETE(undefined, { missing_results });
}

function partFaults(
  { accepted_quantity, rejected_quantity, disposition }: AcceptInPartInput,
  { quantity, holds_lot, held_location_id }: Inspection,
  found: number,
): FieldError[] {
  return [
    ...(BigInt(accepted_quantity) + BigInt(rejected_quantity) === BigInt(quantity)
      ? []
      : [
          {
            pointer: '/accepted_quantity',
            code: 'SUM_DIFFERS',
            message: `Both together are the ${quantity} inspected`,
          },
        ]),
    ...(rejected_quantity < found
      ? [
          {
            pointer: '/rejected_quantity',
            code: 'VALUE_OUT_OF_RANGE',
            message: `${found} defective pieces were found in the sample`,
          },
        ]
      : []),
    ...(disposition === 'leave' && (holds_lot || held_location_id !== null)
      ? [
          {
            pointer: '/disposition',
            code: 'INVALID_VALUE',
            message: 'What was held is released: put the rejected pieces into quarantine or scrap them',
          },
        ]
      : []),
  ];
}

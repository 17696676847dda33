import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { assertInScope } from '../../kernel/security/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { BlockingReason, HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { QualityGate } from '../../quality/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { reasonFaults } from '../reason-codes/reasons.js';
import type { Reasoned } from '../reason-codes/reasons.js';
import { reasonIdsOf } from '../reason-codes/reasons.repository.js';
import { HAND_OVER } from './hand-over.machine.js';
import { HandOverEffects } from './hand-over-effects.js';
import type { HandOverAcceptance, HandOverDto } from './hand-overs.dto.js';
import { HAND_OVER_SOURCE } from './hand-overs.repository.js';
import type { HandOverRow } from './hand-overs.repository.js';
import { HandOversService } from './hand-overs.service.js';

/** What becomes of pieces that were handed over: the receiver says what arrived, or the giver takes them back. */
@Injectable()
export class HandOverDecisions {
  constructor(
    private readonly db: Database,
    private readonly handOvers: HandOversService,
    private readonly gate: QualityGate,
    private readonly effects: HandOverEffects,
    private readonly history: DocumentHistory,
  ) {}

  /**
   * Accepts what arrived. What is faulty is the giver's again, to be done again; what is missing is lost; each with its reason. Through a quality
   * gate only as many go on as its inspections accepted.
   * @throws VALIDATION_FAILED with all faults, INVALID_STATE, QUALITY_GATE, PIECES_GONE_ON
   */
  accept(id: string, input: HandOverAcceptance): Promise<HandOverDto> {
    return this.db.transaction(async () => {
      const held = await this.handOvers.hold(id);
      const { shown, handOver } = held;
      assertInScope({ department_id: shown.department_id }, 'Hand-over');
      const to = HAND_OVER.next(handOver.state, 'accept');
      const { returned_quantity, missing_quantity, notes = null } = input;
      const accepted_quantity = input.accepted_quantity ?? handOver.quantity - returned_quantity - missing_quantity;
      const reasons = await this.checked(handOver.quantity, { ...input, accepted_quantity });
      await this.assertGate(shown, accepted_quantity);
      const pieces = { accepted_quantity, returned_quantity, missing_quantity };
      await this.effects.accept(held, { ...pieces, ...reasons, notes }, input);
      await this.history.record({ machine: HAND_OVER, id, event: 'accept', from: handOver.state, to, reason: notes });
      return this.handOvers.get(id);
    });
  }

  /** Takes an offer back before it is accepted. @throws INVALID_STATE */
  withdraw(id: string, reason: string): Promise<HandOverDto> {
    return this.db.transaction(async () => {
      const { shown, handOver } = await this.handOvers.hold(id);
      const to = HAND_OVER.next(handOver.state, 'withdraw');
      await this.effects.withdraw(shown.id);
      await this.history.record({ machine: HAND_OVER, id, event: 'withdraw', from: handOver.state, to, reason });
      return this.handOvers.get(id);
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const shown = await this.handOvers.get(id);
    const { state } = shown as unknown as HandOverRow;
    return listTransitions(HAND_OVER, state, {
      accept: async () => (await this.gateOf(shown as unknown as HandOverRow))?.blockers ?? [],
    });
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.handOvers.get(id);
    return this.history.of(HAND_OVER, id);
  }

  private async gateOf({ id, quality_gate }: HandOverRow): Promise<{
    blockers: readonly BlockingReason[];
    accepted_quantity: number;
  } | null> {
    return quality_gate ? this.gate.verdictOf(HAND_OVER_SOURCE, id) : null;
  }

  private async assertGate(shown: HandOverRow, accepted: number): Promise<void> {
    const verdict = await this.gateOf(shown);
    if (!verdict) return;
    if (verdict.blockers.length > 0) {
      const detail = verdict.blockers.map(({ message }) => message).join('; ');
      throw PPIC_ERRORS.QUALITY_GATE(detail, { reasons: verdict.blockers });
    }
    if (accepted <= verdict.accepted_quantity) return;
    const detail = `The inspection accepted ${verdict.accepted_quantity} pieces, not ${accepted}`;
    throw PPIC_ERRORS.QUALITY_GATE(detail, { accepted_quantity: verdict.accepted_quantity, asked: accepted });
  }

  /** @returns ids of the reasons @throws VALIDATION_FAILED with all faults */
  private async checked(
    quantity: number,
    input: HandOverAcceptance & { accepted_quantity: number },
  ): Promise<{ returned_reason_id: string | null; missing_reason_id: string | null }> {
    const { accepted_quantity, returned_quantity, missing_quantity } = input;
    const reasoned: Reasoned[] = [
      { name: 'returned', category: 'rework', quantity: returned_quantity, code: input.returned_reason_code },
      { name: 'missing', category: 'lost', quantity: missing_quantity, code: input.missing_reason_code },
    ];
    const found = await reasonIdsOf(this.db, reasoned);
    const sum = accepted_quantity + returned_quantity + missing_quantity;
    const wrong: FieldError[] =
      sum === quantity && accepted_quantity >= 0
        ? []
        : [
            {
              pointer: '/accepted_quantity',
              code: 'NOT_ALLOWED',
              message: `Accepted, returned and missing pieces are the ${quantity} that were handed over`,
            },
          ];
    refuse([...wrong, ...reasonFaults(reasoned, found)]);
    return { returned_reason_id: found.get('returned') ?? null, missing_reason_id: found.get('missing') ?? null };
  }
}

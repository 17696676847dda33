import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { assertInScope } from '../../kernel/security/index.js';
import { cardsByLevel } from './card-count.js';
import { LoopCardsRepository } from './loop-cards.repository.js';
import { LoopDocuments } from './loop-documents.service.js';
import { LoopSignals } from './loop-signals.service.js';
import { LOOPS_AT_ONCE, SIGNALS_AT_ONCE } from './loops-limits.js';
import type { EvaluationDto } from './loops.dto.js';
import { LoopsRepository } from './loops.repository.js';
import { SignalsRepository } from './signals.repository.js';

/** Looks at loops: whose documents are done, whose level has fallen, whose document can be made by now. */
@Injectable()
export class LoopEvaluation {
  constructor(
    private readonly db: Database,
    private readonly loops: LoopsRepository,
    private readonly cards: LoopCardsRepository,
    private readonly signals: SignalsRepository,
    private readonly raising: LoopSignals,
    private readonly documents: LoopDocuments,
  ) {}

  /** @throws NOT_FOUND for a loop out of the caller's reach */
  async one(loopId: string): Promise<EvaluationDto> {
    return this.db.transaction(async () => {
      await this.loops.get(loopId);
      return this.evaluate({ loop_id: loopId });
    });
  }

  /** All loops that the caller sees, or those of a department. @throws NOT_FOUND */
  async all(departmentId?: string): Promise<EvaluationDto> {
    assertInScope({ department_id: departmentId ?? null }, 'Department');
    return this.db.transaction(() => this.evaluate(departmentId === undefined ? {} : { department_id: departmentId }));
  }

  /** The same in the name of the system; null when another process is at it, which does the same. */
  byWorker(): Promise<EvaluationDto | null> {
    return this.db.transaction(async () => ((await this.signals.isOnlyWorker()) ? this.evaluate({}) : null));
  }

  /**
   * First it is asked, without locking, of which loops something is to be done; those are locked, all at once and in one order, and looked at again: what
   * another has done meanwhile is seen, so that two who look at the same time make one signal.
   */
  private async evaluate(where: { loop_id?: string; department_id?: string }): Promise<EvaluationDto> {
    const { isBought } = this.documents;
    const requisitions = isBought ? await this.documents.progress(await this.signals.requisitions()) : [];
    const over = requisitions.flatMap(({ document_id, is_over }) => (is_over ? [document_id] : []));
    const found = await this.signals.candidates(where, over, isBought, LOOPS_AT_ONCE + 1);
    const ids = found.slice(0, LOOPS_AT_ONCE).map(({ id }) => id);
    if (ids.length === 0) return { loop_ids: [], received_cards: 0, reopened_cards: 0, signals: [], has_more: false };
    await this.loops.lock(ids);
    const documents = await this.signals.documents({ loop_ids: ids }, requisitions);
    const { received, reopened } = await this.raising.settle(documents.filter(({ is_over }) => is_over));
    const again = await this.signals.retryable(ids, isBought, SIGNALS_AT_ONCE);
    await this.raising.fill(again);
    const { chosen, has_more } = await this.chooseCards(ids);
    const made = await this.raising.raise(chosen, 'level');
    return {
      loop_ids: ids,
      received_cards: received,
      reopened_cards: reopened,
      signals: await this.cards.signals([...again, ...made]),
      has_more: has_more || (found[LOOPS_AT_ONCE]?.is_urgent ?? false),
    };
  }

  /** The cards to be signalled by level: of each loop those that have been full the longest. */
  private async chooseCards(loopIds: readonly string[]): Promise<{ chosen: string[]; has_more: boolean }> {
    const levels = await this.signals.levels(loopIds);
    if (levels.length === 0) return { chosen: [], has_more: false };
    const cards = await this.cards.circulating(levels.map(({ loop_id }) => loop_id));
    const wanted = levels.flatMap((level) =>
      cards
        .filter(({ loop_id, state, is_leaving }) => loop_id === level.loop_id && state === 'full' && !is_leaving)
        .slice(0, cardsByLevel(level))
        .map(({ id }) => id),
    );
    return { chosen: wanted.slice(0, SIGNALS_AT_ONCE), has_more: wanted.length > SIGNALS_AT_ONCE };
  }
}

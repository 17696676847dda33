import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, refuse } from '../../kernel/errors/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { Transition } from '../../kernel/state-machine/index.js';
import { KANBAN_ERRORS } from '../kanban.errors.js';
import { KanbanLoop } from './kanban-loop.entity.js';
import { chooseCards } from './loop-calculation.js';
import { LoopCardsRepository } from './loop-cards.repository.js';
import { LoopSignals } from './loop-signals.service.js';
import { KANBAN_LOOP } from './loop.machine.js';
import type { LoopEvent, LoopState } from './loop.machine.js';
import type { AppliedSuggestionDto, ApplySuggestionInput, LoopDto } from './loops.dto.js';
import { LoopsRepository } from './loops.repository.js';
import { LoopsService } from './loops.service.js';

/** A loop on its way from draft to retired, and how many cards it has meanwhile. */
@Injectable()
export class LoopLifecycle {
  constructor(
    private readonly db: Database,
    private readonly loops: LoopsRepository,
    private readonly cards: LoopCardsRepository,
    private readonly reading: LoopsService,
    private readonly raising: LoopSignals,
    private readonly history: DocumentHistory,
  ) {}

  activate(id: string, reason?: string | null): Promise<LoopDto> {
    return this.step(id, 'activate', reason);
  }

  pause(id: string, reason?: string | null): Promise<LoopDto> {
    return this.step(id, 'pause', reason);
  }

  resume(id: string, reason?: string | null): Promise<LoopDto> {
    return this.step(id, 'resume', reason);
  }

  /** Ends a loop; its cards go out of circulation. @throws LOOP_SIGNALS_OPEN while one of them waits to be filled */
  retire(id: string, reason?: string | null): Promise<LoopDto> {
    return this.step(id, 'retire', reason, async () => {
      const cards = await this.cards.circulating([id]);
      const count = cards.filter(({ state }) => state !== 'full').length;
      if (count > 0) throw KANBAN_ERRORS.LOOP_SIGNALS_OPEN(`${count} cards wait to be filled`, { count });
      await this.raising.move(cards, 'remove', 'full');
    });
  }

  /**
   * Makes so many cards stay in circulation: those marked to leave stay first, then new ones are added; too many are marked to leave when they come
   * back empty.
   * @throws VALIDATION_FAILED outside the loop's limits, LOOP_NOT_ACTIVE when new cards are to be signalled, INVALID_STATE once it is retired
   */
  apply(id: string, { cards: asked, start_empty = false }: ApplySuggestionInput): Promise<AppliedSuggestionDto> {
    return this.db.transaction(async () => {
      await this.loops.get(id);
      const { state, number, min_cards, max_cards } = await this.db.lock(KanbanLoop, id);
      if (state === 'retired') throw KERNEL_ERRORS.INVALID_STATE('A loop that is retired has no cards', { state });
      refuse([
        ...(asked !== undefined && asked < min_cards
          ? [{ pointer: '/cards', code: 'TOO_SMALL', message: `The loop has at least ${min_cards}` }]
          : []),
        ...(asked !== undefined && asked > max_cards
          ? [{ pointer: '/cards', code: 'TOO_LARGE', message: `The loop has at most ${max_cards}` }]
          : []),
      ]);
      if (start_empty && state !== 'active')
        throw KANBAN_ERRORS.LOOP_NOT_ACTIVE(`Loop ${number} is ${state}`, { state });
      const wanted = asked ?? (await this.reading.calculation(id)).calculated_cards;
      const { to_add, to_keep, to_leave } = chooseCards(await this.cards.circulating([id]), wanted);
      await this.cards.mark(to_keep, false);
      await this.cards.mark(to_leave, true);
      const added = (await this.cards.add(id, to_add)).map((card) => card.id);
      await this.raising.created(added);
      if (start_empty) await this.raising.raise(added, 'start');
      const { version } = await this.db.update<KanbanLoop>(KanbanLoop, id, {});
      return { version, added, kept: [...to_keep], leaving: [...to_leave], circulating_cards: wanted };
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state, cards_empty, cards_on_order } = await this.loops.get(id);
    const waiting = cards_empty + cards_on_order;
    return listTransitions(KANBAN_LOOP, state as LoopState, {
      retire: () => (waiting > 0 ? [{ code: 'LOOP_SIGNALS_OPEN', message: `${waiting} cards wait to be filled` }] : []),
    });
  }

  private step(
    id: string,
    event: LoopEvent,
    reason: string | null | undefined,
    effect: () => Promise<void> = () => Promise.resolve(),
  ): Promise<LoopDto> {
    return this.db.transaction(async () => {
      await this.loops.get(id);
      await this.history.step({ entity: KanbanLoop, machine: KANBAN_LOOP, id, event, reason }, effect);
      return this.loops.get(id);
    });
  }
}

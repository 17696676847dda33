import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { BlockingReason, HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { KANBAN_ERRORS } from '../kanban.errors.js';
import { LoopSignal } from './kanban-loop.entity.js';
import { LoopCardSteps } from './loop-card-steps.js';
import { LOOP_CARD } from './loop-card.machine.js';
import type { LoopCardState } from './loop-card.machine.js';
import type { LoopCardDto, LoopSignalDto } from './loop-cards.dto.js';
import { LoopCardsRepository } from './loop-cards.repository.js';
import { LoopProgress } from './loop-progress.service.js';
import { LoopsRepository } from './loops.repository.js';

/** Cards of loops and their signals: read, called back, opened again, taken out of circulation. */
@Injectable()
export class LoopCardsService {
  constructor(
    private readonly db: Database,
    private readonly cards: LoopCardsRepository,
    private readonly loops: LoopsRepository,
    private readonly steps: LoopCardSteps,
    private readonly progress: LoopProgress,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters): Promise<Page<LoopCardDto>> {
    return this.cards.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's companies, departments and warehouses */
  get(id: string): Promise<LoopCardDto> {
    return this.cards.get(id);
  }

  signalPage(query: ListParameters): Promise<Page<LoopSignalDto>> {
    return this.cards.signalPage(query);
  }

  /** @throws NOT_FOUND */
  signal(id: string): Promise<LoopSignalDto> {
    return this.cards.signal(id);
  }

  /** What was ordered came to nothing, the card is empty still. @throws LOOP_DOCUMENT_OPEN, LOOP_CARD_RECEIVED_IN_PART */
  reopen(id: string, reason?: string | null): Promise<LoopCardDto> {
    return this.steps.step(id, 'reopen', reason, async ({ signal }) => {
      await this.progress.refuseUnderWay(signal!);
      await this.db.update<LoopSignal>(LoopSignal, signal!.id, {
        ordered_at: null,
        document_type: null,
        document_id: null,
        document_number: null,
        reference: null,
        blocked_code: 'SIGNAL_DOCUMENT_OVER',
        blocked_reason: reason ?? `${signal!.document_number ?? signal!.reference ?? 'The order'} came to nothing`,
      });
    });
  }

  /** The card is full after all; nothing is to come for it. @throws LOOP_DOCUMENT_OPEN, LOOP_CARD_RECEIVED_IN_PART */
  recall(id: string, reason?: string | null): Promise<LoopCardDto> {
    return this.steps.step(id, 'recall', reason, async ({ signal }) => {
      await this.progress.refuseUnderWay(signal!);
      await this.withdraw(signal!);
    });
  }

  /** Takes a card out of circulation, and its signal back where nothing is ordered yet. */
  remove(id: string, reason?: string | null): Promise<LoopCardDto> {
    return this.steps.step(id, 'remove', reason, async ({ signal }) => {
      if (signal) await this.withdraw(signal);
    });
  }

  /** Puts a card back into circulation, full. @throws VALIDATION_FAILED when the loop has as many as it may, INVALID_STATE when it is retired */
  restore(id: string, reason?: string | null): Promise<LoopCardDto> {
    return this.steps.step(id, 'restore', reason, async ({ loop_id }) => {
      const { state, cards, max_cards, number } = await this.loops.get(loop_id);
      if (state === 'retired') throw KANBAN_ERRORS.LOOP_NOT_ACTIVE(`Loop ${number} is retired`, { state });
      refuse(
        cards >= max_cards
          ? [
              {
                pointer: '',
                code: 'TOO_LARGE',
                message: `Loop ${number} has ${cards} cards, and may have ${max_cards}`,
              },
            ]
          : [],
      );
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state, signal, loop_id } = await this.cards.get(id);
    const underWay = (): Promise<BlockingReason[]> => (signal ? this.progress.reasons(signal) : Promise.resolve([]));
    return listTransitions(LOOP_CARD, state as LoopCardState, {
      signal: async () => {
        const loop = await this.loops.get(loop_id);
        return loop.state === 'active'
          ? []
          : [{ code: 'LOOP_NOT_ACTIVE', message: `Loop ${loop.number} is ${loop.state}` }];
      },
      receive: () => (signal ? this.progress.arrivalReasons(signal) : []),
      reopen: underWay,
      recall: underWay,
    });
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.cards.get(id);
    return this.history.of(LOOP_CARD, id);
  }

  private async withdraw({ id }: LoopSignalDto): Promise<void> {
    await this.db.update<LoopSignal>(LoopSignal, id, { withdrawn_at: 'now' });
  }
}

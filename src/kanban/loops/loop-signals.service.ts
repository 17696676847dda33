import { Injectable } from '@nestjs/common';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { BoardFeed } from '../stream/board-feed.js';
import { LOOP_CARD } from './loop-card.machine.js';
import type { LoopCardEvent, LoopCardState } from './loop-card.machine.js';
import { LoopCardsRepository } from './loop-cards.repository.js';
import { LoopDocuments } from './loop-documents.service.js';
import type { SignalOrigin } from './loops-limits.js';
import { SignalsRepository } from './signals.repository.js';
import type { FillOutcome, SignalDocument } from './signal-rows.js';

/** A card that takes a step with others. */
export interface MovedCard {
  readonly id: string;
  readonly reason?: string | null;
}

/**
 * What happens to many cards at once, each kind of it in a fixed number of statements; only the documents are made one by one. To be called with the
 * rows of their loops locked.
 */
@Injectable()
export class LoopSignals {
  constructor(
    private readonly signals: SignalsRepository,
    private readonly cards: LoopCardsRepository,
    private readonly documents: LoopDocuments,
    private readonly history: DocumentHistory,
    private readonly feed: BoardFeed,
  ) {}

  /** Cards that are full are empty, each with one signal, and what the signals stand for is made. @returns the signals */
  async raise(cardIds: readonly string[], origin: SignalOrigin): Promise<string[]> {
    if (cardIds.length === 0) return [];
    const moved = cardIds.map((id) => ({ id, reason: WHY[origin] }));
    await this.move(moved, 'signal', 'full');
    const ids = await this.signals.insert(cardIds, origin);
    await this.fill(ids);
    return ids;
  }

  /** Makes the documents of open signals, as far as that can be done now. */
  async fill(ids: readonly string[]): Promise<FillOutcome[]> {
    if (ids.length === 0) return [];
    const waiting = await this.signals.toFill(ids);
    const outcomes: FillOutcome[] = [];
    for (const signal of waiting) outcomes.push(await this.documents.make(signal));
    await this.signals.filled(outcomes);
    const ordered = waiting.flatMap(({ card_id }, n) => {
      const { document_number } = outcomes[n]!;
      return document_number === null ? [] : [{ id: card_id, reason: document_number }];
    });
    await this.move(ordered, 'order', 'empty');
    this.feed.changed();
    return outcomes;
  }

  /** Cards of documents that are over: full with what they brought, empty still where that was nothing. */
  async settle(over: readonly SignalDocument[]): Promise<{ received: number; reopened: number }> {
    const received = over.filter(({ delivered }) => delivered > 0);
    const nothing = over.filter(({ delivered }) => delivered === 0);
    if (received.length > 0) {
      await this.signals.received(received);
      await this.move(received.map(stepOf), 'receive', 'on_order');
    }
    if (nothing.length > 0) {
      const reasons = nothing.map(
        ({ document_number, document_state }) => `${document_number} is ${document_state} and brought nothing`,
      );
      await this.signals.reopened(
        nothing.map(({ signal_id }) => signal_id),
        reasons,
      );
      await this.move(
        nothing.map(({ card_id }, n) => ({ id: card_id, reason: reasons[n]! })),
        'reopen',
        'on_order',
      );
    }
    if (over.length > 0) this.feed.changed();
    return { received: received.length, reopened: nothing.length };
  }

  /** Writes down that cards came into circulation. */
  async created(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const to = LOOP_CARD.initial;
    await this.history.record(...ids.map((id) => ({ machine: LOOP_CARD, id, event: 'create', from: null, to })));
  }

  /** To be called when anything else of a signal changes. */
  changed(): void {
    this.feed.changed();
  }

  /** One event of cards that are all in the same state. */
  async move(cards: readonly MovedCard[], event: LoopCardEvent, from: LoopCardState): Promise<void> {
    if (cards.length === 0) return;
    const to = LOOP_CARD.next(from, event);
    await this.cards.move(
      cards.map(({ id }) => id),
      to,
    );
    await this.history.record(...cards.map(({ id, reason }) => ({ machine: LOOP_CARD, id, event, from, to, reason })));
  }
}

const WHY: Readonly<Record<SignalOrigin, string | null>> = {
  scan: null,
  level: 'The level has fallen to the trigger',
  start: 'Added empty',
};

function stepOf({ card_id, document_number }: SignalDocument): MovedCard {
  return { id: card_id, reason: document_number };
}

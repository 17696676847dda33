import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { BoardFeed } from '../stream/board-feed.js';
import { LoopCard } from './kanban-loop.entity.js';
import { LOOP_CARD } from './loop-card.machine.js';
import type { LoopCardEvent } from './loop-card.machine.js';
import type { LoopCardDto } from './loop-cards.dto.js';
import { LoopCardsRepository } from './loop-cards.repository.js';
import { LoopsRepository } from './loops.repository.js';

/** Steps of one card, each in one transaction with the loop's row locked before the card's: whoever does something to the same loop waits. */
@Injectable()
export class LoopCardSteps {
  constructor(
    private readonly db: Database,
    private readonly cards: LoopCardsRepository,
    private readonly loops: LoopsRepository,
    private readonly history: DocumentHistory,
    private readonly feed: BoardFeed,
  ) {}

  /** A card with its loop locked. @throws NOT_FOUND, STALE_VERSION */
  async locked(id: string): Promise<LoopCardDto> {
    const { loop_id } = await this.cards.get(id);
    await this.loops.lock([loop_id]);
    await this.db.lock(LoopCard, id);
    return this.cards.get(id);
  }

  /**
   * One event of a card. Who may is asked at the route.
   * @param effect what goes with it; it answers `in_part` when something of it is left
   * @throws NOT_FOUND, STALE_VERSION, INVALID_STATE and what the effect throws
   */
  step(
    id: string,
    event: LoopCardEvent,
    reason: string | null | undefined,
    effect: (card: LoopCardDto) => Promise<{ in_part?: boolean } | void>,
  ): Promise<LoopCardDto> {
    return this.db.transaction(async () => {
      const card = await this.locked(id);
      const from = card.state as LoopCard['state'];
      const to = LOOP_CARD.next(from, event);
      const { in_part = false } = (await effect(card)) ?? {};
      const state = in_part ? from : to;
      await this.db.update<LoopCard>(LoopCard, id, { state, ...(state === 'out' && { is_leaving: false }) });
      await this.history.record({ machine: LOOP_CARD, id, event, from, to: state, reason });
      this.feed.changed();
      return this.cards.get(id);
    });
  }
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import type { StepEffect } from '../../kernel/state-machine/index.js';
import { BoardFeed } from '../stream/board-feed.js';
import type { RequestCardDto } from './cards.dto.js';
import { CardsRepository } from './cards.repository.js';
import { RequestCard } from './request-card.entity.js';
import { REQUEST_CARD } from './request-card.machine.js';
import type { RequestCardEvent } from './request-card.machine.js';

/** Changes of cards, each in one transaction that those who watch the board hear of. */
@Injectable()
export class CardSteps {
  constructor(
    private readonly db: Database,
    private readonly cards: CardsRepository,
    private readonly history: DocumentHistory,
    private readonly feed: BoardFeed,
  ) {}

  /** One event of a card. @throws NOT_FOUND, STALE_VERSION, INVALID_STATE, FORBIDDEN and what the effect throws */
  step(
    id: string,
    event: RequestCardEvent,
    reason: string | null | undefined,
    effect: (card: RequestCard) => Promise<StepEffect<RequestCard> | void> = () => Promise.resolve(),
  ): Promise<RequestCardDto> {
    return this.change(async () => {
      await this.cards.get(id);
      await this.history.step({ entity: RequestCard, machine: REQUEST_CARD, id, event, reason }, effect);
      return id;
    });
  }

  /** @param work what changes a card; it answers which one */
  change(work: () => Promise<string>): Promise<RequestCardDto> {
    return this.db.transaction(async () => {
      const id = await work();
      this.feed.changed();
      return this.cards.get(id);
    });
  }
}

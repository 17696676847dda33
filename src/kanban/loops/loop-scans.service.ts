import { Injectable } from '@nestjs/common';
import { Database, checkIfMatch } from '../../kernel/database/index.js';
import { KANBAN_ERRORS } from '../kanban.errors.js';
import { LoopCardSteps } from './loop-card-steps.js';
import type { LoopCardDto } from './loop-cards.dto.js';
import { LoopCardsRepository } from './loop-cards.repository.js';
import { LOOP_CARD } from './loop-card.machine.js';
import type { LoopCardState } from './loop-card.machine.js';
import { LoopSignals } from './loop-signals.service.js';
import { LoopsRepository } from './loops.repository.js';
import { SignalsRepository } from './signals.repository.js';

/** Somebody holds an empty card in hand. */
@Injectable()
export class LoopScans {
  constructor(
    private readonly db: Database,
    private readonly loops: LoopsRepository,
    private readonly cards: LoopCardsRepository,
    private readonly signals: SignalsRepository,
    private readonly steps: LoopCardSteps,
    private readonly raising: LoopSignals,
  ) {}

  /**
   * Signals that a card is empty. However often it is scanned, and whatever the level has signalled meanwhile, there is one signal and one document: a
   * card that is signalled already is answered as it is, and a signal by level that no scan has met yet is for whichever card comes back empty first.
   * A card that is marked to leave goes out instead.
   * @throws NOT_FOUND, STALE_VERSION, INVALID_STATE for one that is out, LOOP_NOT_ACTIVE
   */
  signal(id: string): Promise<LoopCardDto> {
    return this.db.transaction(async () => {
      const seen = await this.cards.get(id);
      if (seen.signal?.scanned_at) {
        // Nothing is to be done, and nobody has to be waited for.
        checkIfMatch(seen);
        return seen;
      }
      const card = await this.steps.locked(id);
      if (card.signal) {
        if (card.signal.scanned_at === null) await this.signals.scanned(card.signal.id, id);
        this.raising.changed();
        return this.cards.get(id);
      }
      LOOP_CARD.next(card.state as LoopCardState, 'signal');
      const { state } = await this.loops.get(card.loop_id);
      if (state !== 'active') throw KANBAN_ERRORS.LOOP_NOT_ACTIVE(`Loop ${card.loop_number} is ${state}`, { state });
      if (card.is_leaving) await this.raising.move([{ id, reason: 'Came back empty' }], 'remove', 'full');
      else if (!(await this.takeOver(card))) await this.raising.raise([id], 'scan');
      return this.cards.get(id);
    });
  }

  /** Gives the card the signal that the level has made for another card of the loop, which is then known to be full. */
  private async takeOver({ id, number, loop_id }: LoopCardDto): Promise<boolean> {
    const found = await this.signals.unscanned(loop_id);
    if (!found) return false;
    const other = await this.cards.get(found.card_id);
    await this.raising.move([{ id, reason: `Signalled by level as ${other.number}` }], 'signal', 'full');
    if (found.card_state === 'on_order')
      await this.raising.move(
        [{ id, reason: other.signal?.document_number ?? other.signal?.reference }],
        'order',
        'empty',
      );
    await this.raising.move([{ id: other.id, reason: `${number} was empty instead` }], 'recall', found.card_state);
    await this.signals.scanned(found.id, id);
    this.raising.changed();
    return true;
  }
}

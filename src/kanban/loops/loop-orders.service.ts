import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import { KANBAN_ERRORS } from '../kanban.errors.js';
import { LoopSignal } from './kanban-loop.entity.js';
import type { LoopCardDto, LoopSignalDto, OrderLoopCardInput } from './loop-cards.dto.js';
import { LoopDocuments } from './loop-documents.service.js';
import { LoopProgress } from './loop-progress.service.js';
import { SignalsRepository } from './signals.repository.js';
import type { SignalDocument } from './signal-rows.js';

/** Ordering what fills a card, by hand or by its document. */
@Injectable()
export class LoopOrders {
  constructor(
    private readonly db: Database,
    private readonly signals: SignalsRepository,
    private readonly documents: LoopDocuments,
    private readonly progress: LoopProgress,
  ) {}

  /** To be called within the step of a card that is empty. @throws SIGNAL_BLOCKED, VALIDATION_FAILED */
  async order({ signal, kind }: LoopCardDto, { reference = null, due_on }: OrderLoopCardInput): Promise<void> {
    const isByHand = kind === 'supplier' && (reference !== null || !this.documents.isBought);
    refuse(
      kind !== 'supplier' && reference !== null
        ? [{ pointer: '/reference', code: 'NOT_ALLOWED', message: 'Only what a supplier fills is ordered by hand' }]
        : [],
    );
    const due = due_on ? { due_on } : {};
    if (isByHand) {
      const ordered = { ordered_at: 'now', reference, blocked_code: null, blocked_reason: null };
      await this.db.update<LoopSignal>(LoopSignal, signal!.id, { ...ordered, ...due });
      return;
    }
    if (due_on) await this.db.update<LoopSignal>(LoopSignal, signal!.id, due);
    const [waiting] = await this.signals.toFill([signal!.id]);
    const outcome = await this.documents.make(waiting!);
    if (outcome.blocked_code !== null)
      throw KANBAN_ERRORS.SIGNAL_BLOCKED(outcome.blocked_reason!, { blocked_code: outcome.blocked_code });
    await this.signals.filled([outcome]);
  }

  /** What the document of a signal has brought. @throws LOOP_DOCUMENT_OPEN */
  arrived(signal: LoopSignalDto): Promise<SignalDocument> {
    return this.progress.arrived(signal);
  }
}

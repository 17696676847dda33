import { Injectable } from '@nestjs/common';
import type { BlockingReason } from '../../kernel/state-machine/index.js';
import { KANBAN_ERRORS } from '../kanban.errors.js';
import type { LoopSignalDto } from './loop-cards.dto.js';
import { LoopDocuments } from './loop-documents.service.js';
import { SignalsRepository } from './signals.repository.js';
import type { SignalDocument } from './signal-rows.js';

type Signal = Pick<LoopSignalDto, 'id' | 'document_type' | 'document_id' | 'received_quantity'>;

/** How far the document of a signal is, as the document itself says. */
@Injectable()
export class LoopProgress {
  constructor(
    private readonly signals: SignalsRepository,
    private readonly documents: LoopDocuments,
  ) {}

  /** The document; null for what is not ordered, or ordered by hand. */
  async of({ id, document_type, document_id }: Signal): Promise<SignalDocument | null> {
    if (document_id === null) return null;
    const requisitions = document_type === 'purchase_requisition' ? await this.documents.progress([document_id]) : [];
    return (await this.signals.documents({ signal_id: id }, requisitions))[0] ?? null;
  }

  /** @throws LOOP_DOCUMENT_OPEN while a document may still bring something or has brought it; LOOP_CARD_RECEIVED_IN_PART */
  async refuseUnderWay(signal: Signal): Promise<void> {
    const document = await this.of(signal);
    if (document && !(document.is_over && document.delivered === 0)) throw underWay(document);
    if (!document && signal.received_quantity > 0) throw KANBAN_ERRORS.LOOP_CARD_RECEIVED_IN_PART();
  }

  /** What stands in the way of taking a signal back. */
  async reasons(signal: Signal): Promise<BlockingReason[]> {
    const document = await this.of(signal);
    if (document && !(document.is_over && document.delivered === 0)) return [reasonOf(document)];
    return !document && signal.received_quantity > 0
      ? [{ code: 'LOOP_CARD_RECEIVED_IN_PART', message: `${signal.received_quantity} pieces were received` }]
      : [];
  }

  /** What stands in the way of receiving it: a document that has not brought it. */
  async arrivalReasons(signal: Signal): Promise<BlockingReason[]> {
    const document = await this.of(signal);
    return document && !(document.is_over && document.delivered > 0) ? [reasonOf(document)] : [];
  }

  /** What the document has brought. @throws LOOP_DOCUMENT_OPEN when that is nothing yet */
  async arrived(signal: Signal): Promise<SignalDocument> {
    const document = (await this.of(signal))!;
    if (!document.is_over || document.delivered === 0) throw underWay(document);
    return document;
  }
}

function underWay({ document_type, document_number, document_state }: SignalDocument): Error {
  return KANBAN_ERRORS.LOOP_DOCUMENT_OPEN(`${document_number} is ${document_state}`, {
    document_type,
    document_number,
    document_state,
  });
}

function reasonOf({ document_number, document_state }: SignalDocument): BlockingReason {
  return { code: 'LOOP_DOCUMENT_OPEN', message: `${document_number} is ${document_state}` };
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { AppError } from '../../kernel/errors/index.js';
import { OrderLifecycleService, OrdersService } from '../../ppic/index.js';
import { CardsService } from '../cards/cards.service.js';
import { KANBAN_ERRORS } from '../kanban.errors.js';
import type { DocumentType } from './loops-limits.js';
import { RequisitionPort } from './requisition-maker.js';
import type { RequisitionProgress } from './requisition-maker.js';
import type { FillOutcome, SignalToFill } from './signal-rows.js';

interface MadeDocument {
  readonly type: DocumentType;
  readonly id: string;
  readonly number: string;
}

/** Makes what a signal stands for: a request card, a manufacturing order or a requisition. */
@Injectable()
export class LoopDocuments {
  constructor(
    private readonly db: Database,
    private readonly cards: CardsService,
    private readonly orders: OrdersService,
    private readonly lifecycle: OrderLifecycleService,
    private readonly port: RequisitionPort,
  ) {}

  /** Whether somebody makes requisitions. */
  get isBought(): boolean {
    return this.port.current !== null;
  }

  /**
   * The document of a signal, in the ambient transaction. What refuses it is undone and said, and the signal stays open: that a container is empty is
   * a fact, whoever cannot fill it now.
   */
  async make(signal: SignalToFill): Promise<FillOutcome> {
    try {
      const { type, id, number } = await this.db.savepoint(() => this.makeBy(signal));
      return {
        id: signal.id,
        document_type: type,
        document_id: id,
        document_number: number,
        blocked_code: null,
        blocked_reason: null,
      };
    } catch (error) {
      if (!(error instanceof AppError) || error.entry.status >= 500) throw error;
      const blocked_reason = error.field_errors[0]?.message ?? error.detail;
      return {
        id: signal.id,
        document_type: null,
        document_id: null,
        document_number: null,
        blocked_code: error.code,
        blocked_reason: blocked_reason.slice(0, 2000),
      };
    }
  }

  /** How far requisitions are; nothing while nobody makes any. */
  async progress(ids: readonly string[]): Promise<RequisitionProgress[]> {
    return ids.length > 0 && this.port.current ? this.port.current.progress(ids) : [];
  }

  private makeBy(signal: SignalToFill): Promise<MadeDocument> {
    return {
      transfer: () => this.request(signal),
      production: () => this.order(signal),
      supplier: () => this.buy(signal),
    }[signal.kind]();
  }

  /** Approved as far as the caller may and the board has room; otherwise whoever approves cards sees it there. */
  private async request(signal: SignalToFill): Promise<MadeDocument> {
    const { id, number } = await this.cards.create({
      company_id: signal.company_id,
      product_id: signal.product_id,
      department_id: signal.department_id,
      quantity: signal.quantity,
      from_location_id: signal.from_location_id,
      to_location_id: signal.to_location_id,
      needed_by: signal.due_on,
      reason: wordsOf(signal),
    });
    if (isAllowed(await this.cards.transitions(id), 'approve')) await this.cards.approve(id, wordsOf(signal));
    return { type: 'request_card', id, number };
  }

  /** Approved as far as the caller may and the company lets its maker approve it. */
  private async order(signal: SignalToFill): Promise<MadeDocument> {
    const { id, number } = await this.orders.create({
      company_id: signal.company_id,
      product_id: signal.product_id,
      planned_quantity: signal.quantity,
      warehouse_id: signal.to_warehouse_id,
      department_id: signal.source_department_id,
      output_location_id: signal.to_location_id,
      due_date: signal.due_on,
      notes: wordsOf(signal),
    });
    if (isAllowed(await this.lifecycle.transitions(id), 'approve')) await this.lifecycle.approve(id, wordsOf(signal));
    return { type: 'manufacturing_order', id, number };
  }

  /** @throws PURCHASING_MISSING */
  private async buy(signal: SignalToFill): Promise<MadeDocument> {
    const maker = this.port.current;
    if (!maker) throw KANBAN_ERRORS.PURCHASING_MISSING();
    const { id, number } = await maker.make({
      signal_id: signal.id,
      company_id: signal.company_id,
      department_id: signal.department_id,
      supplier_id: signal.supplier_id!,
      product_id: signal.product_id,
      quantity: signal.quantity,
      needed_by: signal.due_on,
      to_location_id: signal.to_location_id,
      to_warehouse_id: signal.to_warehouse_id,
      reason: wordsOf(signal),
    });
    return { type: 'purchase_requisition', id, number };
  }
}

function wordsOf({ loop_number, card_number }: SignalToFill): string {
  return `Loop ${loop_number}, card ${card_number}`;
}

function isAllowed(transitions: readonly { event: string; allowed: boolean }[], event: string): boolean {
  return transitions.some((each) => each.event === event && each.allowed);
}

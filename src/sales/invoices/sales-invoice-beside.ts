import { Injectable } from '@nestjs/common';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import type { HistoryEntry } from '../../kernel/state-machine/index.js';
import { SalesOrderSteps } from '../orders/sales-order-steps.js';
import { SalesInvoice } from './sales-invoice.entity.js';
import { SALES_INVOICE } from './sales-invoice.machine.js';

/** The locks of the orders before a step of an invoice, and its history after. */
@Injectable()
export class SalesInvoiceBeside {
  constructor(
    private readonly steps: SalesOrderSteps,
    private readonly history: DocumentHistory,
  ) {}

  async step(
    orderIds: readonly string[],
    { id, event, reason }: { id: string; event: 'post' | 'cancel'; reason: string | null },
    effect: (invoice: SalesInvoice) => Promise<void>,
  ): Promise<void> {
    await this.steps.takeTurns(orderIds);
    await this.history.step({ entity: SalesInvoice, machine: SALES_INVOICE, id, event, reason }, effect);
  }

  historyOf(id: string): Promise<HistoryEntry[]> {
    return this.history.of(SALES_INVOICE, id);
  }
}

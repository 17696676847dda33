import { Injectable } from '@nestjs/common';
import { refuse } from '../../kernel/errors/index.js';
import { CompanyAmounts } from './company-amounts.js';
import { OrderApprovals, approvable } from './order-approvals.js';
import { OrderBeside } from './order-beside.js';
import { confirmations, lineNumberFaults } from './order-confirmations.js';
import { OrderLifecycleRepository } from './order-lifecycle.repository.js';
import { OrderSteps } from './order-steps.js';
import { OrderWritingRepository } from './order-writing.repository.js';
import type { OrderConfirmationInput, ShortCloseInput } from './orders.dto.js';
import { ORDER_PERMISSIONS } from './purchase-order.permissions.js';
import type { PurchaseOrderState } from './purchase-order.machine.js';

/** In which states the supplier may say anew when what comes. */
const RECONFIRMABLE: readonly PurchaseOrderState[] = ['sent', 'confirmed', 'partially_received'];

/** The way of orders to their supplier and to their end. What takes many ids does for all of them what it does for one, or nothing. */
@Injectable()
export class OrderLifecycle {
  constructor(
    private readonly steps: OrderSteps,
    private readonly rows: OrderWritingRepository,
    private readonly marks: OrderLifecycleRepository,
    private readonly approvals: OrderApprovals,
    private readonly amounts: CompanyAmounts,
    private readonly shared: OrderBeside,
  ) {}

  /** @throws EXCHANGE_RATE_MISSING when the amount cannot be held against the tiers */
  submit(ids: readonly string[]): Promise<void> {
    return this.steps.take(ids, 'submit', null, async (orders) => {
      const company = await this.amounts.of(orders.map((order) => ({ ...order, amount: order.total_amount })));
      await this.rows.setColumns(
        orders.map(({ id }, n) => ({ id, company_amount: company[n]! })),
        { submitted: true },
      );
    });
  }

  withdraw(ids: readonly string[]): Promise<void> {
    return this.steps.take(ids, 'withdraw', null, () => this.newRound(ids));
  }

  reject(ids: readonly string[], reason: string): Promise<void> {
    return this.steps.take(ids, 'reject', reason, () => this.newRound(ids));
  }

  /** The last tier makes an order approved. @throws ORDER_APPROVER_IS_BUYER, APPROVAL_TIER_OF_OTHERS, APPROVED_BY_YOU_ALREADY */
  approve(ids: readonly string[], notes: string | null = null): Promise<void> {
    return this.steps.take(ids, 'approve', notes, async (orders) => {
      const inPart = await this.approvals.approve(orders.map(approvable), notes);
      const whole = orders.filter(({ id }) => !inPart.has(id));
      await this.rows.setColumns(
        whole.map(({ id, company_amount }) => ({ id, approved_amount: company_amount! })),
        { approved: true },
      );
      return inPart;
    });
  }

  send(ids: readonly string[]): Promise<void> {
    return this.steps.take(ids, 'send', null, () =>
      this.rows.setColumns(
        ids.map((id) => ({ id })),
        { sent: true },
      ),
    );
  }

  /** The supplier has got the revision that holds now. @throws INVALID_STATE for an order that was not sent */
  resend(id: string): Promise<void> {
    return this.shared.beside(id, RECONFIRMABLE, 'resend', ORDER_PERMISSIONS.send, null, () =>
      this.rows.setColumns([{ id }], { sent: true }),
    );
  }

  /** What the supplier says of lines; the last one makes the order confirmed. @throws VALIDATION_FAILED */
  confirm(id: string, { supplier_reference, lines, reason }: OrderConfirmationInput): Promise<void> {
    return this.shared.transaction(async () => {
      await this.steps.take([id], 'confirm', reason, async () => {
        const left = await this.enter(id, lines, supplier_reference);
        return left > 0 ? new Set([id]) : undefined;
      });
      await this.steps.tell([id], reason);
    });
  }

  /** News of the supplier of an order that it has. @throws INVALID_STATE, VALIDATION_FAILED */
  reconfirm(id: string, { supplier_reference, lines, reason }: OrderConfirmationInput): Promise<void> {
    return this.shared.transaction(async () => {
      await this.shared.beside(id, RECONFIRMABLE, 'reconfirm', ORDER_PERMISSIONS.confirm, reason ?? null, async () => {
        await this.enter(id, lines, supplier_reference);
      });
      await this.steps.tell([id], reason);
    });
  }

  /** No more is expected of lines. @throws VALIDATION_FAILED for lines that are not there or not open */
  shortClose(id: string, { lines, reason }: ShortCloseInput): Promise<void> {
    return this.shared.transaction(async () => {
      await this.steps.take([id], 'short_close', reason, async () => {
        const known = await this.rows.linesOf([id]);
        refuse(
          lineNumberFaults(
            lines ?? [],
            known.filter(({ is_complete }) => !is_complete),
          ),
        );
        const closing = known.filter(({ line_no, is_complete }) => !is_complete && (!lines || lines.includes(line_no)));
        await this.marks.closeShort(closing.map((line) => line.id));
        await this.marks.sumUp(id);
        const open = known.filter((line) => !line.is_complete && !closing.includes(line));
        return open.length > 0 ? new Set([id]) : undefined;
      });
      await this.steps.tell([id], reason);
    });
  }

  close(ids: readonly string[]): Promise<void> {
    return this.steps.take(ids, 'close', null);
  }

  /** Nothing has come of it; a change that waits goes with it. */
  cancel(id: string, reason: string): Promise<void> {
    return this.shared.transaction(async () => {
      await this.steps.take([id], 'cancel', reason, async () => {
        await this.shared.withdrawn(await this.marks.withdrawChanges(id), reason);
      });
      await this.steps.tell([id], reason);
    });
  }

  private newRound(ids: readonly string[]): Promise<void> {
    return this.rows.setColumns(
      ids.map((id) => ({ id })),
      { new_round: true },
    );
  }

  /** @returns how many lines are not confirmed after it */
  private async enter(
    id: string,
    lines: OrderConfirmationInput['lines'],
    reference: string | null | undefined,
  ): Promise<number> {
    const known = await this.rows.linesOf([id]);
    const { confirmed, faults } = confirmations(lines, known);
    refuse(faults);
    await this.marks.confirm(id, confirmed, reference ?? null);
    const said = new Set(confirmed.map((line) => line.id));
    return known.filter((line) => line.confirmed_at === null && !line.is_closed_short && !said.has(line.id)).length;
  }
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Rational } from '../../kernel/numbers/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { OrderApprovals } from './order-approvals.js';
import type { ToApprove } from './order-approvals.js';
import { ORDER_CHANGE } from './order-change.machine.js';
import type { OrderChangeState } from './order-change.machine.js';
import type { OrderChangeDto } from './order-changes.dto.js';
import { OrderChangesRepository } from './order-changes.repository.js';
import { OrderChangesApplied } from './order-changes-applied.js';
import type { Revision } from './order-revision.js';
import type { OrderChangeInput } from './orders.dto.js';
import { PURCHASE_ORDER_ERRORS } from './purchase-order.errors.js';
import { PurchaseOrder, PurchaseOrderChange } from './purchase-order.entity.js';
import { CHANGEABLE_STATES } from './purchase-order.machine.js';

/** Approved orders are changed by revisions. One that costs more than was approved waits for its approval; meanwhile the order stays as it is. */
@Injectable()
export class OrderChanges {
  constructor(
    private readonly db: Database,
    private readonly changes: OrderChangesRepository,
    private readonly applied: OrderChangesApplied,
    private readonly approvals: OrderApprovals,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters): Promise<Page<OrderChangeDto>> {
    return this.changes.page(query);
  }

  get(id: string): Promise<OrderChangeDto> {
    return this.changes.get(id);
  }

  /** @throws INVALID_STATE, VALIDATION_FAILED, NOTHING_CHANGES, ORDER_CHANGE_PENDING, EXCHANGE_RATE_MISSING */
  ask(orderId: string, input: OrderChangeInput): Promise<OrderChangeDto> {
    return this.db.transaction(async () => {
      const order = await this.applied.lock(orderId);
      const { state } = order;
      if (!CHANGEABLE_STATES.includes(state)) {
        const detail = `Cannot change what is ${state}: it has to be ${CHANGEABLE_STATES.join(' or ')}`;
        throw KERNEL_ERRORS.INVALID_STATE(detail, { state, event: 'change', allowed_from: CHANGEABLE_STATES });
      }
      if (await this.changes.isOneWaiting(orderId)) throw PURCHASE_ORDER_ERRORS.ORDER_CHANGE_PENDING();
      const { revision, company_amount } = await this.applied.workedOut(order, input);
      if (revision.changes.length === 0) throw PURCHASE_ORDER_ERRORS.NOTHING_CHANGES();
      const waits = Rational.parse(company_amount).compare(Rational.parse(order.approved_amount!)) > 0;
      const { id } = await this.db.insert(PurchaseOrderChange, {
        order_id: orderId,
        revision: order.revision + 1,
        state: waits ? 'pending' : 'applied',
        reason: input.reason,
        changes: revision.changes,
        wanted: frozen(input, revision),
        total_before: order.total_amount,
        total_after: revision.total_amount,
        company_amount,
        ...(!waits && { decided_by: currentActor().user_id, decided_at: 'now' }),
      });
      await this.history.record({
        machine: ORDER_CHANGE,
        id,
        event: 'create',
        from: null,
        to: waits ? 'pending' : 'applied',
        reason: input.reason,
      });
      if (!waits) await this.applied.apply(order, revision, { company_amount, reason: input.reason });
      return this.changes.get(id);
    });
  }

  /** The last tier applies it. @throws ORDER_CHANGE_OUTDATED, ORDER_APPROVER_IS_BUYER, APPROVAL_TIER_OF_OTHERS, APPROVED_BY_YOU_ALREADY */
  approve(id: string, notes: string | null): Promise<OrderChangeDto> {
    return this.decide(id, 'approve', notes, async (change) => {
      const order = await this.db.lock(PurchaseOrder, change.order_id);
      const inPart = await this.approvals.approve([approvableChange(change, order)], notes);
      if (inPart.size > 0) return { in_part: true };
      const revision = await this.applied.again(order, change);
      const { company_amount, reason } = change;
      await this.applied.apply(order, revision, { company_amount, reason });
      return { columns: decidedNow() };
    });
  }

  reject(id: string, reason: string): Promise<OrderChangeDto> {
    return this.decide(id, 'reject', reason, () => Promise.resolve({ columns: decidedNow() }));
  }

  withdraw(id: string, reason: string): Promise<OrderChangeDto> {
    return this.decide(id, 'withdraw', reason, () => Promise.resolve({ columns: decidedNow() }));
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state } = await this.changes.get(id);
    return listTransitions(ORDER_CHANGE, state as OrderChangeState);
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.changes.get(id);
    return this.history.of(ORDER_CHANGE, id);
  }

  private decide(
    id: string,
    event: keyof typeof ORDER_CHANGE.events,
    reason: string | null,
    effect: (change: PurchaseOrderChange) => Promise<{ in_part?: boolean; columns?: Partial<PurchaseOrderChange> }>,
  ): Promise<OrderChangeDto> {
    return this.db.transaction(async () => {
      await this.changes.get(id);
      await this.history.step({ entity: PurchaseOrderChange, machine: ORDER_CHANGE, id, event, reason }, effect);
      return this.changes.get(id);
    });
  }
}

/** Prices of the list are those of the day it was asked for, whenever it is agreed to. */
function frozen({ added_lines, ...input }: OrderChangeInput, { added }: Revision): OrderChangeInput {
  if (!added_lines) return input;
  const lines = added_lines.map((line, n) => ({ ...line, unit_price: added[n]!.unit_price }));
  return { ...input, added_lines: lines };
}

function decidedNow(): Partial<PurchaseOrderChange> {
  return { decided_by: currentActor().user_id, decided_at: 'now' };
}

function approvableChange(change: PurchaseOrderChange, order: PurchaseOrder): ToApprove {
  return {
    order_id: order.id,
    company_id: order.company_id,
    revision: change.revision,
    round: order.approval_round,
    amount: change.company_amount,
    made_by: [order.created_by, change.created_by],
  };
}

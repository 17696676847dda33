import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { can, currentActor } from '../../kernel/security/index.js';
import type { BlockingReason } from '../../kernel/state-machine/index.js';
import { OrderApprovalRepository } from './order-approval.repository.js';
import type { Approvable, ReachedTier } from './order-approval.repository.js';
import type { OpenTierDto } from './orders.dto.js';
import { PURCHASE_ORDER_ERRORS } from './purchase-order.errors.js';
import { PurchaseOrder } from './purchase-order.entity.js';

/** Something to approve, with the people who may not. */
export type ToApprove = Approvable & { readonly made_by: readonly (string | null)[] };

/** Who approves what: every tier that the amount reaches, each by another person, never by who made it. */
@Injectable()
export class OrderApprovals {
  constructor(
    private readonly db: Database,
    private readonly rows: OrderApprovalRepository,
  ) {}

  /**
   * The caller approves, of each, the smallest tier that is open and theirs; where no tier is reached, the permission is enough.
   * @returns those that other tiers still have to approve
   * @throws ORDER_APPROVER_IS_BUYER, APPROVAL_TIER_OF_OTHERS, APPROVED_BY_YOU_ALREADY
   */
  async approve(what: readonly ToApprove[], notes: string | null): Promise<ReadonlySet<string>> {
    const me = currentActor().user_id;
    if (what.some(({ made_by }) => made_by.includes(me))) throw PURCHASE_ORDER_ERRORS.ORDER_APPROVER_IS_BUYER();
    const reached = await this.rows.tiers(what);
    const done = reached.some(({ is_approved }) => is_approved)
      ? await this.rows.approvedByMe(what)
      : new Set<string>();
    if (done.size > 0) throw PURCHASE_ORDER_ERRORS.APPROVED_BY_YOU_ALREADY();
    const inPart = new Set<string>();
    const approvals = what.map((each) => {
      const open = reached.filter(({ order_id, is_approved }) => order_id === each.order_id && !is_approved);
      const mine = open.find(isMine);
      if (open.length > 0 && !mine)
        throw PURCHASE_ORDER_ERRORS.APPROVAL_TIER_OF_OTHERS(undefined, { tiers: open.map(shown) });
      if (open.length > 1) inPart.add(each.order_id);
      return { ...each, tier_id: mine?.tier_id ?? null, notes };
    });
    await this.rows.record(approvals);
    return inPart;
  }

  /** What stands in the way of the caller approving an order that was submitted. */
  async reasons(head: { readonly id: string; readonly state: string }): Promise<BlockingReason[]> {
    if (head.state !== 'submitted') return [];
    const what = approvable(await this.db.get(PurchaseOrder, head.id));
    const reason = ({ code, entry }: { code: string; entry: { description: string } }): BlockingReason[] => [
      { code, message: entry.description },
    ];
    if (what.made_by.includes(currentActor().user_id)) return reason(PURCHASE_ORDER_ERRORS.ORDER_APPROVER_IS_BUYER());
    if ((await this.rows.approvedByMe([what])).size > 0) return reason(PURCHASE_ORDER_ERRORS.APPROVED_BY_YOU_ALREADY());
    const open = (await this.rows.tiers([what])).filter(({ is_approved }) => !is_approved);
    return open.length > 0 && !open.some(isMine) ? reason(PURCHASE_ORDER_ERRORS.APPROVAL_TIER_OF_OTHERS()) : [];
  }

  /** The tiers that an order, or a change, still needs. */
  async open(what: Approvable): Promise<OpenTierDto[]> {
    return (await this.rows.tiers([what])).filter(({ is_approved }) => !is_approved).map(shown);
  }
}

/** An order as something to approve. */
export function approvable(order: PurchaseOrder): ToApprove {
  return {
    order_id: order.id,
    company_id: order.company_id,
    revision: order.revision,
    round: order.approval_round,
    amount: order.company_amount ?? '0.00',
    made_by: [order.created_by, order.submitted_by],
  };
}

function isMine({ user_id, permission, has_role }: ReachedTier): boolean {
  return has_role || user_id === currentActor().user_id || (permission !== null && can(permission));
}

function shown(tier: ReachedTier): OpenTierDto {
  return { tier_id: tier.tier_id, name: tier.name, from_amount: tier.from_amount, is_mine: isMine(tier) };
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

/** A tier that an order reaches, and how far it is. */
export interface ReachedTier {
  readonly order_id: string;
  readonly tier_id: string;
  readonly name: string;
  readonly from_amount: string;
  readonly user_id: string | null;
  readonly permission: string | null;
  /** The caller has its role. */
  readonly has_role: boolean;
  readonly is_approved: boolean;
}

/** What is about to be approved: an order, or a change of one. */
export interface Approvable {
  readonly order_id: string;
  readonly company_id: string;
  readonly revision: number;
  readonly round: number;
  /** In the currency of the company. */
  readonly amount: string;
}

/** Approvals of orders, and the tiers that ask for them. */
@Injectable()
export class OrderApprovalRepository {
  constructor(private readonly db: Database) {}

  /** The tiers that each amount reaches, the smallest first. */
  tiers(what: readonly Approvable[]): Promise<ReachedTier[]> {
    return this.db.query<ReachedTier>(
      `select w.order_id, t.id as tier_id, t.name, t.from_amount, t.user_id, t.permission,
              exists (select from erp.user_roles r where r.role_id = t.role_id and r.user_id = erp.current_actor()) as has_role,
              exists (select from erp.purchase_order_approvals a where a.order_id = w.order_id and a.revision = w.revision and a.round = w.round and a.tier_id = t.id) as is_approved
         from jsonb_to_recordset($1::jsonb) w (order_id uuid, company_id uuid, revision integer, round integer, amount numeric)
         join erp.purchase_approval_tiers t on t.company_id = w.company_id and t.is_active and t.from_amount <= w.amount
        order by w.order_id, t.from_amount`,
      [JSON.stringify(what)],
    );
  }

  /** Which of them the caller has approved already. */
  async approvedByMe(what: readonly Approvable[]): Promise<ReadonlySet<string>> {
    const rows = await this.db.query<{ order_id: string }>(
      `select w.order_id from jsonb_to_recordset($1::jsonb) w (order_id uuid, revision integer, round integer)
         join erp.purchase_order_approvals a on a.order_id = w.order_id and a.revision = w.revision and a.round = w.round and a.approved_by = erp.current_actor()`,
      [JSON.stringify(what)],
    );
    return new Set(rows.map(({ order_id }) => order_id));
  }

  async record(rows: readonly (Approvable & { tier_id: string | null; notes: string | null })[]): Promise<void> {
    await this.db.query(
      `insert into erp.purchase_order_approvals (order_id, revision, round, tier_id, amount, notes)
       select w.order_id, w.revision, w.round, w.tier_id, w.amount, w.notes
         from jsonb_to_recordset($1::jsonb) w (order_id uuid, revision integer, round integer, tier_id uuid, amount numeric, notes text)`,
      [JSON.stringify(rows)],
    );
  }
}

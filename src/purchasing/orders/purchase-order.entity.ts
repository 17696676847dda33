import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { OrderChangeState } from './order-change.machine.js';
import type { PurchaseOrderState } from './purchase-order.machine.js';

/** What is bought from one supplier, for one warehouse, in one currency. */
@Entity({ schema: 'erp', name: 'purchase_orders' })
export class PurchaseOrder extends VersionedColumns {
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') supplier_id!: string;
  @Column('uuid') warehouse_id!: string;
  @Column('text') currency_code!: string;
  @Column('text') state!: PurchaseOrderState;
  @Column('integer') revision!: number;
  @Column('integer', { nullable: true }) sent_revision!: number | null;
  @Column('integer') approval_round!: number;
  @Column('date') ordered_on!: string;
  @Column('text', { nullable: true }) supplier_reference!: string | null;
  @Column('integer') payment_terms_days!: number;
  @Column('text', { nullable: true }) delivery_terms!: string | null;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('numeric') net_amount!: string;
  @Column('numeric') tax_amount!: string;
  @Column('numeric') total_amount!: string;
  @Column('numeric', { nullable: true }) company_amount!: string | null;
  @Column('numeric', { nullable: true }) approved_amount!: string | null;
  @Column('uuid', { nullable: true }) submitted_by!: string | null;
  @Column('timestamptz', { nullable: true }) submitted_at!: string | null;
  @Column('timestamptz', { nullable: true }) approved_at!: string | null;
  @Column('timestamptz', { nullable: true }) sent_at!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** A product on an order: at what price, promised when, and what came of it. Quantities are pieces of the stock unit, unless they say otherwise. */
@Entity({ schema: 'erp', name: 'purchase_order_lines' })
export class PurchaseOrderLine {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') order_id!: string;
  @Column('integer') line_no!: number;
  @Column('uuid') product_id!: string;
  @Column('text', { nullable: true }) description!: string | null;
  @Column('text', { nullable: true }) supplier_sku!: string | null;
  @Column('uuid') unit_id!: string;
  @Column('numeric') unit_quantity!: string;
  @Column('bigint') quantity!: number;
  @Column('numeric') unit_price!: string;
  @Column('numeric', { nullable: true }) list_price!: string | null;
  @Column('numeric') discount_percent!: string;
  @Column('text', { nullable: true }) tax_code!: string | null;
  @Column('numeric') tax_percent!: string;
  @Column('numeric') net_amount!: string;
  @Column('numeric') tax_amount!: string;
  @Column('date', { nullable: true }) needed_on!: string | null;
  @Column('date', { nullable: true }) promised_on!: string | null;
  @Column('date', { nullable: true }) confirmed_on!: string | null;
  @Column('bigint', { nullable: true }) confirmed_quantity!: number | null;
  @Column('timestamptz', { nullable: true }) confirmed_at!: string | null;
  @Column('bigint') least_quantity!: number;
  @Column('bigint') most_quantity!: number;
  @Column('bigint') received_quantity!: number;
  @Column('bigint') rejected_quantity!: number;
  @Column('bigint') returned_quantity!: number;
  @Column('bigint') reopened_quantity!: number;
  @Column('boolean') is_closed_short!: boolean;
  @Column('bigint') open_quantity!: number;
  @Column('boolean') is_complete!: boolean;
}

/** A line of a requisition that an order line is for, and how many pieces of it. */
@Entity({ schema: 'erp', name: 'purchase_order_line_requests' })
export class PurchaseOrderLineRequest {
  @PrimaryColumn('uuid') order_line_id!: string;
  @PrimaryColumn('uuid') requisition_line_id!: string;
  @Column('bigint') quantity!: number;
  @Column('bigint') told_ordered!: number;
  @Column('bigint') told_confirmed!: number;
  @Column('bigint') told_shipped!: number;
  @Column('bigint') told_received!: number;
  @Column('bigint') told_put_away!: number;
}

/** A revision of an order after its approval. */
@Entity({ schema: 'erp', name: 'purchase_order_changes' })
export class PurchaseOrderChange extends VersionedColumns {
  @Column('uuid') order_id!: string;
  @Column('integer') revision!: number;
  @Column('text') state!: OrderChangeState;
  @Column('text') reason!: string;
  @Column('jsonb') changes!: readonly object[];
  @Column('jsonb') wanted!: object;
  @Column('numeric') total_before!: string;
  @Column('numeric') total_after!: string;
  @Column('numeric') company_amount!: string;
  @Column('uuid', { nullable: true }) decided_by!: string | null;
  @Column('timestamptz', { nullable: true }) decided_at!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** That a person agreed to a revision of an order, for one of its tiers of amount. */
@Entity({ schema: 'erp', name: 'purchase_order_approvals' })
export class PurchaseOrderApproval {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') order_id!: string;
  @Column('integer') revision!: number;
  @Column('integer') round!: number;
  @Column('uuid', { nullable: true }) tier_id!: string | null;
  @Column('numeric') amount!: string;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('uuid') approved_by!: string;
  @Column('timestamptz') approved_at!: string;
}

/** Who approves orders from an amount on, in the currency of the company. */
@Entity({ schema: 'erp', name: 'purchase_approval_tiers' })
export class PurchaseApprovalTier extends VersionedColumns {
  @Column('uuid') company_id!: string;
  @Column('text') name!: string;
  @Column('numeric') from_amount!: string;
  @Column('uuid', { nullable: true }) role_id!: string | null;
  @Column('uuid', { nullable: true }) user_id!: string | null;
  @Column('text', { nullable: true }) permission!: string | null;
  @Column('boolean') is_active!: boolean;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** By how much deliveries may be off. */
@Entity({ schema: 'erp', name: 'purchase_tolerances' })
export class PurchaseTolerance extends VersionedColumns {
  @Column('uuid') company_id!: string;
  @Column('uuid', { nullable: true }) supplier_id!: string | null;
  @Column('uuid', { nullable: true }) category_id!: string | null;
  @Column('numeric') over_percent!: string;
  @Column('numeric') under_percent!: string;
  @Column('numeric') price_percent!: string;
  @Column('numeric') price_amount!: string;
  @Column('numeric') invoice_percent!: string;
  @Column('boolean') is_active!: boolean;
}

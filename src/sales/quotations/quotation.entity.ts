import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { QuotationState } from './quotation.machine.js';

/** What a customer is offered. */
@Entity({ schema: 'erp', name: 'sales_quotations' })
export class SalesQuotation extends VersionedColumns {
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid') customer_id!: string;
  @Column('text') currency_code!: string;
  @Column('text') state!: QuotationState;
  @Column('integer') revision!: number;
  @Column('date') quoted_on!: string;
  @Column('date') valid_until!: string;
  @Column('text', { nullable: true }) customer_reference!: string | null;
  @Column('uuid', { nullable: true }) payment_terms_id!: string | null;
  @Column('integer') payment_terms_days!: number;
  @Column('text', { nullable: true }) delivery_terms!: string | null;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('numeric') freight_amount!: string;
  @Column('numeric') net_amount!: string;
  @Column('numeric') tax_amount!: string;
  @Column('numeric') total_amount!: string;
  @Column('timestamptz', { nullable: true }) sent_at!: string | null;
  @Column('text', { nullable: true }) end_reason!: string | null;
  @Column('uuid', { nullable: true }) order_id!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** A product on a quotation, at its price. */
@Entity({ schema: 'erp', name: 'sales_quotation_lines' })
export class SalesQuotationLine {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') quotation_id!: string;
  @Column('integer') line_no!: number;
  @Column('uuid') product_id!: string;
  @Column('text', { nullable: true }) description!: string | null;
  @Column('uuid') unit_id!: string;
  @Column('numeric') unit_quantity!: string;
  @Column('bigint') quantity!: number;
  @Column('numeric') unit_price!: string;
  @Column('numeric', { nullable: true }) list_price!: string | null;
  @Column('text') price_source!: string;
  @Column('uuid', { nullable: true }) price_id!: string | null;
  @Column('numeric') discount_percent!: string;
  @Column('text', { nullable: true }) tax_code!: string | null;
  @Column('numeric') tax_percent!: string;
  @Column('numeric') net_amount!: string;
  @Column('numeric') tax_amount!: string;
  @Column('date', { nullable: true }) requested_on!: string | null;
}

/** A version of a quotation as the customer got it. */
@Entity({ schema: 'erp', name: 'sales_quotation_versions' })
export class SalesQuotationVersion {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') quotation_id!: string;
  @Column('integer') revision!: number;
  @Column('date') valid_until!: string;
  @Column('numeric') total_amount!: string;
  @Column('jsonb') document!: object;
  @Column('uuid') sent_by!: string;
  @Column('timestamptz') sent_at!: string;
}

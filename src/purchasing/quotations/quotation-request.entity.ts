import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { QuotationRequestState } from './quotation-request.machine.js';

/** What several suppliers are asked to quote. */
@Entity({ schema: 'erp', name: 'quotation_requests' })
export class QuotationRequest extends VersionedColumns {
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('text') title!: string;
  @Column('date', { nullable: true }) reply_by!: string | null;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('text') state!: QuotationRequestState;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** A product that is asked about: pieces of its stock unit. */
@Entity({ schema: 'erp', name: 'quotation_request_lines' })
export class QuotationRequestLine {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') request_id!: string;
  @Column('integer') line_no!: number;
  @Column('uuid') product_id!: string;
  @Column('text', { nullable: true }) description!: string | null;
  @Column('bigint') quantity!: number;
  @Column('date', { nullable: true }) needed_by!: string | null;
}

/** A supplier who is asked. */
@Entity({ schema: 'erp', name: 'quotation_request_suppliers' })
export class QuotationRequestSupplier {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') request_id!: string;
  @Column('uuid') supplier_id!: string;
}

/** What a supplier asks for a line. */
@Entity({ schema: 'erp', name: 'quotation_replies' })
export class QuotationReply {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') line_id!: string;
  @Column('uuid') supplier_id!: string;
  @Column('uuid') unit_id!: string;
  @Column('text') currency_code!: string;
  @Column('numeric') price!: string;
  @Column('bigint') min_quantity!: number;
  @Column('bigint') order_multiple!: number;
  @Column('integer', { nullable: true }) lead_time_days!: number | null;
  @Column('date', { nullable: true }) valid_until!: string | null;
  @Column('text', { nullable: true }) notes!: string | null;
  @Column('timestamptz', { nullable: true }) chosen_at!: string | null;
  @Column('uuid', { nullable: true }) chosen_by!: string | null;
  @Column('uuid', { nullable: true }) supplier_price_id!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
  @Column('timestamptz') created_at!: string;
  @Column('timestamptz') updated_at!: string;
}

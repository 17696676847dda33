import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { RequestCardState } from './request-card.machine.js';

/** A department asks for material. */
@Entity({ schema: 'erp', name: 'request_cards' })
export class RequestCard extends VersionedColumns {
  @Column('text') number!: string;
  @Column('uuid') company_id!: string;
  @Column('uuid', { nullable: true }) department_id!: string | null;
  @Column('uuid') product_id!: string;
  @Column('bigint') quantity!: number;
  @Column('text') priority!: string;
  @Column('date', { nullable: true }) needed_by!: string | null;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('uuid', { nullable: true }) work_order_id!: string | null;
  @Column('uuid') from_location_id!: string;
  @Column('uuid') to_location_id!: string;
  @Column('text') state!: RequestCardState;
  @Column('bigint') shipped_quantity!: number;
  @Column('bigint') received_quantity!: number;
  @Column('bigint') lost_quantity!: number;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** What was shipped for a card, lot by lot, and how much of it has arrived. */
@Entity({ schema: 'erp', name: 'request_card_shipments' })
export class RequestCardShipment {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') card_id!: string;
  @Column('uuid') movement_id!: string;
  @Column('uuid', { nullable: true }) lot_id!: string | null;
  @Column('uuid') transit_location_id!: string;
  @Column('bigint') shipped_quantity!: number;
  @Column('bigint') settled_quantity!: number;
}

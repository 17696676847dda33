import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MadeKind } from './supply-port.js';

/** The document that brings the goods of an order line. */
@Entity({ schema: 'erp', name: 'sales_line_supplies' })
export class SalesLineSupply {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') order_line_id!: string;
  @Column('text') kind!: MadeKind;
  @Column('uuid') document_id!: string;
  @Column('text') document_number!: string;
  @Column('bigint') quantity!: number;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a reviewer has asked about a line of a requisition, or what was answered. */
@Entity({ schema: 'erp', name: 'requisition_messages' })
export class RequisitionMessage {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') line_id!: string;
  @Column('text') kind!: 'question' | 'answer';
  @Column('text') text!: string;
  @Column('uuid') created_by!: string;
  @Column('timestamptz') created_at!: string;
}

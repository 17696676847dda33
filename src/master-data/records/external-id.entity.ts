import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The name that another system has for one of our rows. */
@Entity({ schema: 'erp', name: 'external_ids' })
export class ExternalId {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') system!: string;
  @Column('text') entity_type!: string;
  @Column('text') external_id!: string;
  @Column('uuid') entity_id!: string;
  @Column('timestamptz') created_at!: string;
}

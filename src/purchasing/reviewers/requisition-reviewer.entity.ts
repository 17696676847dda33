import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';

/** A rule that lets somebody review lines of requisitions. */
@Entity({ schema: 'erp', name: 'requisition_reviewers' })
export class RequisitionReviewer extends VersionedColumns {
  @Column('uuid') company_id!: string;
  @Column('uuid', { nullable: true }) department_id!: string | null;
  @Column('uuid', { nullable: true }) category_id!: string | null;
  @Column('uuid', { nullable: true }) user_id!: string | null;
  @Column('uuid', { nullable: true }) role_id!: string | null;
  @Column('numeric', { nullable: true }) max_amount!: string | null;
  @Column('boolean') is_active!: boolean;
}

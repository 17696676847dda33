import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How one company runs its production. */
@Entity({ schema: 'erp', name: 'ppic_settings' })
export class PpicSetting {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('boolean') approver_must_differ!: boolean;
  @Column('integer') version!: number;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How one company runs its production. */
@Entity({ schema: 'erp', name: 'ppic_settings' })
export class PpicSetting {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('boolean') approver_must_differ!: boolean;
  @Column('numeric') over_production_percent!: string | null;
  @Column('numeric') over_consumption_percent!: string | null;
  @Column('numeric') under_consumption_percent!: string | null;
  @Column('integer') version!: number;
}

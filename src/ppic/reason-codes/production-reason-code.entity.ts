import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Why pieces were rejected or lost. */
@Entity({ schema: 'erp', name: 'production_reason_codes' })
export class ProductionReasonCode {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') code!: string;
  @Column('text') name!: string;
  @Column('text') category!: string;
  @Column('boolean') is_active!: boolean;
  @Column('integer') version!: number;
  @Column('timestamptz') created_at!: string;
  @Column('timestamptz') updated_at!: string;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where operations are done: machines and people of our own, or a supplier. */
@Entity({ schema: 'erp', name: 'work_centres' })
export class WorkCentre {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') company_id!: string;
  @Column('text') code!: string;
  @Column('text') name!: string;
  @Column('uuid', { nullable: true }) department_id!: string | null;
  @Column('uuid', { nullable: true }) calendar_id!: string | null;
  @Column('text') kind!: string;
  @Column('uuid', { nullable: true }) supplier_id!: string | null;
  @Column('numeric', { nullable: true }) price_per_piece!: string | null;
  @Column('integer') capacity!: number;
  @Column('integer') people_per_place!: number;
  @Column('numeric') efficiency_percent!: string;
  @Column('numeric') labour_rate!: string;
  @Column('numeric') machine_rate!: string;
  @Column('numeric') overhead_percent!: string;
  @Column('uuid', { nullable: true }) location_id!: string | null;
  @Column('boolean') is_active!: boolean;
  @Column('text', { nullable: true }) external_id!: string | null;
  @Column('jsonb') attributes!: Record<string, unknown>;
  @Column('integer') version!: number;
  @Column('timestamptz') created_at!: string;
  @Column('timestamptz') updated_at!: string;
}

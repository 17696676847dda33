import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A named set of permissions. */
@Entity({ schema: 'erp', name: 'roles' })
export class Role {
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  @Column({ type: 'text' }) code!: string;
  @Column({ type: 'text' }) name!: string;
  @Column({ type: 'text' }) description!: string;
  @Column({ type: 'boolean' }) is_system!: boolean;
  @Column({ type: 'boolean' }) requires_mfa!: boolean;
  @Column({ type: 'integer' }) version!: number;
  @Column({ type: 'uuid', nullable: true }) created_by!: string | null;
  @Column({ type: 'timestamptz' }) created_at!: string;
  @Column({ type: 'timestamptz' }) updated_at!: string;
}

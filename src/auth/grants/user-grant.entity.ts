import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A permission that a user has for a time, besides those of the roles. */
@Entity({ schema: 'erp', name: 'user_grants' })
export class UserGrant {
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  @Column({ type: 'uuid' }) user_id!: string;
  @Column({ type: 'text' }) permission!: string;
  @Column({ type: 'timestamptz' }) valid_until!: string;
  @Column({ type: 'text' }) reason!: string;
  @Column({ type: 'uuid', nullable: true }) granted_by!: string | null;
  @Column({ type: 'timestamptz', nullable: true }) revoked_at!: string | null;
  @Column({ type: 'uuid', nullable: true }) revoked_by!: string | null;
  @Column({ type: 'timestamptz' }) created_at!: string;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A key of a program that acts for a user. Its secret is not here: see `erp.api_key_secrets`. */
@Entity({ schema: 'erp', name: 'api_keys' })
export class ApiKey {
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  @Column({ type: 'uuid' }) user_id!: string;
  @Column({ type: 'text' }) name!: string;
  @Column({ type: 'text' }) prefix!: string;
  @Column({ type: 'text', array: true }) permissions!: string[];
  @Column({ type: 'integer', nullable: true }) rate_limit_per_minute!: number | null;
  @Column({ type: 'timestamptz' }) expires_at!: string;
  @Column({ type: 'timestamptz', nullable: true }) revoked_at!: string | null;
  @Column({ type: 'uuid', nullable: true }) revoked_by!: string | null;
  @Column({ type: 'timestamptz', nullable: true }) last_used_at!: string | null;
  @Column({ type: 'uuid', nullable: true }) created_by!: string | null;
  @Column({ type: 'timestamptz' }) created_at!: string;
  @Column({ type: 'timestamptz' }) updated_at!: string;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person who works with the system, or the system itself. Passwords are not here: see `erp.user_credentials`. */
@Entity({ schema: 'erp', name: 'users' })
export class User {
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  @Column({ type: 'text' }) username!: string;
  @Column({ type: 'text', nullable: true }) email!: string | null;
  @Column({ type: 'text' }) full_name!: string;
  @Column({ type: 'text' }) kind!: 'person' | 'system';
  @Column({ type: 'boolean' }) is_active!: boolean;
  @Column({ type: 'boolean' }) must_change_password!: boolean;
  @Column({ type: 'integer' }) access_version!: number;
  @Column({ type: 'timestamptz', nullable: true }) last_login_at!: string | null;
  @Column({ type: 'integer' }) version!: number;
  @Column({ type: 'uuid', nullable: true }) created_by!: string | null;
  @Column({ type: 'timestamptz' }) created_at!: string;
  @Column({ type: 'timestamptz' }) updated_at!: string;
}

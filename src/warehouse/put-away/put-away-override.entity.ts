import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Pieces that a storekeeper put elsewhere than the rules would have. Written once. */
@Entity({ schema: 'erp', name: 'put_away_overrides' })
export class PutAwayOverride {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') movement_id!: string;
  @Column('uuid') product_id!: string;
  @Column('uuid', { nullable: true }) lot_id!: string | null;
  @Column('uuid') from_location_id!: string;
  @Column('uuid') to_location_id!: string;
  @Column('uuid') proposed_location_id!: string;
  @Column('uuid') rule_id!: string;
  @Column('bigint') quantity!: number;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
  @Column('timestamptz') created_at!: string;
}

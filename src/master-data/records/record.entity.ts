import { Column, PrimaryColumn } from 'typeorm';

/** The columns that every kind of versioned row has. */
export abstract class VersionedColumns {
  @PrimaryColumn('uuid') id!: string;
  @Column('integer') version!: number;
  @Column('timestamptz') created_at!: string;
  @Column('timestamptz') updated_at!: string;
}

/** The columns of the rows that people and other systems know by name. */
export abstract class RecordColumns extends VersionedColumns {
  @Column('boolean') is_active!: boolean;
  @Column('text', { nullable: true }) external_id!: string | null;
  @Column('jsonb') attributes!: Record<string, unknown>;
}

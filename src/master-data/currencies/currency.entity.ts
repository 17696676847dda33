import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../records/record.entity.js';

/** A currency by its ISO 4217 code. */
@Entity({ schema: 'erp', name: 'currencies' })
export class Currency extends VersionedColumns {
  @Column('text') code!: string;
  @Column('text') name!: string;
  @Column('smallint') minor_digits!: number;
  @Column('boolean') is_active!: boolean;
}

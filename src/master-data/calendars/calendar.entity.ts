import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../records/record.entity.js';

/** Which days are worked. */
@Entity({ schema: 'erp', name: 'calendars' })
export class Calendar extends VersionedColumns {
  @Column('text') code!: string;
  @Column('text') name!: string;
  @Column('smallint', { array: true }) working_days!: number[];
  @Column('boolean') is_active!: boolean;
}

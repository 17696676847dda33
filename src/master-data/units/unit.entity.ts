import { Column, Entity } from 'typeorm';
import { RecordColumns } from '../records/record.entity.js';

/** A unit of measure. */
@Entity({ schema: 'erp', name: 'units' })
export class Unit extends RecordColumns {
  @Column('text') code!: string;
  @Column('text') name!: string;
  @Column('text') dimension!: string;
  @Column('text') rounding!: string;
  @Column('bigint') rounding_increment!: number;
}

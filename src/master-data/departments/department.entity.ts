import { Column, Entity } from 'typeorm';
import { RecordColumns } from '../records/record.entity.js';

/** A part of a company. */
@Entity({ schema: 'erp', name: 'departments' })
export class Department extends RecordColumns {
  @Column('uuid') company_id!: string;
  @Column('text') code!: string;
  @Column('text') name!: string;
}

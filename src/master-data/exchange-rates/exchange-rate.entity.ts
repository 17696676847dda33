import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../records/record.entity.js';

/** What one unit of a currency is worth in another, from a date on. */
@Entity({ schema: 'erp', name: 'exchange_rates' })
export class ExchangeRate extends VersionedColumns {
  @Column('text') from_currency!: string;
  @Column('text') to_currency!: string;
  @Column('date') valid_from!: string;
  @Column('numeric') rate!: string;
}

import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../records/record.entity.js';

/** One break of a customer's price list, or (without a customer) of the list for everybody. */
@Entity({ schema: 'erp', name: 'customer_prices' })
export class CustomerPrice extends VersionedColumns {
  @Column('uuid', { nullable: true }) customer_id!: string | null;
  @Column('uuid') product_id!: string;
  @Column('uuid') unit_id!: string;
  @Column('text') currency_code!: string;
  @Column('bigint') min_quantity!: number;
  @Column('numeric') price!: string;
  @Column('numeric') discount_percent!: string;
  @Column('date') valid_from!: string;
  @Column('date', { nullable: true }) valid_to!: string | null;
}

import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';

/** When what is invoiced is due. */
@Entity({ schema: 'erp', name: 'payment_terms' })
export class PaymentTerm extends VersionedColumns {
  @Column('text') code!: string;
  @Column('text') name!: string;
  @Column('integer') net_days!: number;
  @Column('boolean') end_of_month!: boolean;
  @Column('boolean') is_active!: boolean;
}

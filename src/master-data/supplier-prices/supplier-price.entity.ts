import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../records/record.entity.js';

/** One break of a supplier's price list. */
@Entity({ schema: 'erp', name: 'supplier_prices' })
export class SupplierPrice extends VersionedColumns {
  @Column('uuid') supplier_id!: string;
  @Column('uuid') product_id!: string;
  @Column('uuid') unit_id!: string;
  @Column('text') currency_code!: string;
  @Column('bigint') min_quantity!: number;
  @Column('bigint') order_multiple!: number;
  @Column('numeric') price!: string;
  @Column('integer', { nullable: true }) lead_time_days!: number | null;
  @Column('text', { nullable: true }) supplier_sku!: string | null;
  @Column('date') valid_from!: string;
  @Column('date', { nullable: true }) valid_to!: string | null;
}

import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../records/record.entity.js';

/** A barcode of a product or of one of its packs. */
@Entity({ schema: 'erp', name: 'product_barcodes' })
export class ProductBarcode extends VersionedColumns {
  @Column('uuid') product_id!: string;
  @Column('text') barcode!: string;
  /** The GTIN filled up to 14 digits; kept by the database. */
  @Column('text') gtin14!: string;
  @Column('uuid', { nullable: true }) unit_id!: string | null;
  @Column('bigint') quantity!: number;
  /** The one that the product itself carries; kept by the database, changed at the product. */
  @Column('boolean') is_own!: boolean;
}

import { Column, Entity } from 'typeorm';
import { RecordColumns } from '../records/record.entity.js';

/** A branch of the tree of products. */
@Entity({ schema: 'erp', name: 'product_categories' })
export class ProductCategory extends RecordColumns {
  @Column('text') code!: string;
  @Column('text') name!: string;
  @Column('uuid', { nullable: true }) parent_id!: string | null;
}

import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../records/record.entity.js';

/** One `from_unit_id` is `numerator / denominator` of `to_unit_id`. */
@Entity({ schema: 'erp', name: 'unit_conversions' })
export class UnitConversionRow extends VersionedColumns {
  @Column('uuid') from_unit_id!: string;
  @Column('uuid') to_unit_id!: string;
  @Column('uuid', { nullable: true }) product_id!: string | null;
  @Column('bigint') numerator!: number;
  @Column('bigint') denominator!: number;
}

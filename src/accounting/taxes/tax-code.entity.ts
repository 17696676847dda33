import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';

/** A tax of a company, by its code. */
@Entity({ schema: 'erp', name: 'tax_codes' })
export class TaxCode extends VersionedColumns {
  @Column('uuid') company_id!: string;
  @Column('text') code!: string;
  @Column('text') name!: string;
  @Column('uuid', { nullable: true }) input_account_id!: string | null;
  @Column('uuid', { nullable: true }) output_account_id!: string | null;
  @Column('boolean') is_active!: boolean;
}

/** Percent of a tax from a day on. */
@Entity({ schema: 'erp', name: 'tax_rates' })
export class TaxRate extends VersionedColumns {
  @Column('uuid') tax_code_id!: string;
  @Column('date') valid_from!: string;
  @Column('numeric') rate!: string;
}

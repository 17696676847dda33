import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../records/record.entity.js';

/** Where a supplier is paid. */
@Entity({ schema: 'erp', name: 'supplier_bank_accounts' })
export class SupplierBankAccount extends VersionedColumns {
  @Column('uuid') supplier_id!: string;
  @Column('text') holder!: string;
  @Column('text') bank!: string;
  @Column('text', { nullable: true }) bic!: string | null;
  @Column('text', { nullable: true }) currency_code!: string | null;
  /** Encrypted, bound to the row. */
  @Column('text') account_number!: string;
  @Column('timestamptz') number_changed_at!: string;
  @Column('boolean') is_active!: boolean;
}

import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';

/** An account of a company's books, or a heading above accounts. */
@Entity({ schema: 'erp', name: 'accounts' })
export class Account extends VersionedColumns {
  @Column('uuid') company_id!: string;
  @Column('text') number!: string;
  @Column('text') name!: string;
  @Column('text') type!: string;
  @Column('text') normal_balance!: string;
  @Column('uuid', { nullable: true }) parent_id!: string | null;
  @Column('boolean') is_header!: boolean;
  @Column('text', { nullable: true }) control!: string | null;
  @Column('text') statement_line!: string;
  @Column('text', { nullable: true }) cash_flow!: string | null;
  @Column('text', { nullable: true }) currency_code!: string | null;
  @Column('boolean') is_active!: boolean;
}

/** Which account of a company stands for what modules post. */
@Entity({ schema: 'erp', name: 'account_roles' })
export class AccountRole extends VersionedColumns {
  @Column('uuid') company_id!: string;
  @Column('text') role!: string;
  @Column('uuid') account_id!: string;
}

import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { AccountingPeriodState } from './accounting-period.machine.js';
import type { FiscalYearState } from './fiscal-year.machine.js';

/** A year of a company's books; its months are periods. */
@Entity({ schema: 'erp', name: 'fiscal_years' })
export class FiscalYear extends VersionedColumns {
  @Column('uuid') company_id!: string;
  @Column('text') code!: string;
  @Column('date') starts_on!: string;
  @Column('date') ends_on!: string;
  @Column('text') state!: FiscalYearState;
  @Column('uuid', { nullable: true }) closing_entry_id!: string | null;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('uuid', { nullable: true }) created_by!: string | null;
}

/** A month of a company's books. */
@Entity({ schema: 'erp', name: 'accounting_periods' })
export class AccountingPeriod extends VersionedColumns {
  @Column('uuid') company_id!: string;
  @Column('uuid') fiscal_year_id!: string;
  @Column('integer') period_no!: number;
  @Column('date') starts_on!: string;
  @Column('date') ends_on!: string;
  @Column('text') state!: AccountingPeriodState;
  @Column('text', { nullable: true }) reason!: string | null;
}

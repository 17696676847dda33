import { Column, Entity, PrimaryColumn } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { CreditStage } from './credit-stages.js';

/** When a company looks at the credit of its customers. */
@Entity({ schema: 'erp', name: 'sales_settings' })
export class SalesSetting extends VersionedColumns {
  @Column('uuid') company_id!: string;
  @Column('boolean') hold_at_confirmation!: boolean;
  @Column('boolean') hold_at_shipping!: boolean;
}

/** A customer's credit with a company; its row is what those who add to the exposure take turns by. */
@Entity({ schema: 'erp', name: 'sales_credit_accounts' })
export class SalesCreditAccount extends VersionedColumns {
  @Column('uuid') company_id!: string;
  @Column('uuid') customer_id!: string;
  @Column('numeric', { nullable: true }) credit_limit!: string | null;
}

/** That somebody let an order pass. */
@Entity({ schema: 'erp', name: 'sales_credit_overrides' })
export class SalesCreditOverride {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') order_id!: string;
  @Column('text') stage!: CreditStage;
  @Column('numeric') amount!: string;
  @Column('numeric') exposure!: string;
  @Column('numeric', { nullable: true }) credit_limit!: string | null;
  @Column('text') reason!: string;
  @Column('uuid') overridden_by!: string;
  @Column('timestamptz') overridden_at!: string;
}

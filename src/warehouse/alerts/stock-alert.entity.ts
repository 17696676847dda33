import { Column, Entity } from 'typeorm';
import { VersionedColumns } from '../../master-data/index.js';
import type { AlertKind } from './alert-kinds.js';
import type { StockAlertState } from './stock-alert.machine.js';

/** Something amiss with stock, from the moment it was seen until it has ended. */
@Entity({ schema: 'erp', name: 'stock_alerts' })
export class StockAlert extends VersionedColumns {
  @Column('text') kind!: AlertKind;
  @Column('uuid') company_id!: string;
  @Column('uuid', { nullable: true }) warehouse_id!: string | null;
  @Column('uuid') product_id!: string;
  @Column('uuid', { nullable: true }) lot_id!: string | null;
  @Column('text') state!: StockAlertState;
  @Column('bigint') raised_quantity!: number;
  @Column('bigint') quantity!: number;
  @Column('bigint', { nullable: true }) threshold!: number | null;
  @Column('timestamptz') raised_at!: string;
  @Column('timestamptz', { nullable: true }) acknowledged_at!: string | null;
  @Column('uuid', { nullable: true }) acknowledged_by!: string | null;
  @Column('bigint', { nullable: true }) acknowledged_quantity!: number | null;
  @Column('date', { nullable: true }) acknowledged_until!: string | null;
  @Column('text', { nullable: true }) note!: string | null;
  @Column('timestamptz', { nullable: true }) cleared_at!: string | null;
}

/** When stock of a company raises alerts. */
@Entity({ schema: 'erp', name: 'stock_alert_settings' })
export class StockAlertSetting extends VersionedColumns {
  @Column('uuid') company_id!: string;
  @Column('integer') expiring_days!: number;
}

import { Injectable } from '@nestjs/common';
import { Database, checkIfMatch } from '../../kernel/database/index.js';
import { PpicSetting } from './ppic-setting.entity.js';

/** Settings that were never changed have no row: they are what the table's defaults say. */
@Injectable()
export class PpicSettingsRepository {
  constructor(private readonly db: Database) {}

  async of(companyId: string): Promise<Omit<PpicSetting, 'id'>> {
    const row = await this.db.maybe<Omit<PpicSetting, 'id'>>(
      `select company_id, approver_must_differ, over_production_percent, over_consumption_percent, under_consumption_percent, version
         from erp.ppic_settings where company_id = $1`,
      [companyId],
    );
    if (row) return row;
    const anyQuantity = {
      over_production_percent: null,
      over_consumption_percent: null,
      under_consumption_percent: null,
    };
    return { company_id: companyId, approver_must_differ: false, ...anyQuantity, version: 1 };
  }

  /** @throws STALE_VERSION */
  async change(companyId: string, patch: Partial<PpicSetting>): Promise<void> {
    await this.db.query('insert into erp.ppic_settings (company_id) values ($1) on conflict do nothing', [companyId]);
    const row = await this.db.one<PpicSetting>('select * from erp.ppic_settings where company_id = $1 for update', [
      companyId,
    ]);
    checkIfMatch(row);
    await this.db.change(PpicSetting, row.id, patch);
  }
}

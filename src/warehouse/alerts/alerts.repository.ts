import { Injectable } from '@nestjs/common';
import { Database, checkIfMatch, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { currentActor, scopeWhere } from '../../kernel/security/index.js';
import { EXPIRING_DAYS } from './alert-kinds.js';
import type { AlertRefreshDto, StockAlertDto } from './alerts.dto.js';
import { StockAlertSetting } from './stock-alert.entity.js';
import type { StockAlertState } from './stock-alert.machine.js';

const ALERTS = defineList({
  select: `a.id, a.kind, a.state, a.company_id, a.warehouse_id, w.code as warehouse_code, a.product_id, p.sku, p.name as product_name, a.lot_id, t.code as lot_code,
    t.expires_on, a.raised_quantity, a.quantity, a.threshold, a.raised_at, a.acknowledged_at, a.acknowledged_by, a.acknowledged_quantity, a.acknowledged_until,
    a.note, a.cleared_at, a.version, a.created_at, a.updated_at`,
  from: `erp.stock_alerts a join erp.products p on p.id = a.product_id left join erp.locations w on w.id = a.warehouse_id left join erp.lots t on t.id = a.lot_id`,
  id: 'a.id',
  sorts: { raised_at: 'a.raised_at' },
  default_sort: '-raised_at',
  search: ['p.sku', 'p.name', 't.code'],
  filters: {
    kind: 'a.kind = ?',
    state: 'a.state = ?',
    company_id: 'a.company_id = ?',
    warehouse_id: 'a.warehouse_id = ?',
    product_id: 'a.product_id = ?',
    lot_id: 'a.lot_id = ?',
  },
});

/** An alert is seen by who sees its warehouse; one of a whole company only by who is not limited to warehouses. */
const scope = () => scopeWhere({ company: 'a.company_id', warehouse: 'a.warehouse_id' });

@Injectable()
export class AlertsRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<StockAlertDto>> {
    return this.db.page<StockAlertDto>(ALERTS, query, scope());
  }

  find(id: string): Promise<StockAlertDto | null> {
    return this.db.listed<StockAlertDto>(ALERTS, id, scope());
  }

  /** Looks at the stock of companies, or of all. */
  refresh(companyIds: readonly string[] | null): Promise<AlertRefreshDto> {
    return this.db.one<AlertRefreshDto>('select raised, reopened, cleared from erp.refresh_stock_alerts($1::uuid[])', [
      companyIds,
    ]);
  }

  /** Whether what an alert says is still so. */
  async holds(id: string): Promise<boolean> {
    const { holds } = await this.db.one<{ holds: boolean }>(
      `select exists (select from erp.stock_alerts a join erp.stock_alert_conditions c on c.kind = a.kind and c.company_id = a.company_id
                         and c.product_id = a.product_id and c.warehouse_id is not distinct from a.warehouse_id and c.lot_id is not distinct from a.lot_id
                       where a.id = $1) as holds`,
      [id],
    );
    return holds;
  }

  /** Whether a day has passed in the factory's time zone. */
  async isPast(day: string): Promise<boolean> {
    return (await this.db.one<{ past: boolean }>('select $1::date < current_date as past', [day])).past;
  }

  /** Locks those of the alerts that the caller sees, in the order of ids as a refresh does. */
  lock(ids: readonly string[]): Promise<{ id: string; state: StockAlertState }[]> {
    const { company_ids, warehouse_ids } = currentActor();
    return this.db.query(
      `select a.id, a.state from erp.stock_alerts a
        where a.id = any($1::uuid[]) and a.company_id = any($2::uuid[]) and ($3::uuid[] is null or a.warehouse_id = any($3::uuid[]))
        order by a.id for update`,
      [ids, company_ids, warehouse_ids],
    );
  }

  async acknowledge(ids: readonly string[], note: string | null, until: string | null): Promise<void> {
    await this.db.query(
      `update erp.stock_alerts a set state = 'acknowledged', acknowledged_at = now(), acknowledged_by = $2, acknowledged_quantity = a.quantity,
              acknowledged_until = $3, note = $4, version = a.version + 1
        where a.id = any($1::uuid[])`,
      [ids, currentActor().user_id, until, note],
    );
  }

  /** Settings that were never changed have no row. */
  async settingsOf(companyId: string): Promise<Pick<StockAlertSetting, 'company_id' | 'expiring_days' | 'version'>> {
    const row = await this.db.maybe<StockAlertSetting>(
      'select company_id, expiring_days, version from erp.stock_alert_settings where company_id = $1',
      [companyId],
    );
    return row ?? { company_id: companyId, expiring_days: EXPIRING_DAYS, version: 1 };
  }

  /** @throws STALE_VERSION */
  async changeSettings(companyId: string, patch: Partial<StockAlertSetting>): Promise<void> {
    await this.db.query('insert into erp.stock_alert_settings (company_id) values ($1) on conflict do nothing', [
      companyId,
    ]);
    const row = await this.db.one<StockAlertSetting>(
      'select * from erp.stock_alert_settings where company_id = $1 for update',
      [companyId],
    );
    checkIfMatch(row);
    await this.db.change(StockAlertSetting, row.id, patch);
  }
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

/** The companies, warehouses and departments a user belongs to. */
@Injectable()
export class UserScopeRepository {
  constructor(private readonly db: Database) {}

  /**
   * Makes the companies of a user those given, the first one the default. Companies outside `within` (what the caller may see)
   * stay as they are.
   */
  async setCompanies(userId: string, companyIds: readonly string[], within: readonly string[]): Promise<void> {
    await this.db.query(
      `delete from erp.user_companies c where c.user_id = $1 and c.company_id = any($2::uuid[]) and c.company_id <> all($3::uuid[])`,
      [userId, within, companyIds],
    );
    await this.db.query('update erp.user_companies c set is_default = false where c.user_id = $1 and c.is_default', [
      userId,
    ]);
    await this.db.query(
      `insert into erp.user_companies as c (user_id, company_id, is_default)
       select $1, g.id, g.place = 1 from unnest($2::uuid[]) with ordinality g (id, place)
       on conflict (user_id, company_id) do update set is_default = excluded.is_default where c.is_default <> excluded.is_default`,
      [userId, companyIds],
    );
  }

  /** Limits a user to warehouses; null lifts the limit. */
  async setWarehouses(userId: string, ids: readonly string[] | null): Promise<void> {
    await this.db.query(
      'delete from erp.user_warehouses w where w.user_id = $1 and w.warehouse_id <> all($2::uuid[])',
      [userId, ids ?? []],
    );
    await this.db.query(
      'insert into erp.user_warehouses (user_id, warehouse_id) select $1, g from unnest($2::uuid[]) g on conflict do nothing',
      [userId, ids ?? []],
    );
  }

  /** Limits a user to departments; null lifts the limit. */
  async setDepartments(userId: string, ids: readonly string[] | null): Promise<void> {
    await this.db.query(
      'delete from erp.user_departments d where d.user_id = $1 and d.department_id <> all($2::uuid[])',
      [userId, ids ?? []],
    );
    await this.db.query(
      'insert into erp.user_departments (user_id, department_id) select $1, g from unnest($2::uuid[]) g on conflict do nothing',
      [userId, ids ?? []],
    );
  }

  /** Adds a company to a user; the first one becomes the default. */
  async addCompany(userId: string, companyId: string): Promise<void> {
    await this.db.query(
      `insert into erp.user_companies (user_id, company_id, is_default)
       select $1, $2, not exists (select from erp.user_companies c where c.user_id = $1)
       on conflict do nothing`,
      [userId, companyId],
    );
  }
}

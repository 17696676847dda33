import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

@Injectable()
export class LocationsRepository {
  constructor(private readonly database: Database) {}

  /** Makes a location for each code that is not there yet. @returns the codes made */
  async addMissing(
    companyId: string,
    parentId: string,
    type: string,
    codes: readonly string[],
    { capacity = null, one_product_only = false }: { capacity?: number | null; one_product_only?: boolean } = {},
  ): Promise<string[]> {
    const rows = await this.database.query<{ code: string }>(
      `insert into erp.locations (company_id, parent_id, type, code, name, capacity, one_product_only)
       select $1, $2, $3, c.code, c.code, $5, $6 from unnest($4::text[]) with ordinality c (code, n) order by c.n
       on conflict (company_id, code) do nothing
       returning code`,
      [companyId, parentId, type, codes, capacity, one_product_only],
    );
    return rows.map(({ code }) => code);
  }

  /** Whether any stock lies at a location or below it. */
  async holdsStock(id: string): Promise<boolean> {
    const { holds } = await this.database.one<{ holds: boolean }>(
      `select exists (
         select from erp.locations root
           join erp.locations l on l.path >= root.path and l.path < root.path || '~'
           join erp.stock_balances b on b.location_id = l.id and b.on_hand > 0
          where root.id = $1) as holds`,
      [id],
    );
    return holds;
  }

  /** Waits for the postings of a company that are under way, and keeps new ones waiting until the end of the transaction. */
  async holdPostings(companyId: string): Promise<void> {
    await this.database.query(`select pg_advisory_xact_lock(hashtextextended('stock_posting:' || $1, 0))`, [companyId]);
  }
}

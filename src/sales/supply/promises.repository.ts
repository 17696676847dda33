import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

/** A warehouse of a company. */
export interface Place {
  readonly company_id: string;
  readonly warehouse_id: string;
}

export interface PromisableProduct {
  readonly id: string;
  readonly lead_time_days: number;
  readonly is_manufactured: boolean;
  readonly is_purchased: boolean;
}

@Injectable()
export class PromisesRepository {
  constructor(private readonly db: Database) {}

  async leadTimes(ids: readonly string[]): Promise<ReadonlyMap<string, PromisableProduct>> {
    const rows = await this.db.query<PromisableProduct>(
      'select p.id, p.lead_time_days, p.is_manufactured, p.is_purchased from erp.products p where p.id = any($1::uuid[])',
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** The company of a warehouse; null when there is no such warehouse in use. */
  async companyOf(warehouseId: string): Promise<string | null> {
    const row = await this.db.maybe<{ company_id: string }>(
      `select l.company_id from erp.locations l where l.id = $1 and l.type = 'warehouse' and l.is_active`,
      [warehouseId],
    );
    return row?.company_id ?? null;
  }
}

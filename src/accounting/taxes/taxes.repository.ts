import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

/** A tax as it holds on a day. */
export interface TaxOnDay {
  readonly id: string;
  readonly code: string;
  readonly input_account_id: string | null;
  readonly output_account_id: string | null;
  /** Percent; null: the code has no rate on that day. */
  readonly rate: string | null;
}

@Injectable()
export class TaxesRepository {
  constructor(private readonly db: Database) {}

  /** Tax codes of a company that are in use, with their rates on a day; those of `unused` also when they are not. */
  async on(
    companyId: string,
    ids: readonly string[],
    day: string,
    unused: readonly string[] = [],
  ): Promise<ReadonlyMap<string, TaxOnDay>> {
    if (ids.length === 0) return new Map();
    const rows = await this.db.query<TaxOnDay>(
      `select t.id, t.code, t.input_account_id, t.output_account_id,
              (select r.rate from erp.tax_rates r where r.tax_code_id = t.id and r.valid_from <= $3::date order by r.valid_from desc limit 1) as rate
         from erp.tax_codes t where t.company_id = $1 and t.id = any($2::uuid[]) and (t.is_active or t.id = any($4::uuid[]))`,
      [companyId, ids, day, unused],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }
}

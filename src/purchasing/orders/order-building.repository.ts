import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { currentActor } from '../../kernel/security/index.js';

/** What is known of a line of a requisition that is to be ordered. */
export interface RequestedLine {
  readonly id: string;
  readonly company_id: string;
  readonly warehouse_id: string;
  readonly product_id: string;
  readonly description: string | null;
  readonly needed_by: string | null;
  readonly suggested_supplier_id: string | null;
  readonly company_currency: string;
}

/** Lines of requisitions as a buyer needs them. */
@Injectable()
export class OrderBuildingRepository {
  constructor(private readonly db: Database) {}

  /** Those within the caller's companies and warehouses. */
  async requested(ids: readonly string[]): Promise<ReadonlyMap<string, RequestedLine>> {
    const { company_ids, warehouse_ids } = currentActor();
    const rows = await this.db.query<RequestedLine>(
      `select l.id, r.company_id, r.warehouse_id, l.product_id, l.description, l.needed_by, l.suggested_supplier_id, c.currency_code as company_currency
         from erp.requisition_lines l join erp.requisitions r on r.id = l.requisition_id join erp.companies c on c.id = r.company_id
        where l.id = any($1::uuid[]) and r.company_id = any($2::uuid[]) and ($3::uuid[] is null or r.warehouse_id = any($3))`,
      [ids, company_ids, warehouse_ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  async today(): Promise<string> {
    return (await this.db.one<{ today: string }>('select current_date as today')).today;
  }

  async link(
    links: readonly { order_line_id: string; requisition_line_id: string; quantity: number }[],
  ): Promise<void> {
    await this.db.query(
      `insert into erp.purchase_order_line_requests (order_line_id, requisition_line_id, quantity)
       select * from unnest($1::uuid[], $2::uuid[], $3::bigint[])`,
      [
        links.map(({ order_line_id }) => order_line_id),
        links.map(({ requisition_line_id }) => requisition_line_id),
        links.map(({ quantity }) => quantity),
      ],
    );
  }
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { MAX_LABEL_ENTRIES } from './labels-limits.js';

/** A line by which good pieces of an order came into stock. */
export interface MadeLine {
  readonly id: string;
  readonly report_id: string | null;
  readonly quantity: number;
}

/** What an order has made, as far as it was not taken back. */
@Injectable()
export class OrderLabelsRepository {
  constructor(private readonly db: Database) {}

  /** Lines of good pieces, co- and by-products, the oldest first; one more than there may be tells that there are too many. */
  made(orderId: string, reportId: string | null): Promise<MadeLine[]> {
    return this.db.query<MadeLine>(
      `select l.id, s.id as report_id, l.quantity
         from erp.stock_movements m
         join erp.manufacturing_orders o on o.id = m.source_id
         join erp.stock_ledgers l on l.movement_id = m.id and l.recorded_at = m.recorded_at and l.to_location_id = o.output_location_id
         left join erp.production_postings s on s.output_movement_id = m.id
        where m.source_id = $1 and m.source_type = 'manufacturing_order' and m.type = 'production_output' and ($2::uuid is null or s.id = $2)
          and not exists (select from erp.stock_movements r where r.reverses_id = m.id)
        order by m.recorded_at, m.id, l.line_no limit $3`,
      [orderId, reportId, MAX_LABEL_ENTRIES + 1],
    );
  }
}

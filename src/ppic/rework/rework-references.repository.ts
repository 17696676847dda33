import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { currentActor } from '../../kernel/security/index.js';

/** What a request names. */
export interface NamedByRework {
  readonly company_id: string;
  readonly product_id: string;
  readonly lot_id: string | null;
  readonly warehouse_id: string | null;
  readonly from_location_id: string | null;
  readonly output_location_id: string | null;
  readonly reject_location_id: string | null;
  readonly department_id: string | null;
  readonly manufacturing_order_id: string | null;
  readonly work_centre_id: string | null;
  readonly materials: readonly string[];
}

/** The same as far as it is there and fits, with what stands in for what is not named. */
export interface FoundForRework {
  readonly tracking: 'none' | 'lot' | 'serial' | null;
  readonly lot_id: string | null;
  readonly warehouse_id: string | null;
  readonly from_location_id: string | null;
  readonly output_location_id: string | null;
  readonly reject_location_id: string | null;
  readonly department_id: string | null;
  readonly manufacturing_order_id: string | null;
  readonly order_rejected: number | null;
  readonly work_centre_id: string | null;
  /** Products of `materials` that are active and kept in stock. */
  readonly materials: readonly string[];
}

/** What a request for rework refers to. */
@Injectable()
export class ReworkReferences {
  constructor(private readonly db: Database) {}

  /** Looks up everything a request names, and chooses places where it names none. */
  find(named: NamedByRework): Promise<FoundForRework> {
    const { warehouse_ids, department_ids } = currentActor();
    return this.db.one<FoundForRework>(
      `select p.tracking, t.id as lot_id, f.warehouse_id, f.id as from_location_id, output.id as output_location_id, reject.id as reject_location_id, d.id as department_id,
              m.id as manufacturing_order_id, m.rejected_quantity as order_rejected, c.id as work_centre_id,
              array(select q.id from erp.products q where q.id = any($11::uuid[]) and q.is_active and q.type <> 'service')::text[] as materials
         from (select 1) one
         left join erp.products p on p.id = $2 and p.is_active and p.type <> 'service'
         left join erp.lots t on t.id = $3 and t.product_id = $2
         left join lateral (
           select l.id, l.warehouse_id from erp.locations l join erp.locations w on w.id = l.warehouse_id
            where l.company_id = $1 and l.is_active and not l.is_available and not l.is_owned and ($12::uuid[] is null or l.warehouse_id = any($12::uuid[]))
              and case when $5::uuid is not null then l.id = $5 else l.type = 'quarantine' and ($4::uuid is null or l.warehouse_id = $4) end
            order by w.code <> 'WH', w.created_at, w.id, l.code <> 'HOLD', l.created_at, l.id limit 1) f on true
         left join lateral (
           select l.id from erp.locations l
            where l.warehouse_id = f.warehouse_id and l.is_active and not l.is_owned and case when $6::uuid is null then l.is_available else l.id = $6 end
            order by l.code <> 'STOCK', l.type <> 'zone', l.created_at, l.id limit 1) output on true
         left join erp.locations reject on reject.id = coalesce($7::uuid, f.id) and reject.warehouse_id = f.warehouse_id and reject.is_active
           and not reject.is_available and not reject.is_owned
         left join erp.departments d on d.id = $8 and d.company_id = $1 and d.is_active
         left join erp.manufacturing_orders m on m.id = $9 and m.company_id = $1 and m.product_id = $2 and ($12::uuid[] is null or m.warehouse_id = any($12::uuid[]))
           and (m.department_id is null or $13::uuid[] is null or m.department_id = any($13::uuid[]))
         left join erp.work_centres c on c.id = $10 and c.company_id = $1 and c.is_active`,
      [
        named.company_id,
        named.product_id,
        named.lot_id,
        named.warehouse_id,
        named.from_location_id,
        named.output_location_id,
        named.reject_location_id,
        named.department_id,
        named.manufacturing_order_id,
        named.work_centre_id,
        named.materials,
        warehouse_ids,
        department_ids,
      ],
    );
  }

  /**
   * Pieces that rework orders have claimed of what this document rejected: those that are asked for, in work, made good or scrapped; not
   * those that are still rejected or went back. Whoever asks for the same document waits until this transaction ends.
   */
  async claimed(document: 'inspection' | 'manufacturing_order', id: string): Promise<number> {
    await this.db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`rework_of:${id}`]);
    const { claimed } = await this.db.one<{ claimed: number }>(
      `select coalesce(sum(case when o.state = 'cancelled' then o.good_quantity + o.scrapped_quantity else o.quantity - o.rejected_quantity end), 0)::bigint as claimed
         from erp.rework_orders o where case when $1 = 'inspection' then o.inspection_id = $2 else o.manufacturing_order_id = $2 end`,
      [document, id],
    );
    return claimed;
  }
}

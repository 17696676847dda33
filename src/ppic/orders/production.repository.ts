import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import type { DebtUse } from '../material-debts/debt-split.js';
import type { OrderComponent } from './order-parts.js';
import type { LineQuantity, Processed } from './production-plan.js';

export type PostingKind = 'report' | 'completion' | 'issue' | 'operation';

/** A report or issue as the API shows it. */
export interface PostingRow extends Processed {
  readonly id: string;
  readonly order_id: string;
  readonly posting_no: number;
  readonly kind: PostingKind;
}

/** A posting about to be written down. */
export interface NewPosting extends Processed {
  readonly kind: PostingKind;
  readonly rejected_reason_id: string | null;
  readonly lost_reason_id: string | null;
  readonly notes: string | null;
  readonly consumption_movement_id: string | null;
  readonly output_movement_id: string | null;
  readonly consumed: readonly LineQuantity[];
  /** Worked up on material debts. */
  readonly owed?: readonly DebtUse[];
  readonly yielded: readonly LineQuantity[];
}

/** A posting that is to be undone, with the movements it made, in their order. */
export interface ReversiblePosting {
  readonly reversed_at: string | null;
  readonly movement_ids: readonly string[];
}

const POSTINGS = defineList({
  select: `s.id, s.order_id, s.posting_no, s.kind, s.good_quantity, s.rejected_quantity, s.lost_quantity,
    rejected.code as rejected_reason_code, lost.code as lost_reason_code, s.notes, s.consumption_movement_id, s.output_movement_id,
    (select coalesce(sum(l.value), 0)::numeric(15,2) from erp.stock_ledgers l where l.movement_id = s.consumption_movement_id) as material_value,
    (select coalesce(sum(l.value), 0)::numeric(15,2) from erp.stock_ledgers l where l.movement_id = s.output_movement_id) as output_value,
    (select coalesce(json_agg(json_build_object('direction', case when n.output_id is null then 'consumed' else 'yielded' end,
        'line_id', coalesce(n.component_id, n.output_id), 'product_id', p.id, 'sku', p.sku, 'quantity', n.quantity) order by n.output_id is not null, p.sku, n.id), '[]')
       from erp.production_posting_lines n
       left join erp.manufacturing_order_components c on c.id = n.component_id
       left join erp.manufacturing_order_outputs u on u.id = n.output_id
       join erp.products p on p.id = coalesce(c.product_id, u.product_id)
      where n.posting_id = s.id) as lines,
    (select coalesce(json_agg(json_build_object('direction', case when l.movement_id = s.output_movement_id then 'made' else 'consumed' end,
        'product_id', p.id, 'sku', p.sku, 'lot_id', t.id, 'lot_code', t.code, 'quantity', l.quantity)
        order by l.movement_id = s.output_movement_id, p.sku, t.code, l.line_no), '[]')
       from erp.stock_ledgers l join erp.lots t on t.id = l.lot_id join erp.products p on p.id = l.product_id
      where l.movement_id in (s.consumption_movement_id, s.output_movement_id)) as lots,
    erp.units_said('production_posting', s.id) as units, s.reversed_at, s.reversed_by, s.reversal_reason, s.created_by, s.created_at, o.version`,
  from: `erp.production_postings s
    join erp.manufacturing_orders o on o.id = s.order_id
    left join erp.production_reason_codes rejected on rejected.id = s.rejected_reason_id
    left join erp.production_reason_codes lost on lost.id = s.lost_reason_id`,
  id: 's.id',
  sorts: { posting_no: 's.posting_no', created_at: 's.created_at' },
  default_sort: 'posting_no',
});

/** What was posted for orders: reports of production and issues of components. */
@Injectable()
export class ProductionRepository {
  constructor(private readonly db: Database) {}

  page(orderId: string, kinds: readonly PostingKind[], query: ListParameters): Promise<Page<PostingRow>> {
    return this.db.page<PostingRow>(POSTINGS, query, {
      where: 's.order_id = ? and s.kind = any(?::text[])',
      params: [orderId, kinds],
    });
  }

  async get(id: string): Promise<PostingRow> {
    return (await this.db.listed<PostingRow>(POSTINGS, id))!;
  }

  /** Writes a posting down and counts it up in the order and in its lines, in one statement. @returns its id */
  async record(orderId: string, posting: NewPosting): Promise<string> {
    const { owed = [] } = posting;
    const { id } = await this.db.one<{ id: string }>(
      `with posting as (
         insert into erp.production_postings (order_id, posting_no, kind, good_quantity, rejected_quantity, lost_quantity, rejected_reason_id,
           lost_reason_id, notes, consumption_movement_id, output_movement_id)
         select $1, coalesce(max(s.posting_no), 0) + 1, $2, $3::bigint, $4::bigint, $5::bigint, $6::uuid, $7::uuid, $8, $9::uuid, $10::uuid
           from erp.production_postings s where s.order_id = $1
         returning id
       ), line as (
         insert into erp.production_posting_lines (posting_id, component_id, quantity)
         select posting.id, given.id, given.quantity from posting, unnest($11::uuid[], $12::bigint[]) given (id, quantity)
       ), output_line as (
         insert into erp.production_posting_lines (posting_id, output_id, quantity)
         select posting.id, given.id, given.quantity from posting, unnest($13::uuid[], $14::bigint[]) given (id, quantity)
       ), component as (
         update erp.manufacturing_order_components c set issued_quantity = c.issued_quantity + used.taken, owed_quantity = c.owed_quantity + used.owed
           from (select id, sum(taken)::bigint as taken, sum(owed)::bigint as owed
                   from (select id, quantity as taken, 0 as owed from unnest($11::uuid[], $12::bigint[]) given (id, quantity)
                         union all select id, 0, quantity from unnest($16::uuid[], $17::bigint[]) given (id, quantity)) one group by id) used
          where c.id = used.id
       ), debt_entry as (
         insert into erp.material_debt_entries (debt_id, posting_id, kind, quantity)
         select given.id, posting.id, 'use', given.quantity from posting, unnest($15::uuid[], $17::bigint[]) given (id, quantity)
       ), debt as (
         update erp.material_debts d set used_quantity = d.used_quantity + given.quantity, version = d.version + 1
           from unnest($15::uuid[], $17::bigint[]) given (id, quantity) where d.id = given.id
       ), output as (
         update erp.manufacturing_order_outputs u set received_quantity = u.received_quantity + given.quantity
           from unnest($13::uuid[], $14::bigint[]) given (id, quantity) where u.id = given.id
       ), counted as (
         update erp.manufacturing_orders set good_quantity = good_quantity + $3::bigint, rejected_quantity = rejected_quantity + $4::bigint,
                lost_quantity = lost_quantity + $5::bigint, version = version + 1
          where id = $1
       )
       select id from posting`,
      [
        orderId,
        posting.kind,
        posting.good_quantity,
        posting.rejected_quantity,
        posting.lost_quantity,
        posting.rejected_reason_id,
        posting.lost_reason_id,
        posting.notes,
        posting.consumption_movement_id,
        posting.output_movement_id,
        posting.consumed.map((line) => line.id),
        posting.consumed.map((line) => line.quantity),
        posting.yielded.map((line) => line.id),
        posting.yielded.map((line) => line.quantity),
        owed.map((use) => use.debt_id),
        owed.map((use) => use.component_id),
        owed.map((use) => use.quantity),
      ],
    );
    return id;
  }

  /** Adds products that are issued beside the bill to the order's components: nothing is required of them. */
  addComponents(orderId: string, productIds: readonly string[]): Promise<OrderComponent[]> {
    return this.db.query<OrderComponent>(
      `insert into erp.manufacturing_order_components (order_id, line_no, product_id, issue_method, numerator, denominator, required_quantity)
       select $1, last.line_no + given.nr, given.id, 'manual', 0, 1, 0
         from unnest($2::uuid[]) with ordinality given (id, nr),
              (select coalesce(max(c.line_no), 0) as line_no from erp.manufacturing_order_components c where c.order_id = $1) last
       returning id, line_no, product_id, issue_method, work_order_id, numerator, denominator, required_quantity, issued_quantity, owed_quantity`,
      [orderId, productIds],
    );
  }

  /** A posting of an order; null when the order has no such posting of these kinds. */
  reversible(orderId: string, postingId: string, kinds: readonly PostingKind[]): Promise<ReversiblePosting | null> {
    return this.db.maybe<ReversiblePosting>(
      `select reversed_at, array_remove(array[consumption_movement_id, output_movement_id], null) as movement_ids
         from erp.production_postings where id = $2 and order_id = $1 and kind = any ($3::text[])`,
      [orderId, postingId, kinds],
    );
  }

  /** Marks a posting as reversed and counts it down again in the order, in its lines and in the material debts that it used or settled. */
  async noteReversed(orderId: string, postingId: string, reason: string): Promise<void> {
    await this.db.query(
      `with posting as (
         update erp.production_postings set reversed_at = clock_timestamp(), reversed_by = erp.current_actor(), reversal_reason = $3
          where id = $2 returning good_quantity, rejected_quantity, lost_quantity
       ), component as (
         update erp.manufacturing_order_components c set issued_quantity = c.issued_quantity - back.taken, owed_quantity = c.owed_quantity - back.owed
           from (select id, sum(taken)::bigint as taken, sum(owed)::bigint as owed
                   from (select n.component_id as id, n.quantity as taken, 0 as owed from erp.production_posting_lines n
                          where n.posting_id = $2 and n.component_id is not null
                         union all
                         select d.component_id, 0, case e.kind when 'use' then e.quantity else -e.quantity end
                           from erp.material_debt_entries e join erp.material_debts d on d.id = e.debt_id where e.posting_id = $2) one group by id) back
          where c.id = back.id
       ), debt as (
         update erp.material_debts d
            set used_quantity = d.used_quantity - case e.kind when 'use' then e.quantity else 0 end,
                settled_quantity = d.settled_quantity - case e.kind when 'settlement' then e.quantity else 0 end,
                state = 'approved', version = d.version + 1
           from erp.material_debt_entries e join erp.material_debts b on b.id = e.debt_id
          where e.posting_id = $2 and d.id = e.debt_id returning d.id, b.state as from_state
       ), reopened as (
         insert into erp.document_history (machine, document_id, event, from_state, to_state, reason)
         select 'material_debt', id, 'reopen', 'settled', 'approved', $3 from debt where from_state = 'settled'
       ), output as (
         update erp.manufacturing_order_outputs u set received_quantity = u.received_quantity - n.quantity
           from erp.production_posting_lines n where n.posting_id = $2 and u.id = n.output_id
       )
       update erp.manufacturing_orders o set good_quantity = o.good_quantity - posting.good_quantity,
              rejected_quantity = o.rejected_quantity - posting.rejected_quantity, lost_quantity = o.lost_quantity - posting.lost_quantity,
              version = o.version + 1
         from posting where o.id = $1`,
      [orderId, postingId, reason],
    );
  }
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { currentActor } from '../../kernel/security/index.js';
import type { RequisitionLineState } from '../requisitions/requisition-line.machine.js';
import type { RequisitionHandOutsDto, RequisitionStockDto } from './hand-out.dto.js';
import type { OpenIssue } from './hand-out-lines.js';
import { RequisitionAcceptance, RequisitionMove } from './requisition-move.entity.js';

/** What requesters accept and the warehouse issues, as rows. Ask only after the lock of the requisition. */
@Injectable()
export class HandOutRepository {
  constructor(private readonly db: Database) {}

  /** Writes down what was accepted and refused, and counts it up in the lines. @returns their states then */
  async accept(rows: readonly Partial<RequisitionAcceptance>[]): Promise<Map<string, RequisitionLineState>> {
    await this.db.insertMany(RequisitionAcceptance, rows);
    return this.count(
      rows.map(({ line_id, accepted_quantity, rejected_quantity }) => ({
        line_id: line_id!,
        accepted: accepted_quantity!,
        rejected: rejected_quantity!,
      })),
    );
  }

  /** Writes down what was moved, and counts it up in the lines. @returns their states then */
  async record(moves: readonly Partial<RequisitionMove>[]): Promise<Map<string, RequisitionLineState>> {
    await this.db.insertMany(RequisitionMove, moves);
    return this.count(
      moves.map(({ line_id, kind, quantity }) => ({
        line_id: line_id!,
        issued: kind === 'issue' ? quantity! : -quantity!,
      })),
    );
  }

  /** What was issued and is not back, the last one first. */
  openIssues(requisitionId: string): Promise<OpenIssue[]> {
    return this.db.query<OpenIssue>(
      `select m.id, l.line_no, m.ledger_line_id, m.location_id, m.lot_id, (m.quantity - coalesce(sum(b.quantity), 0))::bigint as left
         from erp.requisition_lines l join erp.requisition_moves m on m.line_id = l.id and m.kind = 'issue'
         left join erp.requisition_moves b on b.returns_move_id = m.id
        where l.requisition_id = $1 group by m.id, l.line_no having m.quantity > coalesce(sum(b.quantity), 0) order by m.id desc`,
      [requisitionId],
    );
  }

  /** What was accepted, issued and brought back of a requisition. */
  of(requisitionId: string): Promise<RequisitionHandOutsDto> {
    return this.db.one<RequisitionHandOutsDto>(
      `select $1::uuid as requisition_id,
              coalesce((select json_agg(json_build_object('id', a.id, 'line_no', l.line_no, 'accepted_quantity', a.accepted_quantity,
                'rejected_quantity', a.rejected_quantity, 'reason', a.reason, 'created_by', a.created_by, 'created_by_username', u.username,
                'created_at', a.created_at) order by a.id)
                from erp.requisition_acceptances a join erp.requisition_lines l on l.id = a.line_id join erp.user_names u on u.id = a.created_by
               where l.requisition_id = $1), '[]') as acceptances,
              coalesce((select json_agg(json_build_object('id', m.id, 'kind', m.kind, 'line_no', l.line_no, 'movement_id', m.movement_id,
                'location_id', m.location_id, 'location_code', c.code, 'lot_id', m.lot_id, 'lot_code', t.code, 'quantity', m.quantity,
                'value', m.value::text, 'created_by', m.created_by, 'created_at', m.created_at) order by m.id)
                from erp.requisition_moves m join erp.requisition_lines l on l.id = m.line_id join erp.locations c on c.id = m.location_id
                left join erp.lots t on t.id = m.lot_id where l.requisition_id = $1), '[]') as moves`,
      [requisitionId],
    );
  }

  /** What is on stock of the lines of a requisition: in its warehouse, and in the others that the caller sees. */
  stock(requisitionId: string): Promise<RequisitionStockDto[]> {
    return this.db.query<RequisitionStockDto>(
      `with line as (
         select l.line_no, l.product_id, p.sku, r.id as requisition_id, r.warehouse_id, r.company_id,
                case when l.state in ('approved', 'ordered', 'confirmed', 'shipped', 'received', 'put_away', 'accepted', 'issued')
                  then l.accepted_quantity - l.issued_quantity else 0 end as left_to_issue
           from erp.requisition_lines l join erp.requisitions r on r.id = l.requisition_id join erp.products p on p.id = l.product_id
          where r.id = $1
       ), own as (
         select s.requisition_id, s.product_id, b.location_id, c.code as location_code, b.lot_id, t.code as lot_code, b.on_hand, b.reserved, c.is_available
           from (select distinct requisition_id, product_id, warehouse_id from line) s
           join erp.stock_balances b on b.product_id = s.product_id and b.on_hand > 0
           join erp.locations c on c.id = b.location_id and c.warehouse_id = s.warehouse_id
           left join erp.lots t on t.id = b.lot_id
       ), total as (
         select o.product_id, sum(o.on_hand)::bigint as on_hand, (coalesce(sum(o.on_hand - o.reserved) filter (where o.is_available), 0))::bigint as available
           from own o group by o.product_id
       ), held as (
         select v.product_id, sum(v.open_quantity)::bigint as quantity
           from erp.stock_reservations v
          where v.source_type = 'requisition' and v.source_id = $1 and v.open_quantity > 0 group by v.product_id
       )
       select l.line_no, l.product_id, l.sku, l.left_to_issue, coalesce(t.on_hand, 0) as on_hand, coalesce(h.quantity, 0) as held_for_it,
              coalesce(t.available, 0) as available, e.quantity as on_hand_elsewhere,
              l.left_to_issue <= coalesce(t.available, 0) + coalesce(h.quantity, 0) as is_covered,
              coalesce((select json_agg(json_build_object('location_id', o.location_id, 'location_code', o.location_code, 'lot_id', o.lot_id,
                'lot_code', o.lot_code, 'on_hand', o.on_hand, 'reserved', o.reserved) order by o.location_code, o.lot_code)
                from (select * from own where own.product_id = l.product_id order by own.location_code, own.lot_code limit 200) o), '[]') as places
         from line l
         left join total t on t.product_id = l.product_id
         left join held h on h.product_id = l.product_id
        cross join lateral (select coalesce(sum(b.on_hand), 0)::bigint as quantity
                              from erp.stock_balances b join erp.locations c on c.id = b.location_id
                             where b.product_id = l.product_id and c.company_id = l.company_id and c.warehouse_id <> l.warehouse_id
                               and ($2::uuid[] is null or c.warehouse_id = any($2))) e
        order by l.line_no`,
      [requisitionId, currentActor().warehouse_ids],
    );
  }

  private async count(
    rows: readonly { line_id: string; accepted?: number; rejected?: number; issued?: number }[],
  ): Promise<Map<string, RequisitionLineState>> {
    const after = await this.db.query<{ id: string; state: RequisitionLineState }>(
      `update erp.requisition_lines l
          set accepted_quantity = l.accepted_quantity + c.accepted, rejected_quantity = l.rejected_quantity + c.rejected,
              issued_quantity = l.issued_quantity + c.issued, version = l.version + 1
         from (select line_id, coalesce(sum(accepted), 0)::bigint as accepted, coalesce(sum(rejected), 0)::bigint as rejected,
                      coalesce(sum(issued), 0)::bigint as issued
                 from jsonb_to_recordset($1::jsonb) r (line_id uuid, accepted bigint, rejected bigint, issued bigint) group by line_id) c
        where l.id = c.line_id
      returning l.id, l.state`,
      [JSON.stringify(rows)],
    );
    return new Map(after.map(({ id, state }) => [id, state]));
  }
}

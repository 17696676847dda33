import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { FollowedStage, LineFigures } from './line-quantities.js';

/** How the figures of a line change. */
export type LineChange = { readonly id: string; readonly expected_on?: string | undefined } & Partial<
  Record<FollowedStage | 'give_up', number>
>;

const FIGURES = `l.id, l.requisition_id, r.number as requisition_number, l.line_no, l.product_id, l.state, l.quantity, l.approved_quantity, l.given_up_quantity,
  l.ordered_quantity, l.confirmed_quantity, l.shipped_quantity, l.received_quantity, l.put_away_quantity, l.accepted_quantity, l.rejected_quantity,
  l.issued_quantity`;

/** The figures of lines of requisitions, locked and moved by other documents. */
@Injectable()
export class FollowingRepository {
  constructor(private readonly db: Database) {}

  /** Locks the requisitions of lines, then the lines, each in the order of ids. */
  async lock(ids: readonly string[]): Promise<LineFigures[]> {
    await this.db.query(
      `select r.id from erp.requisitions r
        where r.id in (select l.requisition_id from erp.requisition_lines l where l.id = any($1::uuid[])) order by r.id for update`,
      [ids],
    );
    return this.db.query<LineFigures>(
      `select ${FIGURES} from erp.requisition_lines l join erp.requisitions r on r.id = l.requisition_id
        where l.id = any($1::uuid[]) order by l.id for update of l`,
      [ids],
    );
  }

  /** Locks all lines of a requisition that is locked, in their order there. */
  lockOf(requisitionId: string): Promise<LineFigures[]> {
    return this.db.query<LineFigures>(
      `select ${FIGURES} from erp.requisition_lines l join erp.requisitions r on r.id = l.requisition_id
        where l.requisition_id = $1 order by l.line_no for update of l`,
      [requisitionId],
    );
  }

  /** Moves the figures of locked lines; the database works out their states. What is ordered no more is neither confirmed nor under way. */
  change(changes: readonly LineChange[]): Promise<LineFigures[]> {
    return this.db.query<LineFigures>(
      `update erp.requisition_lines l
          set given_up_quantity = case when n.is_over then l.given_up_quantity else l.given_up_quantity + n.give_up end,
              ordered_quantity = n.ordered,
              confirmed_quantity = least(l.confirmed_quantity + n.confirm, n.ordered),
              shipped_quantity = least(l.shipped_quantity + n.ship, n.ordered),
              received_quantity = l.received_quantity + n.receive,
              put_away_quantity = l.put_away_quantity + n.put_away,
              rejected_quantity = least(l.rejected_quantity, greatest(l.put_away_quantity + n.put_away - l.accepted_quantity, 0)),
              state = case when n.is_over then 'cancelled' else l.state end,
              expected_on = coalesce(n.expected_on, l.expected_on),
              version = l.version + 1
         from (select b.id, c.expected_on, coalesce(c.confirm, 0) as confirm, coalesce(c.ship, 0) as ship, coalesce(c.receive, 0) as receive,
                      coalesce(c.put_away, 0) as put_away, coalesce(c.give_up, 0) as give_up, b.ordered_quantity + coalesce(c."order", 0) as ordered,
                      coalesce(c.give_up, 0) > 0 and b.given_up_quantity + c.give_up >= b.approved_quantity as is_over
                 from jsonb_to_recordset($1::jsonb) c (id uuid, "order" bigint, confirm bigint, ship bigint, receive bigint, put_away bigint, give_up bigint,
                        expected_on date)
                 join erp.requisition_lines b on b.id = c.id) n,
              erp.requisitions r
        where l.id = n.id and r.id = l.requisition_id
      returning ${FIGURES}`,
      [JSON.stringify(changes)],
    );
  }
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { PostedLine } from '../../warehouse/index.js';
import { MaterialRequestMove } from './material-request.entity.js';
import type { DecidedLine, RequestLine } from './request-lines.js';
import type { OpenMove } from './request-returns.js';

/** What requests for material ask for, line by line, and what was moved for them. Ask only after the lock of the request. */
@Injectable()
export class RequestLinesRepository {
  constructor(private readonly db: Database) {}

  /** The lines of a locked request. */
  lines(id: string): Promise<RequestLine[]> {
    return this.db.query<RequestLine>(
      `select id, line_no, product_id, quantity, approved_quantity, issued_quantity, returned_quantity
         from erp.material_request_lines where request_id = $1 order by line_no`,
      [id],
    );
  }

  async decide(id: string, lines: readonly DecidedLine[]): Promise<void> {
    await this.db.query(
      `update erp.material_request_lines l set approved_quantity = d.approved_quantity, approval_reason = d.approval_reason
         from jsonb_to_recordset($2::jsonb) d (line_no integer, approved_quantity bigint, approval_reason text)
        where l.request_id = $1 and l.line_no = d.line_no`,
      [id, JSON.stringify(lines)],
    );
  }

  /** What a movement moved, line by line. */
  ledgerLines(movementId: string): Promise<PostedLine[]> {
    return this.db.query<PostedLine>(
      `select l.id, l.line_no, l.product_id, l.lot_id, l.quantity, l.from_location_id, l.to_location_id, l.value
         from erp.stock_movements m join erp.stock_ledgers l on l.movement_id = m.id and l.recorded_at = m.recorded_at
        where m.id = $1 order by l.line_no`,
      [movementId],
    );
  }

  /** What was issued and is not back, the last one first. */
  openMoves(id: string): Promise<OpenMove[]> {
    return this.db.query<OpenMove>(
      `select m.id, l.line_no, m.ledger_line_id, m.location_id, m.lot_id, (m.quantity - coalesce(sum(b.quantity), 0))::bigint as left
         from erp.material_request_lines l join erp.material_request_moves m on m.line_id = l.id and m.kind = 'issue'
         left join erp.material_request_moves b on b.returns_move_id = m.id
        where l.request_id = $1 group by m.id, l.line_no having m.quantity > coalesce(sum(b.quantity), 0) order by m.id desc`,
      [id],
    );
  }

  /** Writes down what was moved and counts it up in the lines. */
  async record(moves: readonly Partial<MaterialRequestMove>[]): Promise<void> {
    await this.db.insertMany(MaterialRequestMove, moves);
    await this.db.query(
      `update erp.material_request_lines l set issued_quantity = l.issued_quantity + moved.issued, returned_quantity = l.returned_quantity + moved.returned
         from (select m.line_id, coalesce(sum(m.quantity) filter (where m.kind = 'issue'), 0) as issued, coalesce(sum(m.quantity) filter (where m.kind = 'return'), 0) as returned
                 from jsonb_to_recordset($1::jsonb) m (line_id uuid, kind text, quantity bigint) group by m.line_id) moved
        where l.id = moved.line_id`,
      [JSON.stringify(moves)],
    );
  }
}

import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { MAX_LIMIT } from '../../kernel/http/index.js';
import { can, currentActor } from '../../kernel/security/index.js';
import { PURCHASING } from '../purchasing.permissions.js';
import type {
  RequisitionLineDetailDto,
  RequisitionLineDto,
  RequisitionLineListQuery,
} from './requisition-lines.dto.js';
import type { RequisitionLineState } from './requisition-line.machine.js';
import { requisitionScope } from './requisition-scope.js';

/** On its way: of what is over, nothing more is ordered, accepted or issued. */
const ALIVE = `l.state in ('approved', 'ordered', 'confirmed', 'shipped', 'received', 'put_away', 'accepted', 'issued')`;
const LEFT_TO_ORDER = `case when ${ALIVE} then l.approved_quantity - l.given_up_quantity - l.ordered_quantity else 0 end`;
const LEFT_TO_ACCEPT = `case when ${ALIVE} then l.put_away_quantity - l.accepted_quantity - l.rejected_quantity else 0 end`;
const LEFT_TO_ISSUE = `case when ${ALIVE} then l.accepted_quantity - l.issued_quantity else 0 end`;
const LATE = `coalesce(l.needed_by < current_date and l.state in ('draft', 'pending_review', 'questioned', 'approved', 'ordered', 'confirmed', 'shipped'), false)`;

/** How lines are shown, here and within their requisitions. */
export const LINES = defineList({
  select: `l.id, l.requisition_id, r.number as requisition_number, r.company_id, r.warehouse_id, r.department_id, d.code as department_code, r.requested_by,
    w.username as requested_by_username, l.line_no, l.product_id, p.sku, p.name as product_name, u.code as unit_code, l.description, l.quantity,
    l.estimated_price, round(l.quantity * l.estimated_price, 2) as estimated_amount, l.needed_by, ${LATE} as is_late, l.is_urgent, l.urgency_reason,
    l.suggested_supplier_id, s.code as suggested_supplier_code, l.usage, l.usage_reference, l.state, l.approved_quantity, l.review_reason, l.reviewed_by,
    l.reviewed_at, l.given_up_quantity, l.ordered_quantity, l.confirmed_quantity, l.shipped_quantity, l.received_quantity, l.put_away_quantity,
    l.accepted_quantity, l.rejected_quantity, l.issued_quantity, ${LEFT_TO_ORDER} as left_to_order, ${LEFT_TO_ACCEPT} as left_to_accept,
    ${LEFT_TO_ISSUE} as left_to_issue, l.expected_on,
    (select count(*)::integer from erp.requisition_messages m where m.line_id = l.id) as message_count, l.version, l.created_at, l.updated_at`,
  from: `erp.requisition_lines l join erp.requisitions r on r.id = l.requisition_id join erp.products p on p.id = l.product_id
    join erp.units u on u.id = p.unit_id join erp.user_names w on w.id = r.requested_by left join erp.departments d on d.id = r.department_id
    left join erp.suppliers s on s.id = l.suggested_supplier_id`,
  id: 'l.id',
  sorts: { created_at: 'l.created_at', needed_by: `coalesce(l.needed_by, date '9999-12-31')` },
  default_sort: '-created_at',
  search: ['r.number', 'p.sku', 'p.name', 'l.description', 'l.usage_reference'],
  filters: {
    state: 'l.state = any(?::text[])',
    requisition_id: 'l.requisition_id = ?',
    company_id: 'r.company_id = ?',
    warehouse_id: 'r.warehouse_id = ?',
    department_id: 'r.department_id = ?',
    product_id: 'l.product_id = ?',
    requested_by: 'r.requested_by = ?',
    suggested_supplier_id: 'l.suggested_supplier_id = ?',
    usage: 'l.usage = ?',
    usage_reference: 'l.usage_reference = ?',
    urgent: 'l.is_urgent = ?',
    late: `${LATE} = ?`,
    to_order: `(${LEFT_TO_ORDER} > 0) = ?`,
    to_accept: `(${LEFT_TO_ACCEPT} > 0) = ?`,
    to_issue: `(${LEFT_TO_ISSUE} > 0) = ?`,
  },
});

/** The same for the lines of one requisition, in its order. */
export const LINE_COLUMNS = LINES.select;
export const LINE_TABLES = LINES.from;

/** What is decided of a line. */
export interface ReviewedLine {
  readonly id: string;
  readonly state: RequisitionLineState;
  readonly approved_quantity: number | null;
  readonly reason: string | null;
}

/** Lines of requisitions as rows. */
@Injectable()
export class RequisitionLinesRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<RequisitionLineDto>> {
    return this.db.page<RequisitionLineDto>(LINES, query, requisitionScope());
  }

  /** Lines that wait for a review which the caller may give: what he did not ask for himself and no rule gives to others. */
  toReview(query: ListParameters): Promise<Page<RequisitionLineDto>> {
    const { where, params } = requisitionScope();
    const mine = `l.state = 'pending_review' and erp.may_review_requisition_line(l.id, ?) is null`;
    return this.db.page<RequisitionLineDto>(LINES, query, {
      where: can(PURCHASING.requisitions.review) ? `${where} and ${mine}` : `${where} and ${mine} and false`,
      params: [...params, currentActor().user_id],
    });
  }

  /** All lines of a list, a page at a time. */
  async *all(query: RequisitionLineListQuery): AsyncGenerator<RequisitionLineDto[]> {
    let cursor: string | null | undefined;
    do {
      const page: Page<RequisitionLineDto> = await this.page({
        ...query,
        include_total: false,
        limit: MAX_LIMIT,
        ...(cursor && { cursor }),
      });
      yield page.data;
      cursor = page.next_cursor;
    } while (cursor);
  }

  /** @throws NOT_FOUND also outside the caller's scope */
  async get(id: string): Promise<RequisitionLineDto> {
    const line = await this.db.listed<RequisitionLineDto>(LINES, id, requisitionScope());
    if (!line) throw notFound('Requisition line', id);
    return line;
  }

  /** With what was asked about it. @throws NOT_FOUND also outside the caller's scope */
  async detail(id: string): Promise<RequisitionLineDetailDto> {
    const line = await this.get(id);
    const messages = await this.db.query<RequisitionLineDetailDto['messages'][number]>(
      `select m.id, m.kind, m.text, m.created_by, u.username as created_by_username, m.created_at
         from erp.requisition_messages m join erp.user_names u on u.id = m.created_by where m.line_id = $1 order by m.id`,
      [id],
    );
    return { ...line, messages };
  }

  /** Why the caller may not review lines: the code of each of those that are not for him. */
  async refusals(ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.db.query<{ id: string; code: string }>(
      `select l.id, c.code from unnest($1::uuid[]) l (id) cross join lateral erp.may_review_requisition_line(l.id, $2) c (code) where c.code is not null`,
      [ids, currentActor().user_id],
    );
    return new Map(rows.map(({ id, code }) => [id, code]));
  }

  /** Writes what was decided of locked lines. A question leaves no trace of a review but itself. */
  async review(lines: readonly ReviewedLine[]): Promise<void> {
    await this.db.query(
      `update erp.requisition_lines l
          set state = d.state, approved_quantity = d.approved_quantity, review_reason = case when d.state = 'questioned' then null else d.reason end,
              reviewed_by = case when d.state = 'questioned' then null else erp.current_actor() end,
              reviewed_at = case when d.state = 'questioned' then null else now() end, version = l.version + 1
         from jsonb_to_recordset($1::jsonb) d (id uuid, state text, approved_quantity bigint, reason text)
        where l.id = d.id`,
      [JSON.stringify(lines)],
    );
  }

  /** Moves locked lines to a state that people decide. */
  async setState(ids: readonly string[], state: RequisitionLineState): Promise<void> {
    await this.db.query(
      'update erp.requisition_lines set state = $2, version = version + 1 where id = any($1::uuid[])',
      [ids, state],
    );
  }

  async removeOf(requisitionId: string): Promise<void> {
    await this.db.query('delete from erp.requisition_lines where requisition_id = $1', [requisitionId]);
  }
}

import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { LINE_COLUMNS, LINE_TABLES } from './requisition-lines.repository.js';
import type { RequisitionReferences } from './requisition-rules.js';
import { requisitionScope } from './requisition-scope.js';
import type { RequisitionDto, RequisitionHeadDto } from './requisitions.dto.js';
import type { RequisitionState } from './requisition.machine.js';

const TO_COME = `l.state in ('draft', 'pending_review', 'questioned', 'approved', 'ordered', 'confirmed', 'shipped')`;

const REQUISITIONS = defineList({
  select: `r.id, r.number, r.company_id, r.warehouse_id, h.code as warehouse_code, r.department_id, d.code as department_code, r.requested_by,
    u.username as requested_by_username, r.purpose, r.notes, r.state, s.is_urgent, s.needed_by, coalesce(s.needed_by < current_date, false) as is_late,
    s.line_count, s.open_count, r.submitted_at, r.origin, r.created_by, r.version, r.created_at, r.updated_at`,
  from: `erp.requisitions r join erp.locations h on h.id = r.warehouse_id left join erp.departments d on d.id = r.department_id
    join erp.user_names u on u.id = r.requested_by
    cross join lateral (select count(*)::integer as line_count, (count(*) filter (where l.state in ('pending_review', 'questioned')))::integer as open_count,
        coalesce(bool_or(l.is_urgent) filter (where ${TO_COME}), false) as is_urgent, min(l.needed_by) filter (where ${TO_COME}) as needed_by
      from erp.requisition_lines l where l.requisition_id = r.id) s`,
  id: 'r.id',
  sorts: { created_at: 'r.created_at' },
  default_sort: '-created_at',
  search: ['r.number', 'r.purpose'],
  filters: {
    state: 'r.state = any(?::text[])',
    company_id: 'r.company_id = ?',
    warehouse_id: 'r.warehouse_id = ?',
    department_id: 'r.department_id = ?',
    requested_by: 'r.requested_by = ?',
    product_id: 'exists (select from erp.requisition_lines l where l.requisition_id = r.id and l.product_id = ?)',
    urgent: 's.is_urgent = ?',
    late: 'coalesce(s.needed_by < current_date, false) = ?',
  },
});

/** How far a requisition is, for what asked for it by itself. */
export interface RequisitionProgress {
  readonly document_id: string;
  readonly state: string;
  /** Nothing more will be received for it. */
  readonly is_over: boolean;
  /** Pieces received for it. */
  readonly received_quantity: number;
}

/** What a new requisition names. */
export interface NamedByRequisition {
  readonly company_id: string;
  readonly warehouse_id: string | null;
  readonly department_id: string | null;
  readonly products: readonly string[];
  readonly suppliers: readonly string[];
}

/** Requisitions as rows. */
@Injectable()
export class RequisitionsRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<RequisitionHeadDto>> {
    return this.db.page<RequisitionHeadDto>(REQUISITIONS, query, requisitionScope());
  }

  /** With its lines. @throws NOT_FOUND also outside the caller's scope */
  async get(id: string): Promise<RequisitionDto> {
    const head = await this.head(id);
    const lines = await this.db.query<RequisitionDto['lines'][number]>(
      `select ${LINE_COLUMNS} from ${LINE_TABLES} where r.id = $1 order by l.line_no`,
      [id],
    );
    const { units } = await this.db.one<Pick<RequisitionDto, 'units'>>(
      `select erp.units_said('requisition', $1) as units`,
      [id],
    );
    return { ...head, lines, units };
  }

  /** Without its lines. @throws NOT_FOUND also outside the caller's scope */
  async head(id: string): Promise<RequisitionHeadDto> {
    const head = await this.db.listed<RequisitionHeadDto>(REQUISITIONS, id, requisitionScope());
    if (!head) throw notFound('Requisition', id);
    return head;
  }

  /** States of requisitions, as the database has derived them. */
  async states(ids: readonly string[]): Promise<Map<string, RequisitionState>> {
    const rows = await this.db.query<{ id: string; state: RequisitionState }>(
      'select id, state from erp.requisitions where id = any($1::uuid[])',
      [ids],
    );
    return new Map(rows.map(({ id, state }) => [id, state]));
  }

  /** What something has asked for before on the same occasion, the last one first: it is over when nothing may come of it any more. */
  ofOrigin(origin: string, key: string): Promise<{ id: string; number: string; is_over: boolean }[]> {
    return this.db.query(
      `select r.id, r.number, not exists (select from erp.requisition_lines l where l.requisition_id = r.id and ${TO_COME}) as is_over
         from erp.requisitions r where r.origin = $1 and (r.origin_key = $2 or starts_with(r.origin_key, $2 || '#')) order by r.id desc`,
      [origin, key],
    );
  }

  /** Who drafts what is suggested for a warehouse waits for others who do. */
  async lockSuggestions(warehouseId: string): Promise<void> {
    await this.db.query(`select pg_advisory_xact_lock(hashtextextended('requisitions:' || $1, 0))`, [warehouseId]);
  }

  /** Pieces of products that are asked for in a warehouse and on no order. */
  async askedFor(warehouseId: string, productIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.db.query<{ product_id: string; quantity: number }>(
      `select l.product_id, sum(coalesce(l.approved_quantity, l.quantity) - l.given_up_quantity - l.ordered_quantity)::bigint as quantity
         from erp.requisition_lines l join erp.requisitions r on r.id = l.requisition_id
        where r.warehouse_id = $1 and l.product_id = any($2::uuid[]) and ${TO_COME} group by l.product_id`,
      [warehouseId, productIds],
    );
    return new Map(rows.map(({ product_id, quantity }) => [product_id, quantity]));
  }

  /** How far requisitions are that were asked for by something: over when all of their lines are refused, or received. */
  progress(ids: readonly string[]): Promise<RequisitionProgress[]> {
    return this.db.query<RequisitionProgress>(
      `select r.id as document_id, case when count(distinct l.state) = 1 then min(l.state) else r.state end as state,
              coalesce(bool_and(not ${TO_COME}), false) as is_over, coalesce(sum(l.received_quantity), 0)::bigint as received_quantity
         from erp.requisitions r left join erp.requisition_lines l on l.requisition_id = r.id
        where r.id = any($1::uuid[]) group by r.id`,
      [ids],
    );
  }

  /** Looks up everything a requisition names, within the caller's scope; the warehouse is the company's first when none is named. */
  references({
    company_id,
    warehouse_id,
    department_id,
    products,
    suppliers,
  }: NamedByRequisition): Promise<RequisitionReferences> {
    const { warehouse_ids } = currentActor();
    return this.db.one<RequisitionReferences>(
      `select current_date as today,
              (select c.currency_code from erp.companies c where c.id = $1) as currency_code,
              (select l.id from erp.locations l where l.company_id = $1 and l.type = 'warehouse' and l.is_active and ($2::uuid is null or l.id = $2)
                  and ($6::uuid[] is null or l.id = any($6)) order by l.code <> 'WH', l.created_at, l.id limit 1) as warehouse_id,
              (select d.id from erp.departments d where d.id = $3 and d.company_id = $1) as department_id,
              coalesce((select json_agg(p.id) from erp.products p where p.id = any($4::uuid[]) and p.is_active and p.type <> 'service'), '[]') as products,
              coalesce((select json_agg(s.id) from erp.suppliers s where s.id = any($5::uuid[]) and s.is_active), '[]') as suppliers`,
      [company_id, warehouse_id, department_id, products, suppliers, warehouse_ids],
    );
  }
}

import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { currentActor, scopeWhere } from '../../kernel/security/index.js';
import type { RoutingDto, RoutingListQuery, RoutingSummaryDto } from './routing.dto.js';
import {
  Routing,
  RoutingOperation,
  RoutingOperationAlternative,
  RoutingOperationPredecessor,
} from './routing.entity.js';

const SUMMARY = `r.id, r.company_id, r.product_id, p.sku, p.name as product_name, r.revision, r.state, r.is_default, r.valid_from, r.valid_to,
  r.notes, r.external_id, (select count(*) from erp.routing_operations o where o.routing_id = r.id) as operation_count,
  r.version, r.created_by, r.created_at, r.updated_at`;

const ROUTINGS = defineList({
  select: SUMMARY,
  from: 'erp.routings r join erp.products p on p.id = r.product_id',
  id: 'r.id',
  sorts: { created_at: 'r.created_at', sku: 'p.sku' },
  default_sort: '-created_at',
  search: ['p.sku', 'p.name', 'r.revision'],
  filters: {
    product_id: 'r.product_id = ?',
    company_id: 'r.company_id = ?',
    state: 'r.state = ?',
    is_default: 'r.is_default = ?',
    work_centre_id: `r.id in (select o.routing_id from erp.routing_operations o
                                left join erp.routing_operation_alternatives a on a.operation_id = o.id,
                                lateral (select ?::uuid as id) w
                               where w.id in (o.work_centre_id, a.work_centre_id))`,
    valid_on: "daterange(r.valid_from, r.valid_to, '[]') @> ?::date",
    external_id: 'r.external_id = ?',
  },
});

const DOCUMENT = /* sql */ `
select ${SUMMARY},
       coalesce((
         select json_agg(json_build_object(
             'id', o.id, 'number', o.number, 'name', o.name, 'department_id', o.department_id, 'work_centre_id', o.work_centre_id,
             'work_centre_code', w.code, 'setup_minutes', o.setup_minutes, 'run_minutes', o.run_minutes,
             'run_quantity', o.run_quantity, 'queue_minutes', o.queue_minutes, 'move_minutes', o.move_minutes, 'places', o.places,
             'overlap_quantity', o.overlap_quantity, 'buffer_percent', o.buffer_percent::text,
             'scrap_percent', o.scrap_percent::text, 'quality_gate', o.quality_gate, 'supplier_id', o.supplier_id,
             'price_per_piece', o.price_per_piece::text, 'instruction', o.instruction,
             'predecessors', coalesce((
               select json_agg(b.number order by b.number)
                 from erp.routing_operation_predecessors x join erp.routing_operations b on b.id = x.predecessor_id
                where x.operation_id = o.id), '[]'),
             'alternatives', coalesce((
               select json_agg(json_build_object('preference', a.preference, 'work_centre_id', a.work_centre_id,
                   'work_centre_code', aw.code, 'setup_minutes', a.setup_minutes, 'run_minutes', a.run_minutes,
                   'run_quantity', a.run_quantity, 'price_per_piece', a.price_per_piece::text) order by a.preference)
                 from erp.routing_operation_alternatives a join erp.work_centres aw on aw.id = a.work_centre_id
                where a.operation_id = o.id), '[]')
           ) order by o.number)
           from erp.routing_operations o join erp.work_centres w on w.id = o.work_centre_id
          where o.routing_id = r.id), '[]') as operations
  from erp.routings r
  join erp.products p on p.id = r.product_id
 where r.id = $1 and r.company_id = any($2::uuid[])`;

const FACTS = /* sql */ `
select 'work_centre' as what, id, company_id, is_active, kind as type from erp.work_centres where id = any($1::uuid[])
union all
select 'department', id, company_id, is_active, null from erp.departments where id = any($1::uuid[])
union all
select 'supplier', id, null, is_active, null from erp.suppliers where id = any($1::uuid[])
union all
select 'product', id, null, is_active, type from erp.products where id = any($1::uuid[])`;

/** What the rules have to know of a row that a routing names. */
export interface NamedFact {
  readonly what: 'work_centre' | 'department' | 'supplier' | 'product';
  readonly id: string;
  readonly company_id: string | null;
  readonly is_active: boolean;
  /** Kind of a work centre, type of a product. */
  readonly type: string | null;
}

/** An operation about to be written, its predecessors by number and its alternatives in order of preference. */
export type NewOperation = Omit<RoutingOperation, 'id' | 'routing_id'> & {
  readonly predecessors: readonly number[];
  readonly alternatives: readonly Omit<
    RoutingOperationAlternative,
    'id' | 'routing_id' | 'operation_id' | 'preference'
  >[];
};

type Place = Pick<Routing, 'id' | 'company_id' | 'product_id' | 'valid_from' | 'valid_to'>;

/** The routings as documents. */
@Injectable()
export class RoutingRepository {
  constructor(private readonly db: Database) {}

  page(query: RoutingListQuery): Promise<Page<RoutingSummaryDto>> {
    return this.db.page<RoutingSummaryDto>(ROUTINGS, query, scopeWhere({ company: 'r.company_id' }));
  }

  /** The whole routing, in one statement. @throws NOT_FOUND also outside the caller's companies */
  async get(id: string): Promise<RoutingDto> {
    const document = await this.db.maybe<RoutingDto>(DOCUMENT, [id, currentActor().company_ids]);
    if (!document) throw notFound('Routing', id);
    return document;
  }

  /** @throws NOT_FOUND, STALE_VERSION */
  lock(id: string): Promise<Routing> {
    return this.db.lock(Routing, id);
  }

  /** Those who change which routing of a product is the default wait for each other here, before they lock a routing. */
  async lockDefaults(productId: string): Promise<void> {
    await this.db.query('select from erp.products where id = $1 for no key update', [productId]);
  }

  /** What is known of all rows that a routing names, in one statement. */
  facts(ids: readonly string[]): Promise<NamedFact[]> {
    return this.db.query<NamedFact>(FACTS, [ids]);
  }

  /** One more than the highest revision of the product in the company that is a plain number. */
  async nextRevision(productId: string, companyId: string): Promise<string> {
    const { revision } = await this.db.one<{ revision: string }>(
      `select (coalesce(max(r.revision::int) filter (where r.revision ~ '^[0-9]{1,9}$'), 0) + 1)::text as revision
         from erp.routings r where r.product_id = $1 and r.company_id = $2`,
      [productId, companyId],
    );
    return revision;
  }

  insert(values: Partial<Routing>): Promise<Routing> {
    return this.db.insert(Routing, values);
  }

  update(id: string, values: Partial<Routing>): Promise<Routing> {
    return this.db.update(Routing, id, values);
  }

  /** Three statements, however many operations there are. @throws ROUTING_CYCLE */
  async insertOperations(routingId: string, operations: readonly NewOperation[]): Promise<void> {
    const rows = await this.db.insertMany(
      RoutingOperation,
      operations.map(({ predecessors: _, alternatives: __, ...operation }) => ({
        ...operation,
        routing_id: routingId,
      })),
    );
    const idOf = new Map(rows.map((row) => [row.number, row.id]));
    const at = (number: number): { routing_id: string; operation_id: string } => ({
      routing_id: routingId,
      operation_id: idOf.get(number)!,
    });
    await this.db.insertMany(
      RoutingOperationPredecessor,
      operations.flatMap(({ number, predecessors }) =>
        predecessors.map((before) => ({ ...at(number), predecessor_id: idOf.get(before)! })),
      ),
    );
    await this.db.insertMany(
      RoutingOperationAlternative,
      operations.flatMap(({ number, alternatives }) =>
        alternatives.map((alternative, index) => ({ ...alternative, ...at(number), preference: index + 1 })),
      ),
    );
  }

  async deleteOperations(routingId: string): Promise<void> {
    await this.db.query('delete from erp.routing_operations where routing_id = $1', [routingId]);
  }

  async delete(id: string): Promise<void> {
    await this.db.delete(Routing, id);
  }

  /** Whether another routing is the product's default on some of the same days. */
  async hasDefault({ id, company_id, product_id, valid_from, valid_to }: Place): Promise<boolean> {
    const { found } = await this.db.one<{ found: boolean }>(
      `select exists (select from erp.routings r
                       where r.product_id = $1 and r.company_id = $2 and r.is_default and r.id <> $3
                         and daterange(r.valid_from, r.valid_to, '[]') && daterange($4::date, $5::date, '[]')) as found`,
      [product_id, company_id, id, valid_from, valid_to],
    );
    return found;
  }

  /** Lets the others that are the default on some of the same days be alternatives. */
  async clearDefaults({ id, company_id, product_id, valid_from, valid_to }: Place): Promise<void> {
    await this.db.query(
      `update erp.routings r set is_default = false, version = r.version + 1
        where r.product_id = $1 and r.company_id = $2 and r.is_default and r.id <> $3
          and daterange(r.valid_from, r.valid_to, '[]') && daterange($4::date, $5::date, '[]')`,
      [product_id, company_id, id, valid_from, valid_to],
    );
  }

  /** Id of the product's default on a day (today when not given); null when it has none. */
  async defaultFor(productId: string, companyId: string, date?: string | null): Promise<string | null> {
    const routing = await this.db.maybe<{ id: string }>(
      `select r.id from erp.routings r
        where r.product_id = $1 and r.company_id = $2 and r.is_default
          and daterange(r.valid_from, r.valid_to, '[]') @> coalesce($3::date, current_date)`,
      [productId, companyId, date ?? null],
    );
    return routing?.id ?? null;
  }
}

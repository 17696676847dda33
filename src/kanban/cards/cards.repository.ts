import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { currentActor, scopeWhere } from '../../kernel/security/index.js';
import type { Arrived, InTransit } from './card-transport.js';
import { CARD_PRIORITIES, MOST_CARDS } from './cards-limits.js';
import type { RequestCardDto } from './cards.dto.js';

const LATE = `coalesce(k.needed_by < current_date and k.state in ('pending', 'approved', 'in_progress'), false)`;
const COLUMNS = `k.id, k.number, k.company_id, k.department_id, d.code as department_code, k.product_id, p.sku, p.name as product_name, k.quantity,
  k.quantity as qty_requested, k.priority, k.needed_by, ${LATE} as is_late, k.reason, k.work_order_id, k.state, k.from_location_id, f.code as from_location_code,
  k.to_location_id, t.code as to_location_code, k.shipped_quantity, k.received_quantity, k.lost_quantity,
  k.shipped_quantity - k.received_quantity - k.lost_quantity as in_transit_quantity, k.created_by, k.version, k.created_at, k.updated_at`;
const FROM = `erp.request_cards k join erp.products p on p.id = k.product_id join erp.locations f on f.id = k.from_location_id
  join erp.locations t on t.id = k.to_location_id left join erp.departments d on d.id = k.department_id`;

const CARDS = defineList({
  select: COLUMNS,
  from: FROM,
  id: 'k.id',
  sorts: {
    created_at: 'k.created_at',
    updated_at: 'k.updated_at',
    needed_by: `coalesce(k.needed_by, date '9999-12-31')`,
  },
  default_sort: '-created_at',
  search: ['k.number', 'p.sku', 'p.name'],
  filters: {
    state: 'k.state = any(?::text[])',
    department_id: 'k.department_id = ?',
    product_id: 'k.product_id = ?',
    work_order_id: 'k.work_order_id = ?',
    priority: 'k.priority = ?',
    late: `${LATE} = ?`,
  },
});

/** What a new card names, as far as it is there, and the places that stand in for what it does not name. */
export interface CardReferences {
  readonly product_id: string | null;
  readonly department_id: string | null;
  readonly work_order_id: string | null;
  readonly from_location_id: string | null;
  readonly from_warehouse_id: string | null;
  readonly to_location_id: string | null;
  readonly to_warehouse_id: string | null;
}

export interface NamedByCard {
  readonly company_id: string;
  readonly product_id: string;
  readonly department_id: string | null;
  readonly work_order_id: string | null;
  readonly from_location_id: string | null;
  readonly to_location_id: string | null;
}

@Injectable()
export class CardsRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<RequestCardDto>> {
    return this.db.page<RequestCardDto>(CARDS, query, scope());
  }

  /** @throws NOT_FOUND also outside the caller's companies, departments and warehouses */
  async get(id: string): Promise<RequestCardDto> {
    const card = await this.db.listed<RequestCardDto>(CARDS, id, scope());
    if (!card) throw notFound('Request card', id);
    return card;
  }

  /** The cards that matter now, on one page: the most urgent first, then by the day they are needed, then the oldest. */
  all(departmentId: string | null, includeFinished: boolean): Promise<RequestCardDto[]> {
    const { company_ids, department_ids, warehouse_ids } = currentActor();
    return this.db.query<RequestCardDto>(
      `select ${COLUMNS} from ${FROM}
        where k.company_id = any($1::uuid[]) and ($2::uuid[] is null or k.department_id is null or k.department_id = any($2::uuid[]))
          and ($3::uuid[] is null or f.warehouse_id = any($3::uuid[]) or t.warehouse_id = any($3::uuid[]))
          and ($4::uuid is null or k.department_id = $4) and ($5 or k.state in ('pending', 'approved', 'in_progress'))
        order by array_position($6::text[], k.priority) desc, k.needed_by nulls last, k.id limit $7`,
      [company_ids, department_ids, warehouse_ids, departmentId, includeFinished, CARD_PRIORITIES, MOST_CARDS],
    );
  }

  references({ company_id, ...named }: NamedByCard): Promise<CardReferences> {
    return this.db.one<CardReferences>(
      `select p.id as product_id, d.id as department_id, o.id as work_order_id, f.id as from_location_id, f.warehouse_id as from_warehouse_id,
              t.id as to_location_id, t.warehouse_id as to_warehouse_id
         from (select 1) once
         left join erp.products p on p.id = $2 and p.is_active and p.type <> 'service'
         left join erp.departments d on d.id = $3 and d.company_id = $1 and d.is_active
         left join erp.manufacturing_orders o on o.id = $4 and o.company_id = $1
         left join erp.kanban_boards b on b.department_id = d.id
         left join lateral (
           select l.id, l.warehouse_id from erp.locations l
            where l.company_id = $1 and l.warehouse_id is not null and l.is_active and not l.is_owned
              and case when coalesce($5, b.from_location_id) is not null then l.id = coalesce($5, b.from_location_id) else l.type in ('warehouse', 'zone') end
            order by (select w.code from erp.locations w where w.id = l.warehouse_id), (l.code = 'STOCK') desc, (l.type = 'warehouse') desc, l.code limit 1) f on true
         left join lateral (
           select l.id, l.warehouse_id from erp.locations l
            where l.company_id = $1 and l.warehouse_id is not null and l.is_active and not l.is_owned
              and case when coalesce($6, b.to_location_id) is not null then l.id = coalesce($6, b.to_location_id)
                    else l.type = 'production_floor' and l.warehouse_id = f.warehouse_id end
            order by l.code limit 1) t on true`,
      [
        company_id,
        named.product_id,
        named.department_id,
        named.work_order_id,
        named.from_location_id,
        named.to_location_id,
      ],
    );
  }

  /** The production floor of a warehouse that has none yet. */
  async addFloor(warehouseId: string): Promise<string> {
    const { id } = await this.db.one<{ id: string }>(
      `with made as (
         insert into erp.locations (company_id, parent_id, code, name, type)
         select w.company_id, w.id, left(w.code, 58) || '-FLOOR', 'Production floor', 'production_floor' from erp.locations w where w.id = $1
         on conflict on constraint uq_locations_company_id_code do update set code = excluded.code returning id)
       select id from made`,
      [warehouseId],
    );
    return id;
  }

  async transitOf(companyId: string): Promise<string | null> {
    const found = await this.db.maybe<{ id: string }>(
      `select id from erp.locations where company_id = $1 and type = 'transit' and is_active and not is_owned order by code limit 1`,
      [companyId],
    );
    return found?.id ?? null;
  }

  /** What is on its way for a card, the oldest shipment first. */
  inTransit(cardId: string): Promise<InTransit[]> {
    return this.db.query<InTransit>(
      `select id, lot_id, transit_location_id, shipped_quantity - settled_quantity as left from erp.request_card_shipments
        where card_id = $1 and shipped_quantity > settled_quantity order by id`,
      [cardId],
    );
  }

  async settle(arrived: readonly Arrived[]): Promise<void> {
    await this.db.query(
      `update erp.request_card_shipments s set settled_quantity = s.settled_quantity + a.quantity
         from unnest($1::uuid[], $2::bigint[]) a (id, quantity) where s.id = a.id`,
      [arrived.map(({ id }) => id), arrived.map(({ received, lost }) => received + lost)],
    );
  }
}

/** A card that belongs to no department is everybody's; a caller limited to warehouses sees those that come from or go to one of them. */
function scope(): { where: string; params: unknown[] } {
  const { where, params } = scopeWhere({ company: 'k.company_id' });
  const { department_ids, warehouse_ids } = currentActor();
  const limits = [
    ...(department_ids === null ? [] : ['(k.department_id is null or k.department_id = any(?::uuid[]))']),
    ...(warehouse_ids === null ? [] : ['(f.warehouse_id = any(?::uuid[]) or t.warehouse_id = any(?::uuid[]))']),
  ];
  return {
    where: [where, ...limits].join(' and '),
    params: [
      ...params,
      ...(department_ids === null ? [] : [department_ids]),
      ...(warehouse_ids === null ? [] : [warehouse_ids, warehouse_ids]),
    ],
  };
}

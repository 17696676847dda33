import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { loopScope } from './loop-scope.js';
import type { LoopDto } from './loops.dto.js';

const LOOPS = defineList({
  select: `l.id, l.number, l.company_id, l.kind, l.state, l.product_id, p.sku, p.name as product_name, l.department_id, d.code as department_code, l.to_location_id,
    t.code as to_location_code, l.supplier_id, l.from_location_id, l.source_department_id, l.calendar_id, l.container_quantity, l.demand_source, l.daily_demand,
    l.demand_days, l.lead_time_days, l.safety_percent, l.min_cards, l.max_cards, l.trigger_quantity, l.notes, n.*, l.created_by, l.version, l.created_at, l.updated_at`,
  from: `erp.kanban_loops l join erp.products p on p.id = l.product_id join erp.locations t on t.id = l.to_location_id
    left join erp.locations f on f.id = l.from_location_id left join erp.departments d on d.id = l.department_id
    cross join lateral (
      select count(*) filter (where c.state <> 'out') as cards, count(*) filter (where c.state = 'full') as cards_full,
             count(*) filter (where c.state = 'empty') as cards_empty, count(*) filter (where c.state = 'on_order') as cards_on_order,
             count(*) filter (where c.is_leaving) as cards_leaving
        from erp.kanban_loop_cards c where c.loop_id = l.id) n`,
  id: 'l.id',
  sorts: { created_at: 'l.created_at', number: 'l.number' },
  default_sort: '-created_at',
  search: ['l.number', 'p.sku', 'p.name'],
  filters: {
    kind: 'l.kind = ?',
    state: 'l.state = any(?::text[])',
    company_id: 'l.company_id = ?',
    product_id: 'l.product_id = ?',
    department_id: 'l.department_id = ?',
    to_location_id: 'l.to_location_id = ?',
    supplier_id: 'l.supplier_id = ?',
  },
});

/** What a new loop names. */
export interface NamedByLoop {
  readonly company_id: string;
  readonly product_id: string;
  readonly department_id: string | null;
  readonly to_location_id: string | null;
  readonly supplier_id: string | null;
  readonly from_location_id: string | null;
  readonly source_department_id: string | null;
  readonly calendar_id: string | null;
}

/** The same as far as it is there, with the places of the department's board where none is named. */
export interface LoopReferences extends Omit<NamedByLoop, 'company_id' | 'product_id'> {
  readonly product_id: string | null;
  readonly to_warehouse_id: string | null;
  readonly from_warehouse_id: string | null;
}

/** What the number of cards of a loop is counted from, beside the loop's own figures. */
export interface LoopUse {
  readonly loop_id: string;
  readonly used: number;
  readonly working_days: number;
}

@Injectable()
export class LoopsRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<LoopDto>> {
    return this.db.page<LoopDto>(LOOPS, query, loopScope());
  }

  /** @throws NOT_FOUND also outside the caller's companies, departments and warehouses */
  async get(id: string): Promise<LoopDto> {
    const loop = await this.db.listed<LoopDto>(LOOPS, id, loopScope());
    if (!loop) throw notFound('Loop', id);
    return loop;
  }

  references(named: NamedByLoop): Promise<LoopReferences> {
    return this.db.one<LoopReferences>(
      `select p.id as product_id, d.id as department_id, s.id as supplier_id, m.id as source_department_id, c.id as calendar_id,
              t.id as to_location_id, t.warehouse_id as to_warehouse_id, f.id as from_location_id, f.warehouse_id as from_warehouse_id
         from (select 1) once
         left join erp.products p on p.id = $2 and p.is_active and p.type <> 'service'
         left join erp.departments d on d.id = $3 and d.company_id = $1 and d.is_active
         left join erp.kanban_boards b on b.department_id = d.id
         left join erp.suppliers s on s.id = $5 and s.is_active
         left join erp.departments m on m.id = $7 and m.company_id = $1 and m.is_active
         left join erp.calendars c on c.id = $8 and c.is_active
         left join erp.locations t on t.id = coalesce($4, b.to_location_id) and t.company_id = $1 and t.warehouse_id is not null and t.is_active and not t.is_owned
         left join erp.locations f on f.id = coalesce($6, b.from_location_id) and f.company_id = $1 and f.warehouse_id is not null and f.is_active and not f.is_owned`,
      [
        named.company_id,
        named.product_id,
        named.department_id,
        named.to_location_id,
        named.supplier_id,
        named.from_location_id,
        named.source_department_id,
        named.calendar_id,
      ],
    );
  }

  /**
   * What was used at the places of loops in the whole days before today that each looks at: what left for customers and production, less what came
   * back and what was taken back. One statement for any number of loops.
   */
  uses(ids: readonly string[]): Promise<LoopUse[]> {
    return this.db.query<LoopUse>(
      `select l.id as loop_id, erp.kanban_working_days(l.calendar_id, current_date - l.demand_days, current_date) as working_days,
              least(greatest(coalesce(u.quantity, 0), 0), 9007199254740991)::bigint as used
         from erp.kanban_loops l
         join erp.locations place on place.id = l.to_location_id
         cross join lateral (
           select sum(case when m.type = 'return' then -g.quantity else g.quantity end) as quantity
             from erp.stock_ledgers g
             join erp.stock_movements m on m.id = g.movement_id
             join erp.locations f on f.id = g.from_location_id
             join erp.locations t on t.id = g.to_location_id
            where g.product_id = l.product_id and g.recorded_at >= (current_date - l.demand_days)::timestamptz
              and m.effective_at >= current_date - l.demand_days and m.effective_at < current_date
              and (m.type in ('issue', 'production_consumption') and f.path >= place.path and f.path < place.path || '~'
                or m.type = 'return' and f.type in ('customer', 'production') and t.path >= place.path and t.path < place.path || '~')
              and not exists (select from erp.stock_movements x where x.reverses_id = m.id)) u
        where l.id = any($1::uuid[]) and l.demand_source = 'actual'`,
      [ids],
    );
  }

  /** Locks loops until the end of the transaction, in the order of their ids; everything that happens to their cards waits for it. */
  async lock(ids: readonly string[]): Promise<void> {
    await this.db.query('select id from erp.kanban_loops where id = any($1::uuid[]) order by id for update', [ids]);
  }
}

import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { StockCountDto, PlanRowDto } from './counts.dto.js';

const COUNTS = defineList({
  select: `s.id, s.number, s.company_id, s.warehouse_id, s.location_id, l.code as location_code, s.mode, s.state, s.round, s.category_id, s.tolerance_percent,
    s.tolerance_value, s.notes, c.lines, c.open_lines, c.recount_lines, s.started_at, s.approved_by, s.approved_at, s.posted_at, s.movement_id, s.created_by,
    s.version, s.created_at, s.updated_at`,
  from: `erp.stock_counts s join erp.locations l on l.id = s.location_id
    cross join lateral (select count(*)::integer as lines, (count(*) filter (where x.state = 'open'))::integer as open_lines,
      (count(*) filter (where x.state = 'recount'))::integer as recount_lines from erp.stock_count_lines x where x.count_id = s.id) c`,
  id: 's.id',
  sorts: { created_at: 's.created_at' },
  default_sort: '-created_at',
  search: ['s.number', 'l.code'],
  filters: { company_id: 's.company_id = ?', warehouse_id: 's.warehouse_id = ?', state: 's.state = ?' },
});

/** The place of a count. */
export interface CountPlace {
  readonly id: string;
  readonly company_id: string;
  readonly warehouse_id: string | null;
  readonly path: string;
  readonly is_virtual: boolean;
}

const scope = () => scopeWhere({ company: 's.company_id', warehouse: 's.warehouse_id' });

@Injectable()
export class CountsRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<StockCountDto>> {
    return this.db.page<StockCountDto>(COUNTS, query, scope());
  }

  find(id: string): Promise<StockCountDto | null> {
    return this.db.listed<StockCountDto>(COUNTS, id, scope());
  }

  place(locationId: string): Promise<CountPlace | null> {
    return this.db.maybe<CountPlace>(
      'select id, company_id, warehouse_id, path, is_virtual from erp.locations where id = $1',
      [locationId],
    );
  }

  /** One line for each product and lot that lies in the place of a count. @returns how many there are */
  async drawLines(countId: string): Promise<number> {
    const { lines } = await this.db.one<{ lines: number }>(
      `with line as (
         insert into erp.stock_count_lines (count_id, product_id, location_id, lot_id, book_quantity)
         select s.id, b.product_id, b.location_id, b.lot_id, b.on_hand
           from erp.stock_counts s
           join erp.locations root on root.id = s.location_id
           join erp.locations l on l.path >= root.path and l.path < root.path || '~'
           join erp.stock_balances b on b.location_id = l.id and b.on_hand > 0
           join erp.products p on p.id = b.product_id
          where s.id = $1 and (s.product_ids is null or p.id = any(s.product_ids)) and (s.category_id is null or p.category_id = s.category_id)
         returning 1)
       select count(*)::integer as lines from line`,
      [countId],
    );
    return lines;
  }

  /** Makes what is counted stand still; the books of its lines are those of that moment. */
  async freeze(countId: string): Promise<void> {
    await this.db.one('select erp.freeze_counted_stock($1) as frozen', [countId]);
  }

  /** Which lines agree and which must be counted again. */
  judge(countId: string): Promise<{ recount: number; uncounted: number }> {
    return this.db.one<{ recount: number; uncounted: number }>(
      'select recount, uncounted from erp.judge_stock_count($1)',
      [countId],
    );
  }

  /** Whether somebody has counted in it. */
  async hasCounted(countId: string, userId: string): Promise<boolean> {
    const found = await this.db.maybe(
      `select 1 as one from erp.stock_count_lines c join erp.stock_count_entries e on e.line_id = c.id where c.count_id = $1 and e.created_by = $2 limit 1`,
      [countId, userId],
    );
    return found !== null;
  }

  /** The differences to post. */
  differences(
    countId: string,
  ): Promise<{ product_id: string; location_id: string; lot_id: string | null; variance_quantity: number }[]> {
    return this.db.query(
      `select product_id, location_id, lot_id, variance_quantity from erp.stock_count_lines where count_id = $1 and variance_quantity <> 0
        order by product_id, location_id, lot_id`,
      [countId],
    );
  }

  /** ABC classes by the value used: A to 80 % of it, B to 95 %, C the rest; with the last count in this place. */
  plan(
    path: string,
    days: number,
    every: { A: number; B: number; C: number },
    onlyDue: boolean,
  ): Promise<PlanRowDto[]> {
    return this.db.query<PlanRowDto>(
      `with here as (
         select l.id from erp.locations l where l.path >= $1 and l.path < $1 || '~'
       ), stock as (
         select b.product_id, sum(b.on_hand)::bigint as on_hand from erp.stock_balances b where b.location_id in (select id from here) and b.on_hand > 0 group by 1
       ), used as (
         select l.product_id, sum(l.value) as value from erp.stock_ledgers l
           join erp.locations t on t.id = l.to_location_id and t.type in ('customer', 'production')
          where l.recorded_at >= now() - make_interval(days => $2) and l.from_location_id in (select id from here) group by 1
       ), ranked as (
         select stock.product_id, stock.on_hand, coalesce(used.value, 0) as used_value,
                sum(coalesce(used.value, 0)) over (order by coalesce(used.value, 0) desc, stock.product_id) - coalesce(used.value, 0) as before,
                sum(coalesce(used.value, 0)) over () as total
           from stock left join used on used.product_id = stock.product_id
       ), classed as (
         select r.*, case when r.used_value = 0 then 'C' when r.before < r.total * 0.80 then 'A' when r.before < r.total * 0.95 then 'B' else 'C' end as abc_class,
                (select max(s.posted_at) from erp.stock_count_lines c join erp.stock_counts s on s.id = c.count_id and s.state = 'posted'
                  where c.product_id = r.product_id and c.location_id in (select id from here)) as last_counted_at
           from ranked r
       ), dated as (
         select c.*, coalesce(c.last_counted_at < now() - make_interval(days => case c.abc_class when 'A' then $3::integer when 'B' then $4::integer else $5::integer end), true) as is_due
           from classed c
       )
       select d.product_id, p.sku, d.abc_class, d.used_value::numeric(15,2) as used_value, d.on_hand, d.last_counted_at, d.is_due
         from dated d join erp.products p on p.id = d.product_id where d.is_due or not $6 order by d.abc_class, d.used_value desc, p.sku limit 10000`,
      [path, days, every.A, every.B, every.C, onlyDue],
    );
  }
}

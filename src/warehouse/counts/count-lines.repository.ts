import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import type { CountDifferenceDto, CountLineDto } from './counts.dto.js';

const BLIND = `x.id, x.product_id, p.sku, p.name as product_name, x.location_id, l.code as location_code, x.lot_id, t.code as lot_code, x.state, x.is_unexpected`;

const list = (select: string) =>
  defineList({
    select,
    from: `erp.stock_count_lines x join erp.products p on p.id = x.product_id join erp.locations l on l.id = x.location_id left join erp.lots t on t.id = x.lot_id
      left join erp.stock_valuations v on v.product_id = x.product_id and v.area_id = l.valuation_area_id`,
    id: 'x.id',
    sorts: { location_code: 'l.code', sku: 'p.sku' },
    default_sort: 'location_code',
    search: ['p.sku', 'l.code', 't.code'],
    filters: { state: 'x.state = ?', product_id: 'x.product_id = ?', location_id: 'x.location_id = ?' },
  });

/** What a counter may see: nothing of the books. */
const LINES = list(BLIND);
const DIFFERENCES = list(
  `${BLIND}, x.book_quantity, x.counted_quantity, x.variance_quantity,
   round(x.variance_quantity * coalesce(v.value / nullif(v.quantity, 0), p.standard_cost), 2) as variance_value,
   (select count(distinct e.created_by)::integer from erp.stock_count_entries e where e.line_id = x.id) as people,
   erp.units_said('stock_count_entry', (select e.id from erp.stock_count_entries e where e.line_id = x.id order by e.round desc, e.created_at desc limit 1)) as units`,
);

/** An entry that cannot be taken; `entry` counts from one. */
export interface EntryFault {
  readonly entry: number;
  readonly code: string;
  readonly field: string;
}

/** What stands in one line of a count, in pieces. */
export interface CountedEntry {
  readonly line_id?: string | null | undefined;
  readonly product_id?: string | null | undefined;
  readonly location_id?: string | null | undefined;
  readonly lot_id?: string | null | undefined;
  readonly quantity: number;
}

/** The product, place and lot of a line. */
export interface CountedPlace {
  readonly id: string;
  readonly product_id: string;
  readonly location_id: string;
  readonly lot_id: string | null;
}

@Injectable()
export class CountLinesRepository {
  constructor(private readonly db: Database) {}

  lines(countId: string, query: ListParameters): Promise<Page<CountLineDto>> {
    return this.db.page<CountLineDto>(LINES, query, { where: 'x.count_id = ?::uuid', params: [countId] });
  }

  differences(countId: string, query: ListParameters): Promise<Page<CountDifferenceDto>> {
    return this.db.page<CountDifferenceDto>(DIFFERENCES, query, { where: 'x.count_id = ?::uuid', params: [countId] });
  }

  /** Takes entries in one statement. @returns what is wrong with any of them */
  enter(countId: string, path: string, entries: readonly CountedEntry[], partial: boolean): Promise<EntryFault[]> {
    return this.db.query<EntryFault>('select entry, code, field from erp.enter_stock_count($1, $2, $3::jsonb, $4)', [
      countId,
      path,
      JSON.stringify(entries),
      partial,
    ]);
  }

  /** What lines of a count are of. */
  async places(countId: string, lineIds: readonly string[]): Promise<Map<string, CountedPlace>> {
    const rows = await this.db.query<CountedPlace>(
      'select id, product_id, location_id, lot_id from erp.stock_count_lines where count_id = $1 and id = any($2::uuid[])',
      [countId, lineIds],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** The entries that the caller has just made of these products, places and lots, by them. */
  async entriesMade(countId: string, keys: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.db.query<{ id: string; key: string }>(
      `select e.id, k.key
         from unnest($2::text[]) k (key)
         join erp.stock_count_lines x on x.count_id = $1 and concat_ws(' ', x.product_id, x.location_id, x.lot_id) = k.key
         join erp.stock_counts s on s.id = x.count_id
         join erp.stock_count_entries e on e.line_id = x.id and e.round = s.round and e.created_by = erp.current_actor()`,
      [countId, keys],
    );
    return new Map(rows.map(({ id, key }) => [key, id]));
  }

  /** Enters zero for every line that nobody has counted. */
  async enterZeros(countId: string, path: string): Promise<void> {
    const open = await this.db.query<{ line_id: string }>(
      `select id as line_id from erp.stock_count_lines where count_id = $1 and state = 'open'`,
      [countId],
    );
    if (open.length > 0)
      await this.enter(
        countId,
        path,
        open.map(({ line_id }) => ({ line_id, quantity: 0 })),
        false,
      );
  }
}

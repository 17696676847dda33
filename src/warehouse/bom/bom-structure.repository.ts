import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { BomStructure, StructureBom } from './bom-structure.js';

/** Which bill to open, for which day, and how far. */
export interface StructureRequest {
  /** This bill, whatever its state; when not given, the active one of the product. */
  readonly bom_id?: string | undefined;
  readonly product_id?: string | undefined;
  /** `YYYY-MM-DD`; today in the factory's time zone when not given. */
  readonly date?: string | undefined;
  /** Every level below, or only the phantoms that belong to the first one. */
  readonly whole: boolean;
}

/** A structure, and whether its root is active and valid on the day. */
export type LoadedStructure = BomStructure & { readonly is_valid: boolean };

/**
 * Every bill that the root needs on a day, each once however often it is used: one row for each, lines and substitutes in it.
 * A visited bill is not visited again, so the statement ends after as many rows as there are bills. Days are compared one by one:
 * with the range of the exclusion constraint the planner would read every bill that holds on the day.
 */
const STRUCTURE = /* sql */ `
with recursive asked as (
  select coalesce($3::date, current_date) as day
), tree (bom_id) as (
  select b.id from erp.boms b where b.id = $1::uuid
  union all
  select b.id from erp.boms b cross join asked
   where $1::uuid is null and b.product_id = $2::uuid and b.state = 'active'
     and asked.day between coalesce(b.valid_from, '-infinity') and coalesce(b.valid_to, 'infinity')
  union
  select child.id
    from tree
    cross join asked
    join erp.bom_lines l on l.bom_id = tree.bom_id and asked.day between coalesce(l.valid_from, '-infinity') and coalesce(l.valid_to, 'infinity')
    join erp.boms child on child.product_id = l.component_id and child.state = 'active'
     and asked.day between coalesce(child.valid_from, '-infinity') and coalesce(child.valid_to, 'infinity')
   where (l.kind = 'component' and $4::boolean) or child.type = 'phantom'
)
select asked.day as date, b.state = 'active' and asked.day between coalesce(b.valid_from, '-infinity') and coalesce(b.valid_to, 'infinity') as is_valid,
       b.id, b.product_id, p.sku, p.name, b.revision, b.type, b.state, b.version, b.output_quantity,
       coalesce((
         select json_agg(json_build_object(
             'id', l.id, 'line_no', l.line_no, 'kind', l.kind, 'component_id', l.component_id, 'sku', c.sku, 'name', c.name,
             'quantity', l.quantity, 'scrap_percent', l.scrap_percent::text, 'cost_share_percent', l.cost_share_percent::text,
             'operation', l.operation, 'issue_method', l.issue_method,
             'substitutes', coalesce((
               select json_agg(json_build_object('component_id', s.component_id, 'sku', sp.sku, 'preference', s.preference,
                                                 'quantity', s.quantity) order by s.preference)
                 from erp.bom_line_substitutes s join erp.products sp on sp.id = s.component_id
                where s.bom_line_id = l.id), '[]')
           ) order by l.line_no)
           from erp.bom_lines l join erp.products c on c.id = l.component_id
          where l.bom_id = b.id and asked.day between coalesce(l.valid_from, '-infinity') and coalesce(l.valid_to, 'infinity')), '[]') as lines
  from tree
  cross join asked
  join erp.boms b on b.id = tree.bom_id
  join erp.products p on p.id = b.product_id`;

/**
 * Where a product is used: upwards from it, level by level; a line is shown at its nearest level. `lateral (... offset 0)` makes each
 * step ask the indexes for one product.
 */
const WHERE_USED = /* sql */ `
with recursive up (bom_line_id, component_id, product_id, level) as (
  select e.bom_line_id, e.component_id, e.product_id, 1 from erp.bom_edges e where e.component_id = $1::uuid
  union
  select e.bom_line_id, e.component_id, e.product_id, up.level + 1
    from up
    cross join lateral (
      select e.bom_line_id, e.component_id, e.product_id from erp.bom_edges e where e.component_id = up.product_id offset 0
    ) e
   where up.level < $2
)
select min(up.level) as level, up.component_id, c.sku as component_sku,
       case when l.component_id = up.component_id then 'component' else 'substitute' end as used_as,
       b.id as bom_id, b.product_id, p.sku, p.name, b.revision, b.type, b.state, b.output_quantity,
       l.id as bom_line_id, l.line_no, l.quantity, l.scrap_percent, l.valid_from, l.valid_to
  from up
  join erp.bom_lines l on l.id = up.bom_line_id
  join erp.boms b on b.id = l.bom_id
  join erp.products p on p.id = b.product_id
  join erp.products c on c.id = up.component_id
 where ($3::date is null or (daterange(l.valid_from, l.valid_to, '[]') @> $3::date and daterange(b.valid_from, b.valid_to, '[]') @> $3::date))
   and ($4::text is null or b.state = $4)
 group by up.component_id, c.id, l.id, b.id, p.id
 order by min(up.level), p.sku, b.revision, l.line_no
 limit $5`;

/** One line that uses a product, or something made with it. */
export interface Usage {
  readonly level: number;
  readonly component_id: string;
  readonly component_sku: string;
  readonly used_as: 'component' | 'substitute';
  readonly bom_id: string;
  readonly product_id: string;
  readonly sku: string;
  readonly name: string;
  readonly revision: string;
  readonly type: string;
  readonly state: string;
  readonly output_quantity: number;
  readonly bom_line_id: string;
  readonly line_no: number;
  readonly quantity: number;
  readonly scrap_percent: string;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
}

/** The bills as a graph. */
@Injectable()
export class BomStructureRepository {
  constructor(private readonly db: Database) {}

  /** The bill asked for with all that lies below it, in one statement; null when there is no such bill. */
  async load({ bom_id, product_id, date, whole }: StructureRequest): Promise<LoadedStructure | null> {
    const rows = await this.db.query<StructureBom & { date: string; is_valid: boolean }>(STRUCTURE, [
      bom_id ?? null,
      product_id ?? null,
      date ?? null,
      whole,
    ]);
    const root = rows.find((row) => (bom_id === undefined ? row.product_id === product_id : row.id === bom_id));
    if (!root) return null;
    const active = rows.filter((row) => row.is_valid || row === root);
    return {
      date: root.date,
      is_valid: root.is_valid,
      root,
      bom_of: new Map(active.map((row) => [row.product_id, row])),
    };
  }

  /** @param levels how far up; @param limit at most so many rows, one more is read to know whether there are more */
  usages(
    productId: string,
    levels: number,
    filter: { date?: string; state?: string },
    limit: number,
  ): Promise<Usage[]> {
    return this.db.query<Usage>(WHERE_USED, [productId, levels, filter.date ?? null, filter.state ?? null, limit]);
  }
}

import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { RuleTrialDto, RuleTrialQuery } from './stock-account-rules.dto.js';
import type { StockBookLineDto, StockBooksDto } from './stock-books.dto.js';

/** What one run took, and the entries that it has to post. */
export interface BookedStock {
  readonly run_id: string;
  readonly movements: number;
  readonly adjustments: number;
  readonly value: string;
  readonly more: boolean;
  readonly entries: readonly {
    readonly booked_on: string;
    readonly lines: readonly { readonly account_id: string; readonly amount: string }[];
  }[];
}

const LINES = defineList({
  select: `l.id, l.run_id, l.company_id, l.booked_on, e.id as entry_id, e.number as entry_number, l.account_id, a.number as account_number, l.role, l.product_id,
    p.sku, l.leg, l.source_type, l.adjustment_type, l.amount, u.created_at`,
  from: `erp.stock_book_lines l join erp.stock_book_runs u on u.id = l.run_id join erp.accounts a on a.id = l.account_id
    left join erp.products p on p.id = l.product_id
    left join erp.journal_entries e on e.source_id = l.run_id and e.source_kind = 'stock_books' and e.entry_date = l.booked_on`,
  id: 'l.id',
  sorts: { booked_on: 'l.booked_on' },
  default_sort: '-booked_on',
  search: ['a.number', 'p.sku', 'e.number'],
  filters: {
    company_id: 'l.company_id = ?',
    account_id: 'l.account_id = ?',
    product_id: 'l.product_id = ?',
    entry_id: 'e.id = ?',
    leg: 'l.leg = ?',
    source_type: 'l.source_type = ?',
    from: 'l.booked_on >= ?::date',
    to: 'l.booked_on <= ?::date',
  },
});

@Injectable()
export class StockBooksRepository {
  constructor(private readonly db: Database) {}

  lines(query: ListParameters): Promise<Page<StockBookLineDto>> {
    return this.db.page<StockBookLineDto>(LINES, query, scopeWhere({ company: 'l.company_id' }));
  }

  /** Companies whose books have accounts for what modules post. */
  async companies(): Promise<string[]> {
    const rows = await this.db.query<{ company_id: string }>(
      'select distinct r.company_id from erp.account_roles r order by r.company_id',
    );
    return rows.map(({ company_id }) => company_id);
  }

  /** Whether anything would be posted now. */
  async isBehind(companyId: string): Promise<boolean> {
    const { is_behind } = await this.db.one<{ is_behind: boolean }>(
      `select exists (select from erp.account_roles r where r.company_id = $1)
          and (b.company_id is null
               or exists (select from erp.stock_movements m where m.id > b.booked_through and m.company_id = $1
                             and not exists (select from erp.stock_booked_rows k where k.id = m.id))
               or exists (select from erp.stock_value_adjustments a where a.id > b.booked_through and a.company_id = $1
                             and not exists (select from erp.stock_booked_rows k where k.id = a.id))) as is_behind
         from (select $1::uuid as id) c left join erp.stock_books b on b.company_id = c.id`,
      [companyId],
    );
    return is_behind;
  }

  /** Takes what is not booked, at most so many movements and as many adjustments. @throws ACCOUNT_ROLE_MISSING */
  async book(companyId: string, limit: number, anew: boolean): Promise<BookedStock> {
    const { booked } = await this.db.one<{ booked: BookedStock }>('select erp.book_stock($1, $2, $3) as booked', [
      companyId,
      limit,
      anew,
    ]);
    return booked;
  }

  /** How far the books of a company have come, and what stock is worth in them and in the ledger, in one look. */
  standing(companyId: string): Promise<StockBooksDto> {
    return this.db.one<StockBooksDto>(
      `select $1::uuid as company_id, b.booked_at, cardinality(n.movements) as movements_waiting, cardinality(n.adjustments) as adjustments_waiting,
              w.value::numeric(18,2) as value_waiting, k.value::numeric(18,2) as booked_value, s.value::numeric(18,2) as stock_value,
              (s.value - k.value - w.value)::numeric(18,2) as difference
         from (select $1::uuid as id) c
         left join erp.stock_books b on b.company_id = c.id
        cross join lateral erp.stock_not_booked(c.id) n
        cross join lateral (select coalesce(sum(g.amount) filter (where g.leg = 'inventory'), 0) as value
                              from erp.stock_value_legs(c.id, n.movements, n.adjustments) g) w
        cross join lateral (select coalesce(sum(y.value), 0) as value from erp.stock_account_balances y where y.company_id = c.id) k
        cross join lateral (select coalesce(sum(v.value), 0) as value from erp.stock_valuations v left join erp.locations l on l.id = v.area_id
                             where coalesce(l.company_id, v.area_id) = c.id) s`,
      [companyId],
    );
  }

  ruleFor(companyId: string, leg: Omit<RuleTrialQuery, 'company_id'>): Promise<RuleTrialDto> {
    return this.db.one<RuleTrialDto>(
      `select r.rule_id, r.role, r.account_id, a.number as account_number, a.name as account_name
         from erp.stock_account_rule($1, $2, $3, $4, $5, $6) r left join erp.accounts a on a.id = r.account_id`,
      [
        companyId,
        leg.leg,
        leg.location_type ?? null,
        leg.source_type ?? null,
        leg.adjustment_type ?? null,
        leg.product_id ?? null,
      ],
    );
  }
}

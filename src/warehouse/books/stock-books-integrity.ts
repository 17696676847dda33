import { Injectable } from '@nestjs/common';
import { Database, holdRules } from '../../kernel/database/index.js';
import type { Invariant } from '../../kernel/database/index.js';

/** Holds the books against the stock ledger, for `pabrik check` and the integrity route. Reads only. */
@Injectable()
export class StockBooksIntegrity {
  constructor(private readonly db: Database) {}

  check(): Promise<Invariant[]> {
    return holdRules(this.db, RULES, {
      count: 'select count(*)::integer as count from erp.stock_account_balances',
      violations: VIOLATIONS,
    });
  }
}

const RULES = {
  inventory_accounts_equal_ledger:
    'What of the stock of a product is in the books, with what waits for them, is what the stock ledger says it is worth.',
  work_in_progress_equals_ledger:
    'What is in production by the books, with what waits for them, is what went in less what came out.',
  stock_entries_equal_their_lines:
    'The entries of stock are the sum of what they are made of, and alone on the accounts of inventory.',
};

/** Companies whose stock is in the books. Work in progress is told where no month of the ledger was taken out. */
const VIOLATIONS = /* sql */ `
with waiting as (
  select b.company_id, g.product_id, g.leg, sum(g.amount) as amount
    from erp.stock_books b cross join lateral erp.stock_not_booked(b.company_id) n
   cross join lateral erp.stock_value_legs(b.company_id, n.movements, n.adjustments) g
   where g.leg in ('inventory', 'work_in_progress') group by b.company_id, g.product_id, g.leg
), stock as (
  select s.company_id, s.product_id, sum(s.booked) as booked, sum(s.waiting) as waiting, sum(s.worth) as worth
    from (select y.company_id, y.product_id, y.value as booked, 0 as waiting, 0 as worth from erp.stock_account_balances y
          union all select w.company_id, w.product_id, 0, w.amount, 0 from waiting w where w.leg = 'inventory'
          union all select b.company_id, v.product_id, 0, 0, v.value from erp.stock_valuations v left join erp.locations l on l.id = v.area_id
                      join erp.stock_books b on b.company_id = coalesce(l.company_id, v.area_id)) s
   group by s.company_id, s.product_id
), production as (
  select p.company_id, sum(p.booked) as booked, sum(p.waiting) as waiting, sum(p.worth) as worth
    from (select l.company_id, l.amount as booked, 0 as waiting, 0 as worth from erp.stock_book_lines l where l.leg = 'work_in_progress'
          union all select w.company_id, 0, w.amount, 0 from waiting w where w.leg = 'work_in_progress'
          union all select f.company_id, 0, 0, -l.value from erp.locations f join erp.stock_ledgers l on l.from_location_id = f.id where f.type = 'production'
          union all select t.company_id, 0, 0, l.value from erp.locations t join erp.stock_ledgers l on l.to_location_id = t.id where t.type = 'production'
          union all select a.company_id, 0, 0, a.wip_value from erp.stock_value_adjustments a) p
    join erp.stock_books b on b.company_id = p.company_id group by p.company_id
), entries as (
  select x.company_id, x.account_id, sum(x.lines) as lines, sum(x.journal) as journal
    from (select l.company_id, l.account_id, l.amount as lines, 0 as journal from erp.stock_book_lines l
          union all
          select e.company_id, j.account_id, 0, j.debit - j.credit from erp.journal_entries e join erp.journal_lines j on j.entry_id = e.id
            join erp.accounts a on a.id = j.account_id
           where e.state = 'posted' and (e.source_kind = 'stock_books' or a.control = 'inventory')) x
   group by x.company_id, x.account_id
), fault as (
  select 'inventory_accounts_equal_ledger' as name, jsonb_build_object('company_id', s.company_id, 'product_id', s.product_id, 'booked', s.booked::text,
           'waiting', s.waiting::text, 'worth', s.worth::text) as sample
    from stock s where s.booked + s.waiting <> s.worth
  union all
  select 'work_in_progress_equals_ledger', jsonb_build_object('company_id', p.company_id, 'booked', p.booked::text, 'waiting', p.waiting::text, 'worth', p.worth::text)
    from production p where p.booked + p.waiting <> p.worth and erp.archived_through('stock_ledgers') is null
  union all
  select 'stock_entries_equal_their_lines', jsonb_build_object('company_id', x.company_id, 'account', a.number, 'lines', x.lines::text, 'journal', x.journal::text)
    from entries x join erp.accounts a on a.id = x.account_id where x.lines <> x.journal
)
select f.name, count(*)::integer as violations, jsonb_path_query_array(jsonb_agg(f.sample), '$[0 to 9]') as samples from fault f group by f.name`;

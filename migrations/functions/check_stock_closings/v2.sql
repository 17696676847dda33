create or replace function erp.check_stock_closings()
returns table (name text, description text, checked bigint, violations bigint, sample jsonb)
language sql stable security definer
set search_path = erp, pg_temp
set jit = off
as $$
-- Whether the ledger still says of each hard-closed month what was frozen at its closing, in the form of check_stock_integrity: the books
-- were closed with these figures, so nothing may have become effective before their moment since. Months closed before figures were
-- frozen have none, and those before the end of what was archived cannot be reckoned again.
  with closing as materialized (
    select distinct on (p.id) c.id, p.company_id, p.month, c.closed_through
      from erp.stock_periods p join erp.stock_closings c on c.period_id = p.id
     where p.state = 'hard_closed' and c.closed_through >= coalesce(erp.archived_through('stock_ledgers'), '-infinity') order by p.id, c.closing_no desc
  ), now_said as (
    select c.id as closing_id, s.product_id, s.area_id, s.quantity, s.value
      from (select distinct closed_through from closing) moment
     cross join lateral erp.stock_value_as_of(moment.closed_through, true, null) s
      left join erp.locations w on w.id = s.area_id
      join closing c on c.company_id = coalesce(w.company_id, s.area_id) and c.closed_through = moment.closed_through
  ), off as (
    select closing_id, product_id, area_id, sum(quantity) as quantity_off, sum(value) as value_off from (
      select closing_id, product_id, area_id, quantity, value from now_said
      union all select closing_id, product_id, area_id, -quantity, -value from erp.stock_closing_values where closing_id in (select id from closing)) leg
     group by 1, 2, 3 having sum(quantity) <> 0 or sum(value) <> 0
  ), broken as (
    select jsonb_build_object('month', p.month, 'company_id', p.company_id, 'product_id', o.product_id, 'area_id', o.area_id,
             'quantity_off', o.quantity_off, 'value_off', o.value_off::text) as row
      from off o join closing p on p.id = o.closing_id
  )
  select 'closing_equals_ledger', 'The value as of the end of each hard-closed month equals the figures frozen at its closing',
         (select count(*) from closing), (select count(*) from broken), (select coalesce(jsonb_agg(b.row), '[]') from (select row from broken limit 5) b)
$$;

create or replace function erp.check_stock_closings()
returns table (name text, description text, checked bigint, violations bigint, sample jsonb)
language sql stable security definer
set search_path = erp, pg_temp
set jit = off
as $$
-- Whether the ledger still says of each hard-closed month what was frozen at its closing, in the form of check_stock_integrity: the books
-- were closed with these figures, so nothing may have become effective before their moment since. Months closed before figures were
-- frozen have none.
  with closing as materialized (
    select id, company_id, month, closed_through from erp.stock_periods where closed_through is not null
  ), now_said as (
    select c.id as period_id, s.product_id, s.area_id, s.quantity, s.value
      from (select distinct closed_through from closing) moment
     cross join lateral erp.stock_value_as_of(moment.closed_through, true, null) s
      left join erp.locations w on w.id = s.area_id
      join closing c on c.company_id = coalesce(w.company_id, s.area_id) and c.closed_through = moment.closed_through
  ), off as (
    select period_id, product_id, area_id, sum(quantity) as quantity_off, sum(value) as value_off from (
      select period_id, product_id, area_id, quantity, value from now_said
      union all select period_id, product_id, area_id, -quantity, -value from erp.stock_closing_values) leg
     group by 1, 2, 3 having sum(quantity) <> 0 or sum(value) <> 0
  ), broken as (
    select jsonb_build_object('month', p.month, 'company_id', p.company_id, 'product_id', o.product_id, 'area_id', o.area_id,
             'quantity_off', o.quantity_off, 'value_off', o.value_off::text) as row
      from off o join erp.stock_periods p on p.id = o.period_id
  )
  select 'closing_equals_ledger', 'The value as of the end of each hard-closed month equals the figures frozen at its closing',
         (select count(*) from closing), (select count(*) from broken), (select coalesce(jsonb_agg(b.row), '[]') from (select row from broken limit 5) b)
$$;

create or replace function erp.fn_apply_stock_value_adjustment() returns trigger
language plpgsql security definer
set search_path = erp, pg_temp
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
-- Invariant: valuation value = sum of ledger value and value adjustments. Value needs stock to lie on: an adjustment of
-- something that is not there is refused (the CHECKs of stock_valuations refuse value without quantity).
declare
  wanted bigint; done bigint;
begin
  with change as materialized (
    select product_id, area_id, sum(value) as value from new_rows where value <> 0
     group by product_id, area_id having sum(value) <> 0 order by product_id, area_id
  ), valuation as (
    update erp.stock_valuations v set value = v.value + c.value from change c
     where v.product_id = c.product_id and v.area_id = c.area_id returning 1
  )
  select (select count(*) from change), (select count(*) from valuation) into wanted, done;
  if done < wanted then
    raise exception using errcode = '23514', constraint = 'ck_stock_valuations_nothing_has_no_value', table = 'stock_valuations',
      message = 'There is no stock to carry this value.';
  end if;
  return null;
end
$$;

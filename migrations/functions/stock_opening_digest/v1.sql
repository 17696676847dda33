create or replace function erp.stock_opening_digest(p_month date)
returns table (opening_rows bigint, opening_quantity numeric, opening_value numeric, opening_digest text)
language sql stable security definer
set search_path = pg_catalog, erp, pg_temp
as $$
  -- What the snapshot of a month says, as figures and as one digest over all its rows in the order of their keys.
  select q.n + v.n, q.quantity, v.value, encode(sha256(convert_to(q.rows || '|' || v.rows, 'UTF8')), 'hex')
    from (select count(*) as n, coalesce(sum(s.quantity), 0) as quantity,
                 coalesce(string_agg(s.product_id || ' ' || s.location_id || ' ' || coalesce(s.lot_id::text, '-') || ' ' || s.quantity, ','
                   order by s.product_id, s.location_id, s.lot_id), '') as rows
            from erp.stock_snapshot_quantities s where s.month = p_month) q,
         (select count(*) as n, coalesce(sum(s.value), 0) as value,
                 coalesce(string_agg(s.product_id || ' ' || s.area_id || ' ' || s.quantity || ' ' || s.value, ',' order by s.product_id, s.area_id), '') as rows
            from erp.stock_snapshot_values s where s.month = p_month) v
$$;

create or replace function erp.enter_stock_count(p_count_id uuid, p_location_path text, p_entries jsonb, p_partial boolean)
returns table (entry bigint, code text, field text, line_id uuid)
language sql
set search_path = erp, pg_temp
set enable_nestloop = off
as $$
-- Takes what was counted: an entry names a line, or a product, place and lot that may not have been expected there. Each entry keeps what
-- the books said at its moment, so that what moves before or after it is no difference. Answers a row for each fault; with any, nothing is
-- taken unless p_partial. A person does not count a line twice in a round, nor in a recount a line that he counted before.
-- A line is found by its id or by its product, place and lot in two joins: one with an `or` cannot be hashed and held each entry against each line. Of
-- what was taken a moment ago the planner knows nothing, and would do the same again without being told.
  with named (entry, line_id, product_id, location_id, lot_id, quantity, code, field) as materialized (
    select e.n, c.id, coalesce(c.product_id, e.product_id), coalesce(c.location_id, e.location_id), coalesce(c.lot_id, e.lot_id),
           case when e.quantity between 0 and 9007199254740991 and e.quantity = trunc(e.quantity) then e.quantity::bigint end,
           case
             when (e.quantity between 0 and 9007199254740991 and e.quantity = trunc(e.quantity)) is not true then 'INVALID_QUANTITY'
             when e.line_id is not null and c.id is null then 'REFERENCE_NOT_FOUND'
             when e.line_id is null and p.id is null then 'REFERENCE_NOT_FOUND'
             when e.line_id is null and (l.id is null or not starts_with(l.path, p_location_path)) then 'REFERENCE_NOT_FOUND'
             when e.line_id is null and p.tracking <> 'none' and e.lot_id is null then 'LOT_REQUIRED'
             when e.line_id is null and p.tracking = 'none' and e.lot_id is not null then 'LOT_NOT_TRACKED'
             when e.line_id is null and e.lot_id is not null and t.product_id is distinct from e.product_id then 'REFERENCE_NOT_FOUND'
             when c.state in ('agreed') and s.round > 1 then 'LINE_AGREED'
             when exists (select from erp.stock_count_entries o where o.line_id = c.id and o.created_by = erp.current_actor() and (o.round = s.round or s.round > 1)) then 'COUNTED_BY_SAME_PERSON'
           end,
           case
             when (e.quantity between 0 and 9007199254740991 and e.quantity = trunc(e.quantity)) is not true then 'quantity'
             when e.line_id is not null then 'line_id'
             when p.id is null then 'product_id'
             when l.id is null or not starts_with(l.path, p_location_path) then 'location_id' else 'lot_id' end
      from rows from (jsonb_to_recordset(p_entries) as (line_id uuid, product_id uuid, location_id uuid, lot_id uuid, quantity numeric)) with ordinality
           as e (line_id, product_id, location_id, lot_id, quantity, n)
      join erp.stock_counts s on s.id = p_count_id
      left join erp.stock_count_lines i on i.count_id = p_count_id and i.id = e.line_id
      left join erp.stock_count_lines k on e.line_id is null and k.count_id = p_count_id and k.product_id = e.product_id and k.location_id = e.location_id
        and k.lot_id is not distinct from e.lot_id
      cross join lateral (select coalesce(i.id, k.id) as id, coalesce(i.product_id, k.product_id) as product_id, coalesce(i.location_id, k.location_id) as location_id,
        coalesce(i.lot_id, k.lot_id) as lot_id, coalesce(i.state, k.state) as state) c
      left join erp.products p on p.id = e.product_id and p.type <> 'service'
      left join erp.locations l on l.id = e.location_id and not l.is_virtual
      left join erp.lots t on t.id = e.lot_id
  ), judged as materialized (
    select d.entry, d.line_id, d.product_id, d.location_id, d.lot_id, d.quantity,
           coalesce(d.code, case when row_number() over (partition by d.product_id, d.location_id, d.lot_id order by d.entry) > 1 then 'DUPLICATE' end) as code,
           case when d.code is null then 'line_id' else d.field end as field
      from named d
  ), taken as materialized (
    select j.*, coalesce(b.on_hand, 0) as book_quantity from judged j
      left join erp.stock_balances b on b.product_id = j.product_id and b.location_id = j.location_id and b.lot_id is not distinct from j.lot_id
     where j.code is null and (p_partial or not exists (select from judged where judged.code is not null))
  ), counted as (
    insert into erp.stock_count_lines as c (count_id, product_id, location_id, lot_id, is_unexpected, state, counted_quantity, variance_quantity)
    select p_count_id, k.product_id, k.location_id, k.lot_id, true, 'counted', k.quantity, k.quantity - k.book_quantity from taken k order by k.product_id, k.location_id, k.lot_id
    on conflict (count_id, product_id, location_id, lot_id) do update
      set state = 'counted', counted_quantity = excluded.counted_quantity, variance_quantity = excluded.variance_quantity
    returning c.id, c.product_id, c.location_id, c.lot_id
  ), kept as (
    insert into erp.stock_count_entries (line_id, round, quantity, book_quantity)
    select c.id, s.round, k.quantity, k.book_quantity
      from counted c join taken k on k.product_id = c.product_id and k.location_id = c.location_id and k.lot_id is not distinct from c.lot_id
      join erp.stock_counts s on s.id = p_count_id
  )
  select j.entry, j.code, j.field, j.line_id from judged j where j.code is not null order by j.entry
$$;

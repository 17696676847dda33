create or replace function erp.rebuild_stock_balances(p_product_id uuid, p_reason text) returns uuid
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Makes balances and values what the ledger and the open reservations say, and touches no row that is so already. Nothing is posted or
-- reserved meanwhile: postings wait for the lock of their company, and every other writer for that of the tables, which are taken in the
-- order in which a posting takes them. What was changed stays written down. Layers of cost are not made anew: they have entries of their own.
declare
  v_rebuild uuid := uuid_v7();
begin
  perform pg_advisory_xact_lock(hashtextextended('stock_posting:' || id, 0)) from (select id from companies order by id) company;
  lock table stock_valuations, stock_balances in exclusive mode;

  insert into balance_rebuilds (id, product_id, reason, changed, created_by, request_id)
  select v_rebuild, p_product_id, p_reason, count(*), current_actor(), current_request_id() from stock_balance_differences(p_product_id);
  insert into balance_rebuild_changes (rebuild_id, place, kind, product_id, location_id, lot_id, area_id, quantity_before, quantity_after,
                                       reserved_before, reserved_after, value_before, value_after)
  select v_rebuild, row_number() over (), d.* from stock_balance_differences(p_product_id) d;

  update stock_balances b set on_hand = d.quantity_after, reserved = d.reserved_after
    from balance_rebuild_changes d
   where d.rebuild_id = v_rebuild and d.kind = 'balance' and b.product_id = d.product_id and b.location_id = d.location_id and b.lot_id is not distinct from d.lot_id;
  insert into stock_balances (product_id, location_id, lot_id, on_hand, reserved)
  select d.product_id, d.location_id, d.lot_id, d.quantity_after, d.reserved_after from balance_rebuild_changes d
   where d.rebuild_id = v_rebuild and d.kind = 'balance' on conflict do nothing;
  update stock_valuations v set quantity = d.quantity_after, value = d.value_after
    from balance_rebuild_changes d where d.rebuild_id = v_rebuild and d.kind = 'valuation' and v.product_id = d.product_id and v.area_id = d.area_id;
  insert into stock_valuations (product_id, area_id, quantity, value)
  select d.product_id, d.area_id, d.quantity_after, d.value_after from balance_rebuild_changes d where d.rebuild_id = v_rebuild and d.kind = 'valuation' on conflict do nothing;
  return v_rebuild;
end
$$;

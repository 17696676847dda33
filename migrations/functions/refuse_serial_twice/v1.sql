create or replace function erp.refuse_serial_twice(p_lots uuid[]) returns void
language plpgsql
set search_path = erp, pg_temp
as $$
-- Invariant: of a serial number there is one piece or none. Looks at what a posting has left of the serials that it brought in, whose
-- rows it has locked before: a second entry waits and then sees the first.
declare
  twice jsonb;
begin
  select jsonb_agg(jsonb_build_object('lot_id', t.id, 'code', t.code, 'product_id', t.product_id)) into twice
    from erp.lots t
   where t.id = any (p_lots) and (select sum(b.on_hand) from erp.stock_balances b where b.lot_id = t.id) > 1;
  if twice is not null then
    raise exception using errcode = 'PB409', constraint = 'SERIAL_IN_STOCK', message = 'A serial number is in stock already.', detail = jsonb_build_object('lots', twice)::text;
  end if;
end
$$;

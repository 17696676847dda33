create or replace function erp.refuse_blocked_lots(p_lots jsonb) returns void
language plpgsql
set search_path = erp, pg_temp
as $$
-- Refuses lots that must not leave now, all of them at once. p_lots is a list of {lot_id, reason}; a lot on hold weighs more than one past its day.
declare
  lots jsonb;
begin
  select jsonb_agg(distinct jsonb_build_object('lot_id', t.id, 'code', t.code, 'product_id', t.product_id, 'reason', b.reason, 'expires_on', t.expires_on))
    into lots from jsonb_to_recordset(p_lots) b (lot_id uuid, reason text) join erp.lots t on t.id = b.lot_id;
  if lots @? '$[*] ? (@.reason == "LOT_ON_HOLD")' then
    raise exception using errcode = 'PB409', constraint = 'LOT_ON_HOLD', message = 'A lot is on hold and must not leave.', detail = jsonb_build_object('lots', lots)::text;
  end if;
  raise exception using errcode = 'PB409', constraint = 'LOT_EXPIRED', message = 'A lot has expired and must not be used or sold.', detail = jsonb_build_object('lots', lots)::text;
end
$$;

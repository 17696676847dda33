create or replace function erp.month_is_sealed(p_table text, p_from timestamptz, p_to timestamptz) returns boolean
language plpgsql stable security definer
set search_path = erp, pg_temp
as $$
-- Whether every row of the audit or of the stock ledger that was recorded in a span is sealed. Reads past row security, which would
-- show a caller without a context an audit without rows.
declare
  last_id uuid;
begin
  if p_table = 'audit_logs' then
    select a.id into last_id from audit_logs a where a.recorded_at >= p_from and a.recorded_at < p_to order by a.id desc limit 1;
  else
    select l.id into last_id from stock_ledgers l where l.recorded_at >= p_from and l.recorded_at < p_to order by l.id desc limit 1;
  end if;
  return last_id is null or coalesce(last_id <= (select s.sealed_id from seal_streams s where s.stream = p_table), false);
end
$$;

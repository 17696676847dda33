create or replace function erp.ensure_stock_ledger_partitions(months_ahead integer default 3) returns integer
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariant: a posting always finds its month (UTC) and every month refuses UPDATE, DELETE and TRUNCATE and keeps balances by
-- itself. A month is built beside the parent and attached, so that postings go on meanwhile. Answers how many were made.
declare
  this_month date := date_trunc('month', clock_timestamp() at time zone 'UTC');
  first_day date;
  partition text;
  made integer := 0;
begin
  perform pg_advisory_xact_lock(hashtextextended('stock_ledger_partitions', 0));
  for ahead in 0 .. greatest(0, least(months_ahead, 120)) loop
    first_day := this_month + make_interval(months => ahead);
    partition := 'stock_ledgers_' || to_char(first_day, 'YYYY_MM');
    continue when to_regclass('erp.' || partition) is not null;
    execute format('create table erp.%I (like erp.stock_ledgers including defaults including constraints)', partition);
    execute format('revoke all on erp.%I from erp_app, erp_readonly', partition);
    execute format('alter table erp.stock_ledgers attach partition erp.%I for values from (%L) to (%L)', partition,
      first_day || ' 00:00:00+00', (first_day + interval '1 month')::date || ' 00:00:00+00');
    execute format('create trigger trg_stock_ledgers_no_truncate before truncate on erp.%I
      for each statement execute function erp.fn_refuse_change()', partition);
    execute format('create trigger trg_update_stock_balance after insert on erp.%I
      referencing new table as new_rows for each statement execute function erp.fn_update_stock_balance()', partition);
    made := made + 1;
  end loop;
  return made;
end
$$;

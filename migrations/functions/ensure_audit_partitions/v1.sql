create or replace function erp.ensure_audit_partitions(months_ahead integer default 3) returns integer
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariant: a change always finds the month (UTC) of its audit, and every month refuses UPDATE, DELETE and TRUNCATE. A month is
-- built beside the parent and attached, so that writing goes on meanwhile. Answers how many were made.
declare
  this_month date := date_trunc('month', clock_timestamp() at time zone 'UTC');
  first_day date;
  partition text;
  made integer := 0;
begin
  perform pg_advisory_xact_lock(hashtextextended('audit_partitions', 0));
  for ahead in 0 .. greatest(0, least(months_ahead, 120)) loop
    first_day := this_month + make_interval(months => ahead);
    partition := 'audit_logs_' || to_char(first_day, 'YYYY_MM');
    continue when to_regclass('erp.' || partition) is not null;
    execute format('create table erp.%I (like erp.audit_logs including defaults including constraints including storage)', partition);
    execute format('revoke all on erp.%I from erp_app, erp_readonly', partition);
    execute format('alter table erp.audit_logs attach partition erp.%I for values from (%L) to (%L)', partition,
      first_day || ' 00:00:00+00', (first_day + interval '1 month')::date || ' 00:00:00+00');
    execute format('create trigger trg_audit_logs_no_truncate before truncate on erp.%I
      for each statement execute function erp.fn_refuse_change()', partition);
    made := made + 1;
  end loop;
  return made;
end
$$;

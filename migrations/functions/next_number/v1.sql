create or replace function erp.next_number(p_series text) returns text
language sql volatile
as $$
  -- The next document number of a series, MO-000123; a dry run takes none, and what it shows instead is unique as well.
  select case when erp.is_dry_run() then s.prefix || '-DRYRUN-' || right(erp.uuid_v7()::text, 12)
              else s.prefix || '-' || lpad(n.value::text, greatest(6, length(n.value::text)), '0') end
    from erp.number_series s
   cross join lateral (
     select case when erp.is_dry_run() then 0 else nextval(('erp.number_' || p_series)::regclass) end as value
   ) n
   where s.series = p_series
$$;

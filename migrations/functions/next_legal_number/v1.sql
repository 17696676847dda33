create or replace function erp.next_legal_number(p_series text, p_company_id uuid, p_fiscal_year_id uuid) returns text
language plpgsql
set search_path = erp, pg_temp
as $$
-- Invariant: the legal numbers of a company and fiscal year have no gap and no double. The counter is a row that stays locked until the
-- posting commits: one that fails gives its number back, and the next waits for it. A dry run takes none. Only guards of postings call it.
declare
  prefix text; year_code text; taken bigint;
begin
  select s.prefix into strict prefix from number_series s where s.series = p_series and s.mode = 'gapless';
  if is_dry_run() then
    return prefix || '-DRYRUN-' || right(uuid_v7()::text, 12);
  end if;
  select y.code into strict year_code from fiscal_years y where y.id = p_fiscal_year_id;
  insert into legal_numbers as n (company_id, series, fiscal_year_id, last_number) values (p_company_id, p_series, p_fiscal_year_id, 1)
  on conflict (company_id, series, fiscal_year_id) do update set last_number = n.last_number + 1
  returning n.last_number into taken;
  return prefix || '-' || year_code || '-' || lpad(taken::text, greatest(6, length(taken::text)), '0');
end
$$;

create or replace function erp.post_stock_movement(p jsonb) returns json
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariant: nothing enters the ledger past this function; the application may execute it and cannot write the tables.
-- Everything of one transaction comes in one call, because locks are taken in one order: company (shared: periods close and
-- valuation scopes change only between postings), sources, missing rows, valuations by key, balances by key.
-- src/warehouse/README.md describes the document it takes and answers.
declare
  company text := p #>> '{movements,0,company_id}';
  held text := set_config('erp.stock_rows_held', 'on', true);
  posted json;
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('stock_posting:' || company, 0));
  if jsonb_array_length(p -> 'movements') = 1 and not p ?| '{adjustments,releases,warehouses}'
      and not p @? '$.movements[0] ? (@.effective_at != null || @.reverses_id != null)' then
    posted := erp.post_plain_movement(p);
  end if;
  if posted is null then
    for company in
      select distinct id from (select m ->> 'company_id' as id from jsonb_array_elements(p -> 'movements') m
                               union all select a ->> 'company_id' from jsonb_array_elements(p -> 'adjustments') a) c where id is not null order by id
    loop
      perform pg_advisory_xact_lock_shared(hashtextextended('stock_posting:' || company, 0));
    end loop;
    if p ? 'adjustments' or p @? '$.movements[*] ? (@.type like_regex "^(production|return|reversal)")' then
      perform erp.lock_stock_sources(p);
    end if;
    posted := erp.post_any_movement(p);
  end if;
  held := set_config('erp.stock_rows_held', '', true);
  return posted;
end
$$;

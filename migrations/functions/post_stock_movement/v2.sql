create or replace function erp.post_stock_movement(p jsonb) returns json
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariant: nothing enters the ledger past this function; the application may execute it and cannot write the tables.
-- Everything of one transaction comes in one call, because locks are taken in one order: company (shared: periods close and
-- valuation scopes and costing methods change only between postings), sources, pickers of lots, serials, missing rows, valuations by
-- key, balances by key. src/warehouse/README.md describes the document it takes and answers.
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
    if p @? '$.movements[*].lines[*].pick_within' then
      p := erp.pick_lots(p);
    end if;
    if p @? '$.movements[*].lines[*].lot_id ? (@ != null)' then
      perform 1 from erp.lots t
        where t.id in (select l.lot_id from jsonb_to_recordset(p -> 'movements') m (lines jsonb)
                        cross join jsonb_to_recordset(m.lines) l (lot_id uuid, from_location_id uuid)
                         join erp.locations f on f.id = l.from_location_id and f.is_virtual)
          and exists (select from erp.products pr where pr.id = t.product_id and pr.tracking = 'serial')
        order by t.id for no key update;
    end if;
    posted := erp.post_any_movement(p);
  end if;
  held := set_config('erp.stock_rows_held', '', true);
  return posted;
end
$$;

create or replace function erp.date_late_facts(p jsonb) returns jsonb
language plpgsql stable
set search_path = erp, pg_temp
as $$
-- Invariant: a late fact becomes effective in an open month and keeps when it happened (`occurred_at`). Of a posting, under the locks of its
-- companies: a movement that asks for it (`when_closed`) and whose month is closed moves to the first open moment after it; a reversal belongs
-- to what it takes back; a cost or price difference of a receipt in a closed month is posted where a late movement of that time would be.
-- Where no month is open the date stays, to be refused.
declare
  soft boolean := coalesce((p ->> 'soft_closed_allowed')::boolean, false);
begin
  if p @? '$.movements[*] ? (@.when_closed == "first_open_period" || @.reverses_id != null)' then
    p := jsonb_set(p, '{movements}', (
      select jsonb_agg(d.movement || case
               when moved.at is not null then jsonb_build_object('effective_at', moved.at, 'occurred_at', wanted.at)
               when o.effective_at < coalesce((d.movement ->> 'effective_at')::timestamptz, statement_timestamp())
                    and exists (select from erp.closed_periods(o.company_id, o.effective_at, soft)) then jsonb_build_object('occurred_at', o.effective_at)
               else '{}' end order by d.place)
        from jsonb_array_elements(p -> 'movements') with ordinality d (movement, place)
        left join erp.stock_movements o on o.id = (d.movement ->> 'reverses_id')::uuid
       cross join lateral (select case when d.movement ->> 'when_closed' = 'first_open_period'
                                    then coalesce((d.movement ->> 'effective_at')::timestamptz, o.effective_at) end as at) wanted
        left join lateral (select erp.first_open_moment((d.movement ->> 'company_id')::uuid, wanted.at, soft) as at
                            where exists (select from erp.closed_periods((d.movement ->> 'company_id')::uuid, wanted.at, soft))) moved on true));
  end if;
  if p ? 'adjustments' then
    p := jsonb_set(p, '{adjustments}', (
      select coalesce(jsonb_agg(a.adjustment || jsonb_build_object('soft_closed_allowed', soft)
               || case when moved.at is not null then jsonb_build_object('effective_at', moved.at, 'occurred_at', m.effective_at) else '{}' end order by a.place), '[]')
        from jsonb_array_elements(p -> 'adjustments') with ordinality a (adjustment, place)
        left join erp.stock_movements m on a.adjustment ->> 'effective_at' is null and a.adjustment ->> 'line_id' is not null
                                       and m.id = (a.adjustment ->> 'movement_id')::uuid
        left join lateral (select erp.first_open_moment(m.company_id, m.effective_at, soft) as at
                            where exists (select from erp.closed_periods(m.company_id, m.effective_at, soft))) moved on true));
  end if;
  return p;
end
$$;

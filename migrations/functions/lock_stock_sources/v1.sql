create or replace function erp.lock_stock_sources(p jsonb) returns void
language plpgsql
set search_path = erp, pg_temp
as $$
-- Invariants: work in progress of a source is read and spent by one posting at a time; a movement is reversed once and in full
-- (its row is locked, so that of two reversals one waits and is then told so, instead of finding the stock already gone).
declare
  wrong jsonb; done jsonb;
begin
  perform pg_advisory_xact_lock(hashtextextended('work_in_progress:' || source.id, 0))
     from (select distinct x.source_id::text as id from jsonb_to_recordset(p -> 'movements') x (source_id uuid) where x.source_id is not null
           union select x.wip_source_id::text from jsonb_to_recordset(p -> 'adjustments') x (wip_source_id uuid) where x.wip_source_id is not null
           order by 1) source;
  perform 1 from erp.stock_movements o
    where o.id in (select x.reverses_id from jsonb_to_recordset(p -> 'movements') x (reverses_id uuid)) order by o.id for update;
  select jsonb_agg(jsonb_build_object('movement', x.movement, 'field', 'reverses_id', 'code', 'MOVEMENT_NOT_REVERSIBLE')) filter (
           where o.id is null or o.company_id is distinct from x.company_id or o.type = 'reversal' or x.type is distinct from 'reversal'),
         jsonb_agg(jsonb_build_object('movement_id', o.id, 'number', o.number, 'reversed_by', r.id)) filter (where r.id is not null)
    into wrong, done
    from rows from (jsonb_to_recordset(p -> 'movements') as (reverses_id uuid, company_id uuid, type text)) with ordinality
         as x (reverses_id, company_id, type, movement)
    left join erp.stock_movements o on o.id = x.reverses_id
    left join erp.stock_movements r on r.reverses_id = x.reverses_id
   where x.reverses_id is not null;
  if wrong is not null then
    perform erp.refuse_stock_posting(p, wrong);
  elsif done is not null then
    raise exception using errcode = 'PB409', constraint = 'MOVEMENT_ALREADY_REVERSED', message = 'The movement is already reversed.',
      detail = jsonb_build_object('movements', done)::text;
  end if;
end
$$;

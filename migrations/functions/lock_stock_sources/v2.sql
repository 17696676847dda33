create or replace function erp.lock_stock_sources(p jsonb) returns void
language plpgsql
set search_path = erp, pg_temp
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
-- Invariants: work in progress of a source is read and spent by one posting at a time; a movement is reversed once and in full, and its
-- pieces come back once (its row is locked, so that of two reversals or returns one waits and is then told so, instead of finding the
-- stock already gone).
declare
  wrong jsonb; done jsonb; returned jsonb;
begin
  perform pg_advisory_xact_lock(hashtextextended('work_in_progress:' || source.id, 0))
     from (select distinct x.source_id::text as id from jsonb_to_recordset(p -> 'movements') x (source_id uuid) where x.source_id is not null
           union select x.wip_source_id::text from jsonb_to_recordset(p -> 'adjustments') x (wip_source_id uuid) where x.wip_source_id is not null
           order by 1) source;
  if not p @? '$.movements[*] ? (@.type == "return" || @.type == "reversal" || @.reverses_id != null)' then
    return;
  end if;
  perform 1 from erp.stock_movements o
    where o.id in (select x.reverses_id from jsonb_to_recordset(p -> 'movements') x (reverses_id uuid)
                   union select s.movement_id from jsonb_to_recordset(p -> 'movements') x (type text, lines jsonb)
                          cross join jsonb_to_recordset(x.lines) l (returns_line_id uuid) join erp.stock_ledgers s on s.id = l.returns_line_id
                          where x.type = 'return')
    order by o.id for update;
  select jsonb_agg(jsonb_build_object('movement', x.movement, 'field', 'reverses_id', 'code', 'MOVEMENT_NOT_REVERSIBLE')) filter (
           where o.id is null or o.company_id is distinct from x.company_id or o.type = 'reversal' or x.type is distinct from 'reversal'),
         jsonb_agg(jsonb_build_object('movement_id', o.id, 'number', o.number, 'reversed_by', r.id)) filter (where r.id is not null),
         jsonb_agg(jsonb_build_object('movement_id', o.id, 'number', o.number, 'returned_by', b.id)) filter (where b.id is not null)
    into wrong, done, returned
    from rows from (jsonb_to_recordset(p -> 'movements') as (reverses_id uuid, company_id uuid, type text)) with ordinality
         as x (reverses_id, company_id, type, movement)
    left join erp.stock_movements o on o.id = x.reverses_id
    left join erp.stock_movements r on r.reverses_id = x.reverses_id
    left join lateral (select m.id from erp.stock_ledgers l join erp.stock_ledgers back on back.returns_line_id = l.id
                         join erp.stock_movements m on m.id = back.movement_id and m.type = 'return'
                        where l.movement_id = x.reverses_id and not exists (select from erp.stock_movements y where y.reverses_id = m.id)
                        limit 1) b on true
   where x.reverses_id is not null;
  select coalesce(wrong, '[]') || coalesce(jsonb_agg(jsonb_build_object('movement', x.movement, 'line', x.line, 'field', 'returns_line_id', 'code', 'NAMED_TWICE')), '[]')
    into wrong
    from (select m.movement, l.line, row_number() over (partition by l.returns_line_id order by m.movement, l.line) as n
            from rows from (jsonb_to_recordset(p -> 'movements') as (type text, lines jsonb)) with ordinality as m (type, lines, movement)
           cross join lateral rows from (jsonb_to_recordset(m.lines) as (returns_line_id uuid)) with ordinality as l (returns_line_id, line)
           where m.type = 'return' and l.returns_line_id is not null) x
   where x.n > 1;
  if wrong <> '[]' then
    perform erp.refuse_stock_posting(p, wrong);
  elsif done is not null then
    raise exception using errcode = 'PB409', constraint = 'MOVEMENT_ALREADY_REVERSED', message = 'The movement is already reversed.',
      detail = jsonb_build_object('movements', done)::text;
  elsif returned is not null then
    raise exception using errcode = 'PB409', constraint = 'MOVEMENT_HAS_RETURNS', message = 'Pieces of the movement have come back; take the return back first.',
      detail = jsonb_build_object('movements', returned)::text;
  end if;
end
$$;

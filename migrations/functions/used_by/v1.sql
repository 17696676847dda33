create or replace function erp.used_by(p_target regclass, p_id uuid)
returns table (resource text, used bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
-- Answers, for one row of `p_target`, which kinds of rows refer to it and how many of each do (counting stops at 1000).
-- The foreign keys themselves are the source, so a module that adds a table is known here without a line of code. Rows
-- that go with the row (on delete cascade) or let go of it (set null) are part of it and do not count as a use.
declare
  referrer record;
begin
  for referrer in
    select fk.child, fk.child_name, string_agg(fk.uses, ' or ') as uses
      from (
        select c.conrelid::regclass as child, cl.relname as child_name,
               '(' || string_agg(format('child.%I = (select target.%I from %s as target where target.id = $1)',
                                        child_col.attname, target_col.attname, p_target), ' and ') || ')' as uses
          from pg_constraint c
          join pg_class cl on cl.oid = c.conrelid
          cross join lateral unnest(c.conkey, c.confkey) as pair (child_attnum, target_attnum)
          join pg_attribute child_col on child_col.attrelid = c.conrelid and child_col.attnum = pair.child_attnum
          join pg_attribute target_col on target_col.attrelid = c.confrelid and target_col.attnum = pair.target_attnum
         where c.contype = 'f' and c.confrelid = p_target and c.conparentid = 0 and c.confdeltype in ('a', 'r')
         group by c.oid, c.conrelid, cl.relname
      ) as fk
     group by fk.child, fk.child_name
     order by fk.child_name
  loop
    resource := replace(referrer.child_name, '_', '-');
    execute format('select count(*) from (select from %s as child where %s limit 1000) as referring', referrer.child, referrer.uses)
      into used using p_id;
    if used > 0 then
      return next;
    end if;
  end loop;
end
$$;

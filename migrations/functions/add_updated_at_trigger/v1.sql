create or replace function erp.add_updated_at_trigger(p_table regclass) returns void
language plpgsql
as $$
declare
  v_name text := (select relname from pg_catalog.pg_class where oid = p_table);
begin
  -- One form and one name for the timestamp trigger of every table that has updated_at.
  execute format('create trigger %I before update on %s for each row execute function erp.fn_set_updated_at()',
                 'trg_' || v_name || '_updated_at', p_table);
end
$$;

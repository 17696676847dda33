create or replace function erp.fn_refuse_change() returns trigger
language plpgsql
as $$
begin
  -- Append-only tables stay so, whoever asks; here, because grants do not bind an owner.
  raise exception '% is append-only: % refused', tg_table_name, lower(tg_op)
    using errcode = 'PB409', constraint = 'APPEND_ONLY';
end
$$;

create or replace function erp.goods_are_awaited() returns boolean
language plpgsql volatile
set search_path = erp, pg_temp
as $$
-- Whether anybody waits for goods to arrive at all: production that owes material. A module that begins to wait adds its question in a new
-- version. Asked beside a receipt's posting, after it has its locks: volatile, so that it sees what was committed while the posting waited.
begin
  return exists (select from erp.material_debts where used_quantity > settled_quantity);
end
$$;

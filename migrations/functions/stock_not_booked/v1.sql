create or replace function erp.stock_not_booked(p_company_id uuid, out movements uuid[], out adjustments uuid[])
language sql stable
set search_path = erp, pg_temp
as $$
  -- What stock did since the books were last brought up to date: above the mark, and not booked one by one already.
  with mark as materialized (
    select coalesce((select b.booked_through from stock_books b where b.company_id = p_company_id), '00000000-0000-0000-0000-000000000000') as id
  )
  select array(select m.id from mark k join stock_movements m on m.id > k.id
                where m.company_id = p_company_id and not exists (select from stock_booked_rows r where r.id = m.id)),
         array(select a.id from mark k join stock_value_adjustments a on a.id > k.id
                where a.company_id = p_company_id and not exists (select from stock_booked_rows r where r.id = a.id))
$$;

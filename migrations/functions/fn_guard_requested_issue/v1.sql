create or replace function erp.fn_guard_requested_issue() returns trigger
language plpgsql
set search_path = erp, pg_temp
as $$
-- Invariant: what a material request counts as issued was issued. An issue that it asked for is given back at the request, in parts or whole,
-- and not reversed behind its back. Here, because reports, issues and their reversals are written in several places.
declare
  asked_by text;
begin
  select r.number into asked_by
    from material_request_moves m join material_request_lines l on l.id = m.line_id join material_requests r on r.id = l.request_id
   where m.posting_id = new.id limit 1;
  if found then
    raise exception using errcode = 'PB409', constraint = 'INVALID_STATE',
      message = format('It was issued for the material request %s: return it there', asked_by);
  end if;
  return new;
end
$$;

create or replace function erp.lock_books(p_company_id uuid) returns void
language sql volatile
as $$
  -- Postings of a company, and the opening and closing of its periods, go one after the other until they commit: each takes a gapless number,
  -- so they would wait for each other's anyway; and a posting either is seen by a closing or sees it.
  select pg_advisory_xact_lock(hashtextextended('books:' || p_company_id, 0))
$$;

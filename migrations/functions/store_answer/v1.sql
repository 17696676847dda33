create or replace function erp.store_answer(p_key_id uuid, p_key_hash text, p_status integer, p_body text) returns void
language sql volatile
as $$
  -- The answer of a request is kept in the transaction of its effect, so that one cannot exist without the other.
  insert into erp.idempotency_keys (id, request_hash, status, body) values (p_key_id, p_key_hash, p_status, p_body)
$$;

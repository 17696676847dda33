create or replace function erp.seal_digest(
  p_id bigint, p_stream text, p_from_id uuid, p_to_id uuid, p_row_count integer, p_sealed_at timestamptz, p_leaves bytea, p_previous_digest bytea
) returns bytea
language sql stable parallel safe
as $$
  -- What seals a batch: the batch before it and all that this one says. Whoever changes a batch has to change every later one, and
  -- the head that was exported meanwhile tells.
  select sha256(p_previous_digest || convert_to(jsonb_build_array(
    p_id, p_stream, p_from_id, p_to_id, p_row_count, extract(epoch from p_sealed_at))::text, 'UTF8') || p_leaves)
$$;

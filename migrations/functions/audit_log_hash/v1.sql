create or replace function erp.audit_log_hash(
  p_id uuid, p_recorded_at timestamptz, p_table_name text, p_entity_id text, p_action text, p_company_id uuid,
  p_actor_id uuid, p_session_id uuid, p_request_id text, p_ip text, p_user_agent text, p_db_role text,
  p_old_values jsonb, p_new_values jsonb, p_changed_fields text[]
) returns bytea
language sql stable parallel safe
as $$
  -- The hash of a row of the audit over everything it says, in one form: JSON as jsonb writes it, the time as seconds since 1970, so
  -- that neither a time zone nor a date style of the session changes it.
  select sha256(convert_to(jsonb_build_array(
    p_id, extract(epoch from p_recorded_at), p_table_name, p_entity_id, p_action, p_company_id, p_actor_id, p_session_id, p_request_id,
    p_ip, p_user_agent, p_db_role, p_old_values, p_new_values, to_jsonb(p_changed_fields))::text, 'UTF8'))
$$;

create or replace function erp.set_app_context(p_user uuid, p_session uuid, p_request text, p_ip text, p_agent text) returns void
language plpgsql
as $$
begin
  -- Who acts in this transaction, in which session, for which request and from where: defaults, triggers, the audit and row security
  -- ask for it. It ends with the transaction, so that nothing of it is left on a pooled connection.
  perform set_config('erp.actor', coalesce(p_user::text, ''), true),
          set_config('erp.session', coalesce(p_session::text, ''), true),
          set_config('erp.request_id', coalesce(p_request, ''), true),
          set_config('erp.ip', coalesce(p_ip, ''), true),
          set_config('erp.user_agent', coalesce(p_agent, ''), true);
end
$$;

create or replace view erp.report_user_activity as
-- Days are those of the session's time zone, which is the factory's. What has a company counts there alone, so that nobody learns
-- what a user does in a company that is not theirs.
select a.day || ':' || a.user_id || ':' || a.company_id as row_id, a.day, a.user_id, u.username, a.company_id,
       sum(a.login)::integer as logins, sum(a.failed_login)::integer as failed_logins,
       sum(a.state_change)::integer as state_changes, sum(a.stock_movement)::integer as stock_movements
  from (
    select e.created_at::date as day, e.user_id, c.company_id, e.succeeded::integer as login, (not e.succeeded)::integer as failed_login,
           0 as state_change, 0 as stock_movement
      from erp.auth_events e join erp.user_companies c on c.user_id = e.user_id where e.event = 'login'
    union all
    select h.recorded_at::date, h.actor_id, coalesce(o.company_id, p.company_id, c.company_id), 0, 0, 1, 0
      from erp.document_history h
      left join erp.manufacturing_orders o on o.id = h.document_id
      left join erp.stock_periods p on p.id = h.document_id
      left join erp.user_companies c on c.user_id = h.actor_id and o.id is null and p.id is null
    union all
    select m.recorded_at::date, m.created_by, m.company_id, 0, 0, 0, 1 from erp.stock_movements m
  ) a
  join erp.users u on u.id = a.user_id
 where a.company_id is not null
 group by a.day, a.user_id, u.username, a.company_id;

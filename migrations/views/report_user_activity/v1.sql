create or replace view erp.report_user_activity as
-- Days are those of the session's time zone, which is the factory's.
select a.day || ':' || a.user_id || ':' || c.company_id as row_id, a.day, a.user_id, u.username, c.company_id,
       a.logins, a.failed_logins, a.state_changes, a.stock_movements
  from (
    select day, user_id, sum(login)::integer as logins, sum(failed_login)::integer as failed_logins,
           sum(state_change)::integer as state_changes, sum(stock_movement)::integer as stock_movements
      from (
        select created_at::date as day, user_id, (event = 'login' and succeeded)::integer as login,
               (event = 'login' and not succeeded)::integer as failed_login, 0 as state_change, 0 as stock_movement
          from erp.auth_events where event = 'login' and user_id is not null
        union all
        select recorded_at::date, actor_id, 0, 0, 1, 0 from erp.document_history
        union all
        select recorded_at::date, created_by, 0, 0, 0, 1 from erp.stock_movements
      ) what
     group by day, user_id
  ) a
  join erp.users u on u.id = a.user_id
  join erp.user_companies c on c.user_id = a.user_id;

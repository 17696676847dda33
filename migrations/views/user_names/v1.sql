create or replace view erp.user_names as
-- The names of users for documents that tell who made them: they are no secret to whoever may read the document. The table
-- itself is closed to a connection that has not said who acts.
select u.id, u.username, u.full_name
  from erp.users u;

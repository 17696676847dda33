create or replace function erp.may_review_requisition_line(p_line_id uuid, p_user_id uuid) returns text
language sql
stable
set search_path = erp, pg_temp
as $$
  -- Whether somebody may review a line: null, or the code of why not. Here, so that the list of what waits for him and the review itself cannot
  -- differ. Nobody reviews what he asked for himself. Where rules cover the department and the kind of product, it takes one that names him or a
  -- role of his, up to an amount that the estimate does not exceed; a line that no rule covers is open to whoever holds the permission.
  with recursive line as (
    select r.company_id, r.department_id, r.requested_by, p.category_id, round(l.quantity * l.estimated_price, 2) as amount
      from requisition_lines l
      join requisitions r on r.id = l.requisition_id
      join products p on p.id = l.product_id
     where l.id = p_line_id
  ), kind (id) as (
    select category_id from line where category_id is not null
    union
    select c.parent_id from kind k join product_categories c on c.id = k.id where c.parent_id is not null
  ), rule as (
    select v.user_id, v.role_id, v.max_amount
      from line join requisition_reviewers v on v.company_id = line.company_id and v.is_active
       and (v.department_id is null or v.department_id = line.department_id)
       and (v.category_id is null or v.category_id in (select k.id from kind k))
  )
  select case
      when line.requested_by = p_user_id then 'REVIEWER_IS_REQUESTER'
      when exists (select from rule) and not exists (
        select from rule
         where (rule.max_amount is null or line.amount <= rule.max_amount)
           and (rule.user_id = p_user_id or rule.role_id in (select u.role_id from user_roles u where u.user_id = p_user_id))
      ) then 'NOT_A_REVIEWER'
    end
    from line
$$;

create or replace function erp.stock_account_rule(
  p_company_id uuid, p_leg text, p_location_type text, p_source_type text, p_adjustment_type text, p_product_id uuid
) returns table (rule_id uuid, account_id uuid, role text)
language sql stable
set search_path = erp, pg_temp
as $$
  -- Where a leg of stock's value is booked: the rule that says most of it. A rule for the product goes before one for its nearest category, that
  -- before one for its type; then the kind of adjustment, the kind of document, the place on the other side; of two that say as much, the company's
  -- own goes before that of the house. The account is null where nobody stands for the role yet.
  with recursive product as materialized (
    select p.type, p.category_id from products p where p.id = p_product_id
  ), category as (
    select c.id, c.parent_id, 0 as distance from product_categories c join product p on c.id = p.category_id
    union all
    select c.id, c.parent_id, y.distance + 1 from product_categories c join category y on c.id = y.parent_id
  )
  select r.id, coalesce(r.account_id, a.account_id), r.role
    from stock_account_rules r
    left join product p on true
    left join category y on y.id = r.category_id
    left join account_roles a on a.company_id = p_company_id and a.role = r.role
   where r.leg = p_leg and r.is_active and (r.company_id is null or r.company_id = p_company_id)
     and (r.product_id is null or r.product_id = p_product_id)
     and (r.category_id is null or y.id is not null)
     and (r.product_type is null or r.product_type = p.type)
     and (r.adjustment_type is null or r.adjustment_type = p_adjustment_type)
     and (r.source_type is null or r.source_type = p_source_type)
     and (r.location_type is null or r.location_type = p_location_type)
   order by r.product_id is null, y.distance nulls last, r.product_type is null, r.adjustment_type is null, r.source_type is null,
            r.location_type is null, r.company_id is null
   limit 1
$$;

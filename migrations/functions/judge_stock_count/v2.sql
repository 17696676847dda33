create or replace function erp.judge_stock_count(p_count_id uuid) returns table (recount bigint, uncounted bigint)
language plpgsql
set search_path = erp, pg_temp
as $$
-- Which lines of a count agree, and which must be counted again by somebody else: those whose difference is beyond the tolerance of the
-- count (share of the books, or value) and that nobody else has found the same. Two people of one round who differ agree on nothing. What is read
-- is the same few times each row, also in a count begun a moment ago, of which the planner knows nothing yet.
begin
  update erp.stock_count_lines c set state = case when v.agreed then 'agreed' else 'recount' end
    from (
      select c.id,
             -- within what may differ, or found the same by two people, who both say the last word
             (e.people = 1 or e.same) and (e.same and e.people > 1
               or abs(c.variance_quantity) * 100 <= s.tolerance_percent * greatest(c.counted_quantity - c.variance_quantity, 0)
                  and abs(c.variance_quantity) * coalesce(v.value / nullif(v.quantity, 0), p.standard_cost) <= coalesce(s.tolerance_value, 'infinity')
               or c.variance_quantity = 0) as agreed
        from erp.stock_count_lines c
        join erp.stock_counts s on s.id = c.count_id
        join erp.products p on p.id = c.product_id
        join erp.locations l on l.id = c.location_id
        left join erp.stock_valuations v on v.product_id = c.product_id and v.area_id is not distinct from l.valuation_area_id
       cross join lateral (
         -- the last word of each person, as far as it is among the last two, and whether these mean the same difference
         select count(*) as people, count(distinct o.difference) = 1 as same
           from (select o.quantity - o.book_quantity as difference, row_number() over (order by o.id desc) as nth,
                        row_number() over (partition by o.created_by order by o.id desc) as nth_of_person
                   from erp.stock_count_entries o where o.line_id = c.id) o
          where o.nth <= 2 and o.nth_of_person = 1) e
       where c.count_id = p_count_id and c.state in ('counted', 'recount')) v
   where v.id = c.id;
  return query select count(*) filter (where state = 'recount'), count(*) filter (where state = 'open') from erp.stock_count_lines where count_id = p_count_id;
end
$$;

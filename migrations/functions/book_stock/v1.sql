create or replace function erp.book_stock(p_company_id uuid, p_limit integer default 20000, p_anew boolean default false) returns jsonb
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Takes what stock did and is not booked, works out on which accounts it goes, and answers the entries that the caller has to post in this
-- transaction. Exactly once: what was taken is remembered row by row until no transaction can come before it any more, and then by a mark
-- (as seals do it, see seal_rows). Days are those of the factory's time zone, in which the server's sessions are. `p_anew` also moves the value of products whose account has changed since.
declare
  c_margin constant interval := interval '5 seconds';
  v_snapshot pg_snapshot; v_at timestamptz(3); v_books stock_books; v_final uuid; v_run uuid := uuid_v7();
  v_movements uuid[]; v_adjustments uuid[]; v_missing text; v_more boolean; v_entries jsonb; v_value numeric;
begin
  insert into stock_books (company_id) values (p_company_id) on conflict do nothing;
  select * into strict v_books from stock_books b where b.company_id = p_company_id for update;
  -- Days are chosen under the lock that periods close under, so that none closes between here and the posting.
  perform lock_books(p_company_id);
  v_snapshot := pg_current_snapshot();
  v_at := clock_timestamp();
  if v_books.candidate_id is not null
     and (pg_snapshot_xmin(v_snapshot) >= v_books.candidate_xmax or pg_snapshot_xmax(v_snapshot) < v_books.candidate_xmax) then
    v_final := v_books.candidate_id;
  end if;

  v_movements := array(
    select m.id from stock_movements m
     where m.id > v_books.booked_through and m.company_id = p_company_id and not exists (select from stock_booked_rows r where r.id = m.id)
     order by m.id limit p_limit);
  v_adjustments := array(
    select a.id from stock_value_adjustments a
     where a.id > v_books.booked_through and a.company_id = p_company_id and not exists (select from stock_booked_rows r where r.id = a.id)
     order by a.id limit p_limit);
  v_more := cardinality(v_movements) = p_limit or cardinality(v_adjustments) = p_limit;

  if cardinality(v_movements) + cardinality(v_adjustments) > 0 or p_anew then
    with leg as materialized (
      select g.effective_at::date as day, g.product_id, g.leg, g.location_type, g.source_type, g.adjustment_type, sum(g.amount) as amount
        from stock_value_legs(p_company_id, v_movements, v_adjustments) g
       group by 1, 2, 3, 4, 5, 6
    ), like_product as materialized (
      -- products of one type and category without a rule of their own go by the same rules
      select p.id, first_value(p.id) over (partition by p.type, p.category_id, case when exists (
               select from stock_account_rules r where r.product_id = p.id) then p.id end order by p.id) as standard
        from products p where p.id in (select g.product_id from leg g) or (p_anew and p.id in (select b.product_id from stock_account_balances b
               where b.company_id = p_company_id and b.value <> 0))
    ), wanted as materialized (
      select distinct g.leg, g.location_type, g.source_type, g.adjustment_type, y.standard from leg g left join like_product y on y.id = g.product_id
      union
      select 'inventory', null, 'reclassification', null, y.standard from like_product y where p_anew
    ), resolved as materialized (
      select w.*, r.account_id, r.role from wanted w
        left join lateral stock_account_rule(p_company_id, w.leg, w.location_type, w.source_type, w.adjustment_type, w.standard) r on true
    ), days as materialized (
      select d.day, book_day(p_company_id, d.day) as booked_on from (select distinct g.day from leg g) d
    ), moved as materialized (
      select b.product_id, b.account_id as old_account, r.account_id as new_account, b.value
        from stock_account_balances b join like_product y on y.id = b.product_id
        join resolved r on r.leg = 'inventory' and r.source_type = 'reclassification' and r.standard = y.standard
       where p_anew and b.company_id = p_company_id and b.value <> 0 and b.account_id <> r.account_id
    )
    insert into stock_book_lines (run_id, company_id, booked_on, product_id, account_id, role, leg, source_type, adjustment_type, amount)
    select v_run, p_company_id, d.booked_on, g.product_id, r.account_id, r.role, g.leg, g.source_type, g.adjustment_type, sum(g.amount)
      from leg g
      join days d on d.day = g.day
      left join like_product y on y.id = g.product_id
      left join resolved r on (r.leg, r.location_type, r.source_type, r.adjustment_type, r.standard)
           is not distinct from (g.leg, g.location_type, g.source_type, g.adjustment_type, y.standard)
     group by d.booked_on, g.product_id, r.account_id, r.role, g.leg, g.source_type, g.adjustment_type having sum(g.amount) <> 0
    union all
    select v_run, p_company_id, book_day(p_company_id, current_date), m.product_id, v.account_id, null, 'inventory', 'reclassification', null, v.amount
      from moved m cross join lateral (values (m.old_account, -m.value), (m.new_account, m.value)) v (account_id, amount);

    if found or cardinality(v_movements) + cardinality(v_adjustments) > 0 then
      insert into stock_book_runs (id, company_id, movements, adjustments)
      values (v_run, p_company_id, cardinality(v_movements), cardinality(v_adjustments));
    end if;
    select string_agg(distinct coalesce(l.role, l.leg), ',') into v_missing from stock_book_lines l where l.run_id = v_run and l.account_id is null;
    if v_missing is not null then
      raise exception using errcode = 'PB409', constraint = 'ACCOUNT_ROLE_MISSING', message = format('No account stands for %s', v_missing),
        detail = jsonb_build_object('roles', string_to_array(v_missing, ','))::text;
    end if;
    insert into stock_account_balances as b (company_id, product_id, account_id, value)
    select p_company_id, l.product_id, l.account_id, sum(l.amount) from stock_book_lines l
     where l.run_id = v_run and l.leg = 'inventory' group by l.product_id, l.account_id order by l.product_id, l.account_id
    on conflict (company_id, product_id, account_id) do update set value = b.value + excluded.value;
    insert into stock_booked_rows (id, company_id) select g.id, p_company_id from unnest(v_movements || v_adjustments) g (id);
  end if;

  if v_final is not null and not v_more then
    v_books.booked_through := greatest(v_final, v_books.booked_through);
    v_books.candidate_id := null;
    delete from stock_booked_rows r where r.company_id = p_company_id and r.id <= v_books.booked_through;
  end if;
  if v_books.candidate_id is null and not v_more then
    v_books.candidate_id := seal_place(v_at - c_margin);
    v_books.candidate_xmax := pg_snapshot_xmax(v_snapshot);
  end if;
  update stock_books b
     set booked_through = v_books.booked_through, candidate_id = v_books.candidate_id, candidate_xmax = v_books.candidate_xmax, booked_at = v_at
   where b.company_id = p_company_id;

  select jsonb_agg(jsonb_build_object('booked_on', e.booked_on, 'lines', e.lines) order by e.booked_on), sum(e.debit) into v_entries, v_value
    from (select s.booked_on, jsonb_agg(jsonb_build_object('account_id', s.account_id, 'amount', s.amount::text) order by s.account_id) as lines,
                 sum(s.amount) filter (where s.amount > 0) as debit
            from (select l.booked_on, l.account_id, sum(l.amount)::numeric(18,2) as amount from stock_book_lines l
                   where l.run_id = v_run group by l.booked_on, l.account_id having sum(l.amount) <> 0) s
           group by s.booked_on) e;
  return jsonb_build_object('run_id', v_run, 'movements', cardinality(v_movements), 'adjustments', cardinality(v_adjustments),
    'value', coalesce(v_value, 0)::numeric(18,2)::text, 'more', v_more, 'entries', coalesce(v_entries, '[]'));
end
$$;

create or replace function erp.change_costing(p jsonb) returns json
language plpgsql security definer
set search_path = erp, pg_temp
as $$
-- Invariant: how a product is valued changes for all its stock at one moment, and what that did to its value can be read. Takes
-- {product_id, costing_method?, standard_cost?, source_type, source_id, reason}; holds every company's posting lock alone, so each posting
-- is wholly before or wholly after. Standard: stock becomes worth quantity times standard. First in, first out: one layer of all there is.
-- By lot: each lot its share of the value by pieces. What belongs to somebody else stays at nothing. One adjustment for each area with stock, also where its value stays.
declare
  product erp.products; method text; v record; worth numeric; adjustment jsonb; adjustments jsonb := '[]'; layer uuid; recorded timestamptz(3);
  held text := set_config('erp.costing_change', 'on', true);
begin
  perform pg_advisory_xact_lock(hashtextextended('stock_posting:' || id, 0)) from (select id from erp.companies order by id) company;
  recorded := clock_timestamp();
  select * into product from erp.products where id = (p ->> 'product_id')::uuid for update;
  method := product.costing_method;
  update erp.products set costing_method = coalesce(p ->> 'costing_method', costing_method), standard_cost = coalesce((p ->> 'standard_cost')::numeric, standard_cost),
         version = version + 1
   where id = product.id returning * into product;
  for v in
    select s.area_id, s.quantity, s.value, coalesce(c.id, l.company_id) as company_id, coalesce(l.is_owned, false) as is_owned from erp.stock_valuations s
      left join erp.companies c on c.id = s.area_id left join erp.locations l on l.id = s.area_id
     where s.product_id = product.id and s.quantity > 0 order by s.area_id for update of s
  loop
    perform erp.refuse_closed_period(v.company_id, recorded, coalesce((p ->> 'soft_closed_allowed')::boolean, false));
    worth := case when product.costing_method = 'standard' and not v.is_owned then round(v.quantity * product.standard_cost, 2) else v.value end;
    insert into erp.stock_value_adjustments as s (company_id, type, product_id, area_id, value, source_type, source_id, reason, effective_at, recorded_at, created_by, request_id)
    values (v.company_id, case when method = product.costing_method then 'revaluation' else 'method_change' end, product.id, v.area_id, worth - v.value,
      p ->> 'source_type', (p ->> 'source_id')::uuid, p ->> 'reason', recorded, recorded, erp.current_actor(), erp.current_request_id())
    returning jsonb_build_object('id', s.id, 'type', s.type, 'product_id', s.product_id, 'area_id', s.area_id, 'value', s.value::text,
      'wip_value', s.wip_value::text, 'counter_value', s.counter_value::text, 'variance_value', s.variance_value::text) into adjustment;
    adjustments := adjustments || adjustment;
    if method <> product.costing_method then
      insert into erp.stock_layer_entries (layer_id, adjustment_id, quantity, value, recorded_at)
      select y.id, (adjustment ->> 'id')::uuid, -y.quantity, -y.value, recorded from erp.stock_layers y
       where y.product_id = product.id and y.area_id = v.area_id and y.quantity > 0;
      if product.costing_method in ('fifo', 'specific') then
        perform erp.open_stock_layers(product.id, v.area_id, product.costing_method = 'specific', v.quantity, worth, (adjustment ->> 'id')::uuid, recorded);
      end if;
    end if;
  end loop;
  held := set_config('erp.costing_change', '', true);
  return json_build_object('costing_method', product.costing_method, 'standard_cost', product.standard_cost::text, 'version', product.version, 'adjustments', adjustments);
end
$$;

create or replace function erp.refuse_bom_change(p_boms uuid[], p_adds_edges boolean) returns void
language plpgsql
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_cycle text[];
begin
  -- Invariants of a bill's lines, for the triggers on lines and substitutes: only a draft's lines change; outputs carry at most
  -- the whole cost and are not the product itself; no bill contains itself. Here, because each of them needs other rows than
  -- the one being written, as other sessions have left them.
  if p_adds_edges then
    perform erp.lock_bom_structure();
  end if;
  perform from erp.boms b where b.id = any (p_boms) order by b.id for share;
  if exists (select from erp.boms b where b.id = any (p_boms) and b.state <> 'draft') then
    raise exception 'Only the lines of a draft can be changed' using errcode = 'PB409', constraint = 'BOM_NOT_DRAFT';
  end if;
  if not p_adds_edges then
    return;
  end if;
  if exists (select from erp.bom_lines l where l.bom_id = any (p_boms) group by l.bom_id having sum(l.cost_share_percent) > 100) then
    raise exception 'Co-products and by-products carry more than 100 %% of the cost'
      using errcode = 'PB422', constraint = 'COST_SHARE_TOO_HIGH';
  end if;
  if exists (select from erp.bom_lines l join erp.boms b on b.id = l.bom_id
              where l.bom_id = any (p_boms) and l.kind <> 'component' and l.component_id = b.product_id) then
    raise exception 'A product is not a co-product or by-product of itself' using errcode = 'PB422', constraint = 'INVALID_VALUE';
  end if;

  -- `lateral (... offset 0)` and the settings above: each step asks the indexes for one product, also before the tables have
  -- statistics (a first import). Planned freely, every step would read the whole graph.
  with recursive below (product_id, component_id) as (
    select e.product_id, e.component_id from erp.bom_edges e where e.bom_id = any (p_boms)
    union
    select w.product_id, e.component_id
      from below w
     cross join lateral (select e.component_id from erp.bom_edges e where e.product_id = w.component_id offset 0) e
  ), circle as (
    -- One product that contains itself, and those on its way round: they are all below it and it is below them.
    select w.product_id from below w where w.component_id = w.product_id limit 1
  ), walk (component_id, path) as (
    select c.product_id, array[p.sku] from circle c join erp.products p on p.id = c.product_id
    union all
    select e.component_id, w.path || p.sku
      from walk w
     cross join lateral (select e.component_id from erp.bom_edges e where e.product_id = w.component_id offset 0) e
      join erp.products p on p.id = e.component_id
     where (w.component_id <> (select product_id from circle) or cardinality(w.path) = 1)
       and p.sku <> all (w.path[2:]) and cardinality(w.path) <= 50
  )
  select w.path into v_cycle from walk w
   where w.component_id = (select product_id from circle) and cardinality(w.path) > 1
   limit 1;
  if v_cycle is not null then
    raise exception 'A product would contain itself: %', array_to_string(v_cycle, ' > ')
      using errcode = 'PB409', constraint = 'BOM_CYCLE', detail = jsonb_build_object('cycle', v_cycle)::text;
  end if;
end
$$;

create or replace function erp.units_said(p_document_type text, p_document_id uuid)
returns jsonb
language sql
stable
set search_path = erp, pg_temp
as $$
-- What a document said in units of its own, line by line, in the form of its answer. Lives here so that lists of documents show it without a
-- statement for each. The difference is an exact fraction: pieces less what was said; not zero only where a rule has rounded.
  select coalesce(jsonb_agg(jsonb_build_object('line_no', w.line_no, 'field', w.field, 'product_id', w.product_id, 'unit_id', w.unit_id, 'unit_code', u.code,
           'unit_quantity', trim_scale(w.unit_quantity)::text, 'quantity', w.quantity, 'numerator', w.factor_numerator::text,
           'denominator', w.factor_denominator::text,
           'difference', concat(trunc(d.top / g.common), case when d.bottom <> g.common then '/' || trunc(d.bottom / g.common) end)) order by w.line_no, w.field), '[]')
    from erp.document_line_units w
    join erp.units u on u.id = w.unit_id
    cross join lateral (select trunc((w.quantity * w.factor_denominator - w.unit_quantity * w.factor_numerator) * 1000000) as top,
                               w.factor_denominator * 1000000 as bottom) d
    cross join lateral (select gcd(d.top, d.bottom) as common) g
   where w.document_type = p_document_type and w.document_id = p_document_id
$$;

create or replace function erp.stock_ledger_hash(
  p_id uuid, p_recorded_at timestamptz, p_movement_id uuid, p_line_no integer, p_product_id uuid, p_lot_id uuid, p_quantity bigint,
  p_from_location_id uuid, p_to_location_id uuid, p_from_area_id uuid, p_to_area_id uuid, p_value numeric, p_returns_line_id uuid
) returns bytea
language sql stable parallel safe
as $$
  -- The hash of a row of the stock ledger over all of its columns. It is computed when the row is sealed, seconds after it was
  -- written: a posting pays nothing for it.
  select sha256(convert_to(jsonb_build_array(
    p_id, extract(epoch from p_recorded_at), p_movement_id, p_line_no, p_product_id, p_lot_id, p_quantity, p_from_location_id,
    p_to_location_id, p_from_area_id, p_to_area_id, p_value, p_returns_line_id)::text, 'UTF8'))
$$;

create or replace function erp.fn_keep_own_barcode() returns trigger
language plpgsql
as $$
-- Invariant: a barcode means one thing. The barcode that a product carries itself stands among the barcodes of all packs, so that one
-- unique index keeps a piece and a case, of this product or another, from ever sharing one, however many sessions write at once.
begin
  if tg_op = 'UPDATE' then
    delete from erp.product_barcodes where product_id = new.id and is_own;
  end if;
  if new.barcode is not null then
    insert into erp.product_barcodes (product_id, barcode, is_own) values (new.id, new.barcode, true);
  end if;
  return null;
end
$$;

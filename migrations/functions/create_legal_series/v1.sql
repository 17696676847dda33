create or replace function erp.create_legal_series(p_series text, p_prefix text) returns void
language sql
as $$
  -- A gapless series: its numbers are counted by company and fiscal year in a row (erp.legal_numbers), and taken at posting only.
  insert into erp.number_series (series, prefix, mode) values (p_series, p_prefix, 'gapless');
$$;

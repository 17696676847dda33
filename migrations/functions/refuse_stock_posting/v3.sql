create or replace function erp.refuse_stock_posting(p jsonb, p_faults jsonb) returns void
language plpgsql
set search_path = erp, pg_temp
as $$
-- Refuses a posting with every fault of every line at once. p_faults is a list of {movement, line, field, code}, both counted
-- from one; a movement may name the place of its lines in the caller's own document (`pointer`). What two movements of one document say
-- of the same place is said once.
declare
  errors jsonb;
begin
  select jsonb_agg(jsonb_build_object(
           'pointer', f.pointer,
           'code', f.code,
           'message', case f.code
             when 'REFERENCE_NOT_FOUND' then 'There is no such record.'
             when 'PRODUCT_INACTIVE' then 'The product is not active.'
             when 'SERVICE_HAS_NO_STOCK' then 'A service has no stock.'
             when 'LOT_REQUIRED' then 'The product is tracked by lot or serial number: name the lot, or a place to pick within.'
             when 'LOT_NOT_TRACKED' then 'The product is not tracked by lot.'
             when 'LOT_OF_OTHER_PRODUCT' then 'The lot is one of another product.'
             when 'SERIAL_QUANTITY' then 'A serial number is one piece.'
             when 'NOT_A_RETURN' then 'Only a return names the ledger line that it returns.'
             when 'NOT_THAT_LINE' then 'A return names a line of the same product and lot that went the other way.'
             when 'MORE_THAN_LEFT' then 'More than what is left of that line to come or go back.'
             when 'NAMED_TWICE' then 'A ledger line is returned once in a posting.'
             when 'CONVERSION_NOT_BALANCED' then 'Of each product as many pieces enter as have left before.'
             when 'INVALID_QUANTITY' then 'A quantity is a whole number from 1 to 9007199254740991.'
             when 'LOCATION_IN_OTHER_COMPANY' then 'The location belongs to another company.'
             when 'LOCATION_INACTIVE' then 'The location is not active.'
             when 'SAME_LOCATION' then 'A line leaves one location and enters another.'
             when 'SIDES_DO_NOT_FIT' then 'These two locations do not fit this type of movement.'
             when 'OWNER_CHANGES' then 'Stock changes hands by a take-over or a sale, not by a move or a return.'
             when 'TAKE_OVER_FIRST' then 'The supplier still owns it: take it over, then use it.'
             when 'VALUE_OF_OTHERS' then 'What belongs to somebody else has no value here.'
             when 'INVALID_AMOUNT' then 'The amount is negative, too large or has too many decimals.'
             when 'VALUE_NOT_TAKEN' then 'The value of stock that leaves follows from its cost and is not given.'
             when 'EFFECTIVE_IN_FUTURE' then 'A movement cannot become effective in the future.'
             when 'NO_LINES' then 'A movement has at least one line.'
             when 'UNKNOWN_TYPE' then 'There is no such type of movement.'
             when 'MOVEMENT_NOT_REVERSIBLE' then 'A reversal names one movement of the same company that is no reversal itself.'
             else 'This is not possible.' end)
         order by f.place)
    into errors
    from (select row_number() over (order by movement, line nulls first, field) as place, code, pointer
            from (select distinct on (pointer, code) f.movement, f.line, f.field, f.code, at.pointer
                    from jsonb_to_recordset(p_faults) f (movement integer, line integer, field text, code text)
                   cross join lateral (select coalesce(p #>> array['movements', ((f.movement - 1)::text), 'pointer'], '/movements/' || (f.movement - 1))
                                              || coalesce('/lines/' || (f.line - 1), '') || '/' || f.field as pointer) at
                   order by pointer, code, movement, line) once) f;
  raise exception using errcode = 'PB422', constraint = 'VALIDATION_FAILED', message = 'The posting has faults.',
    detail = jsonb_build_object('errors', errors)::text;
end
$$;

/**
 * What it costs to have stock in the books: the same movements of five lines from 16 sessions without an entry, and with a journal entry of
 * their own in the same transaction, turn by turn; and how fast the movements of the former are posted in batches afterwards.
 */
import { inTurn, pick, seededRandom } from '../load.mjs';
import { asApplication, sessions } from '../sql-alone.mjs';

const CLIENTS = 16;
const PRODUCTS = 500;

export async function books(bench) {
  const { database, sql, stock, seconds, rounds } = bench;
  await stock.call('POST', '/accounting/accounts/install', {});
  await sql.query(WITH_ENTRY);
  const { rows } = await sql.query(
    `select c.id as company, s.id as supplier, u.id as actor from erp.companies c join erp.locations s on s.company_id = c.id and s.type = 'supplier'
      cross join erp.users u where c.code = 'MAIN' and u.username = 'bench'`,
  );
  const { company, supplier, actor } = rows[0];
  const random = seededRandom(17);
  const movement = () => ({
    movements: [
      {
        ...{ type: 'receipt', company_id: company, source_type: 'manual' },
        lines: pick(random, 5, PRODUCTS).map((n) => ({
          ...{ product_id: stock.products[n], quantity: 1 + (n % 5), unit_cost: '2.5' },
          ...{ from_location_id: supplier, to_location_id: stock.location },
        })),
      },
    ],
  });
  const posting = (text) => () =>
    sessions({ url: database.url, options: asApplication(actor), clients: CLIENTS, seconds }, () => ({
      ...{ name: text, text },
      values: [JSON.stringify(movement())],
    }));
  let movements = 0;
  let ms = 0;
  const results = await inTurn(rounds, {
    batch: posting('select erp.post_stock_movement($1)'),
    after: async () => {
      const begin = performance.now();
      const posted = await stock.call('POST', '/accounting/stock-books/post', {});
      movements += posted.movements;
      ms += performance.now() - begin;
      return {};
    },
    together: posting('select bare.post_with_entry($1)'),
  });
  return {
    'movements of five lines, not in the books yet': results.batch,
    'with an entry of their own in the same transaction': {
      ...results.together,
      ratio: results.together.per_second / results.batch.per_second,
    },
    'posted in batches afterwards': { movements, per_second: (movements * 1000) / ms },
  };
}

/** The least that a movement with an entry of its own does: inventory by goods received, posted by the guard with a legal number. */
const WITH_ENTRY = `
create or replace function bare.post_with_entry(p jsonb) returns json language plpgsql as $$
declare
  posted json := erp.post_stock_movement(p); entry uuid := erp.uuid_v7(); amount numeric;
begin
  select sum((l ->> 'value')::numeric) into amount from json_array_elements(posted #> '{movements,0,lines}') l;
  insert into erp.journal_entries (id, company_id, entry_date, journal, source_kind, source_id)
  values (entry, (p #>> '{movements,0,company_id}')::uuid, current_date, 'stock', 'stock_books', (posted #>> '{movements,0,id}')::uuid);
  insert into erp.journal_lines (entry_id, line_no, account_id, debit, credit, currency_code, currency_amount)
  select entry, row_number() over (order by r.role desc), r.account_id, case r.role when 'inventory_raw' then amount else 0 end,
         case r.role when 'grni' then amount else 0 end, c.currency_code, amount
    from erp.account_roles r join erp.companies c on c.id = r.company_id
   where r.company_id = (p #>> '{movements,0,company_id}')::uuid and r.role in ('inventory_raw', 'grni');
  update erp.journal_entries set state = 'posted', version = version + 1 where id = entry;
  return posted;
end
$$;
grant usage on schema bare to erp_app;
grant execute on function bare.post_with_entry to erp_app;
`;

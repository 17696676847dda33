/** A long ledger of the past, written set by set by the owner: receipts and issues of a year, balances and values that fit them. */
const PRODUCTS = 2_000;
const LOCATIONS = 200;
const PLACES_OF_PRODUCT = 10;
const LINES = 2_000;
/** What a turn of receipts, then one of issues, goes through: every product in every place of it. */
const PAIRS = PRODUCTS * PLACES_OF_PRODUCT;
const MONTHS = 12;

/**
 * Writes about `rows` ledger rows up to an hour ago, one movement of thousands of lines after another; each twentieth was told up to forty
 * days late. In each place, each turn of issues takes a little less than the turn of receipts before it brought: nothing goes below zero.
 * @returns how many rows there are, of what products, from when, and how long it took
 */
export async function writeLedger(sql, location, rows) {
  const turns = Math.max(2, Math.round(rows / PAIRS));
  const started = performance.now();
  await sql.query(PLACES, [location]);
  await sql.query(PRODUCTS_TABLE);
  await sql.query(PLACES_TABLE);
  await sql.query(MOVEMENTS_TABLE(turns * (PAIRS / LINES)));
  await sql.query('analyze bench_products, bench_places, bench_movements');
  const { rows: months } = await sql.query(MONTHS_OF_MOVEMENTS);
  await sql.query('set session_replication_role = replica');
  await sql.query(HEADS, [location]);
  for (const month of months) await writeMonth(sql, month);
  await sql.query(BALANCES);
  await sql.query(VALUATIONS);
  await sql.query('set session_replication_role = origin');
  await sql.query('vacuum analyze erp.stock_movements');
  await sql.query('vacuum analyze erp.stock_ledgers');
  await sql.query('analyze erp.stock_balances, erp.stock_valuations, erp.locations, erp.products');
  const seconds = (performance.now() - started) / 1000;
  const product = (await sql.query('select id from bench_products where n = 17')).rows[0].id;
  return { rows: turns * PAIRS, product, months: months.map(({ first }) => first), seconds };
}

/** A past month is filled beside the ledger and attached, so that its indexes are built at once. */
async function writeMonth(sql, { first, next }) {
  const name = `erp.stock_ledgers_${first.slice(0, 7).replace('-', '_')}`;
  const { rows } = await sql.query('select to_regclass($1) is not null as there', [name]);
  if (rows[0].there) {
    await sql.query(`insert into ${name} ${LEDGER(first, next)}`);
    return;
  }
  await sql.query(`create table ${name} (like erp.stock_ledgers including defaults including constraints)`);
  await sql.query(`insert into ${name} ${LEDGER(first, next)}`);
  await sql.query(
    `alter table erp.stock_ledgers attach partition ${name} for values from ('${first} 00:00+00') to ('${next} 00:00+00')`,
  );
  // As `erp.ensure_stock_ledger_partitions` makes them: the check looks for them in every month.
  await sql.query(`
    alter table ${name} owner to erp_admin;
    revoke all on ${name} from erp_app, erp_readonly;
    create trigger trg_stock_ledgers_no_truncate before truncate on ${name} for each statement execute function erp.fn_refuse_change();
    create trigger trg_update_stock_balance after insert on ${name} referencing new table as new_rows
      for each statement execute function erp.fn_update_stock_balance()`);
}

const PLACES = `
  insert into erp.locations (company_id, parent_id, code, name, type)
  select l.company_id, l.parent_id, 'PAST-' || n, 'Bin of the past ' || n, 'bin' from generate_series(0, ${LOCATIONS - 1}) n, erp.locations l where l.id = $1`;

/** The first moment of the current month, in UTC. */
const THIS_MONTH = `(date_trunc('month', now() at time zone 'UTC') at time zone 'UTC')`;
const BEGIN = `(${THIS_MONTH} - interval '${MONTHS} months')`;

const PRODUCTS_TABLE = `
  create table bench_products as
  with made as (
    insert into erp.products (sku, name, type, unit_id)
    select 'PAST-' || n, 'Product of the past ' || n, 'material', (select id from erp.units where code = 'EA')
      from generate_series(0, ${PRODUCTS - 1}) n returning id, sku)
  select substr(sku, 6)::integer as n, id, (1 + substr(sku, 6)::integer % 100) * 0.25 as cost from made`;

const PLACES_TABLE = `
  create table bench_places as
  select substr(code, 6)::integer as n, id, valuation_area_id as area from erp.locations where code like 'PAST-%'`;

const MOVEMENTS_TABLE = (many) => `
  create table bench_movements as
  select n, n * ${LINES} / ${PAIRS} as turn, n * ${LINES} % ${PAIRS} as first, recorded_at, erp.uuid_v7() as id,
         recorded_at - case when n % 20 = 7 then make_interval(days => 1 + n % 40) else interval '0' end as effective_at
    from (select n, date_trunc('milliseconds', ${BEGIN} + (now() - interval '1 hour' - ${BEGIN}) * (n::float8 / ${many})) as recorded_at
            from generate_series(0, ${many - 1}) n) m`;

const MONTHS_OF_MOVEMENTS = `
  select to_char(month, 'YYYY-MM-DD') as first, to_char(month + interval '1 month', 'YYYY-MM-DD') as next
    from (select distinct date_trunc('month', recorded_at at time zone 'UTC') as month from bench_movements) m order by 1`;

const HEADS = `
  insert into erp.stock_movements (id, number, company_id, type, source_type, source_id, effective_at, recorded_at, created_by, request_id)
  select m.id, 'PAST-' || m.n, l.company_id, case m.turn % 2 when 0 then 'receipt' else 'issue' end, 'bench', m.id, m.effective_at, m.recorded_at,
         (select id from erp.users limit 1), 'bench'
    from bench_movements m cross join erp.locations l where l.id = $1`;

/** The rows of a month: pair n of product and place, in turn; an issue takes one piece less than the receipt before it brought. */
const LEDGER = (first, next) => `
  (recorded_at, movement_id, line_no, product_id, quantity, from_location_id, to_location_id, from_area_id, to_area_id, value)
  select m.recorded_at, m.id, i.n + 1, p.id, q.quantity, case when m.turn % 2 = 0 then s.id else l.id end, case when m.turn % 2 = 0 then l.id else c.id end,
         case when m.turn % 2 = 1 then l.area end, case when m.turn % 2 = 0 then l.area end, q.quantity * p.cost
    from bench_movements m
   cross join generate_series(0, ${LINES - 1}) i (n)
    join bench_products p on p.n = (m.first + i.n) % ${PRODUCTS}
    join bench_places l on l.n = ((m.first + i.n) % ${PRODUCTS} * 7 + (m.first + i.n) / ${PRODUCTS} * ${LOCATIONS / PLACES_OF_PRODUCT}) % ${LOCATIONS}
   cross join lateral (select 10 + p.n % 7 - m.turn % 2 as quantity) q
    join erp.locations own on own.id = l.id
    join erp.locations s on s.company_id = own.company_id and s.type = 'supplier'
    join erp.locations c on c.company_id = own.company_id and c.type = 'customer'
   where m.recorded_at >= timestamptz '${first} 00:00+00' and m.recorded_at < timestamptz '${next} 00:00+00'`;

const LEGS = `
  from erp.stock_ledgers l join bench_products p on p.id = l.product_id
 cross join lateral (values (l.from_location_id, l.from_area_id, -l.quantity, -l.value), (l.to_location_id, l.to_area_id, l.quantity, l.value)) leg (place, area, quantity, value)
 where leg.area is not null`;
const BALANCES = `
  insert into erp.stock_balances (product_id, location_id, on_hand) select l.product_id, leg.place, sum(leg.quantity) ${LEGS} group by 1, 2`;
const VALUATIONS = `
  insert into erp.stock_valuations (product_id, area_id, quantity, value)
  select l.product_id, leg.area, sum(leg.quantity), sum(leg.value) ${LEGS} group by 1, 2`;

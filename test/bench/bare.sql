-- The limit that our figures stand beside: the barest ledger insert and balance update that still keeps a ledger and a balance.
create schema bare;
create table bare.balances (product integer not null, location integer not null, on_hand bigint not null check (on_hand >= 0), primary key (product, location));
create table bare.ledger (
  id bigint generated always as identity primary key,
  product integer not null, location integer not null, quantity bigint not null, value numeric(15,2) not null,
  recorded_at timestamptz not null default now()
);
insert into bare.balances select p, 1, 1000000 from generate_series(1, 2000) p;

-- Five lines: ledger rows in, balances up, in key order. One statement.
create function bare.post(p_products integer[], p_quantities bigint[]) returns bigint language sql as $$
  with lines as (select product, quantity from unnest(p_products, p_quantities) as l (product, quantity) order by product),
  written as (insert into bare.ledger (product, location, quantity, value) select product, 1, quantity, quantity * 2.5 from lines returning id),
  locked as (select b.product from bare.balances b join lines l on l.product = b.product and b.location = 1 order by b.product for update of b),
  changed as (update bare.balances b set on_hand = b.on_hand + l.quantity from lines l join locked k on k.product = l.product where b.product = l.product and b.location = 1 returning 1)
  select count(*) from written, changed
$$;

create table bare.orders (id uuid primary key default gen_random_uuid(), number text not null, customer text not null, state text not null, total numeric(15,2) not null, created_at timestamptz(3) not null);
insert into bare.orders (number, customer, state, total, created_at)
  select 'SO-' || n, 'Customer ' || n % 97, 'draft', n * 1.25, now() - n * interval '1 minute' from generate_series(1, 2000) n;
create index on bare.orders (created_at desc, id desc);
analyze;

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction, installTransitions } from './support/install.js';

/** Stock counts: what is counted, by whom, what the books said at that moment, and what became of the difference. */
export class StockCounts1765000300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    for (const name of FUNCTIONS) await installFunction(queryRunner, name, 1);
    await queryRunner.query(TRIGGERS);
    await installTransitions(queryRunner, 'stock_count', [
      ['start', 'draft', 'counting'],
      ['finish', 'counting', 'review'],
      ['recount', 'review', 'counting'],
      ['approve', 'review', 'approved'],
      ['post', 'approved', 'posted'],
      ['cancel', 'draft', 'cancelled'],
      ['cancel', 'counting', 'cancelled'],
      ['cancel', 'review', 'cancelled'],
      ['cancel', 'approved', 'cancelled'],
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const FUNCTIONS = ['freeze_counted_stock', 'fn_guard_frozen_stock', 'enter_stock_count', 'judge_stock_count'];

const TABLES = /* sql */ `
select erp.create_number_series('stock_count', 'SC');

create table erp.stock_counts (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('stock_count'),
  company_id uuid not null,
  warehouse_id uuid not null,
  location_id uuid not null,
  mode text not null,
  state text not null default 'draft',
  round integer not null default 1,
  category_id uuid,
  product_ids uuid[],
  tolerance_percent numeric(7,4) not null default 0,
  tolerance_value numeric(15,2),
  notes text,
  started_at timestamptz(3),
  approved_by uuid,
  approved_at timestamptz(3),
  posted_at timestamptz(3),
  movement_id uuid,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_stock_counts primary key (id),
  constraint uq_stock_counts_number unique (number),
  constraint fk_stock_counts_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_stock_counts_warehouse_id foreign key (warehouse_id) references erp.locations (id),
  constraint fk_stock_counts_location_id foreign key (location_id) references erp.locations (id),
  constraint fk_stock_counts_category_id foreign key (category_id) references erp.product_categories (id),
  constraint fk_stock_counts_approved_by foreign key (approved_by) references erp.users (id),
  constraint fk_stock_counts_movement_id foreign key (movement_id) references erp.stock_movements (id),
  constraint fk_stock_counts_created_by foreign key (created_by) references erp.users (id),
  constraint ck_stock_counts_mode check (mode in ('live', 'freeze')),
  constraint ck_stock_counts_state check (state in ('draft', 'counting', 'review', 'approved', 'posted', 'cancelled')),
  constraint ck_stock_counts_round check (round between 1 and 100),
  constraint ck_stock_counts_tolerance_percent check (tolerance_percent between 0 and 100),
  constraint ck_stock_counts_tolerance_value check (tolerance_value between 0 and 9999999999999.99),
  constraint ck_stock_counts_notes check (char_length(notes) <= 2000)
);
create index ix_stock_counts_company_id on erp.stock_counts (company_id);
create index ix_stock_counts_warehouse_id on erp.stock_counts (warehouse_id);
create index ix_stock_counts_location_id on erp.stock_counts (location_id);
create index ix_stock_counts_category_id on erp.stock_counts (category_id);
create index ix_stock_counts_approved_by on erp.stock_counts (approved_by);
create index ix_stock_counts_movement_id on erp.stock_counts (movement_id);
create index ix_stock_counts_created_by on erp.stock_counts (created_by);
create index ix_stock_counts_created_at on erp.stock_counts (created_at, id);

create table erp.stock_count_lines (
  id uuid not null default erp.uuid_v7(),
  count_id uuid not null,
  product_id uuid not null,
  location_id uuid not null,
  lot_id uuid,
  book_quantity bigint not null default 0,
  counted_quantity bigint,
  variance_quantity bigint,
  state text not null default 'open',
  is_unexpected boolean not null default false,
  constraint pk_stock_count_lines primary key (id),
  constraint uq_stock_count_lines_count_id_product_id_location_id_lot_id unique nulls not distinct (count_id, product_id, location_id, lot_id),
  constraint fk_stock_count_lines_count_id foreign key (count_id) references erp.stock_counts (id),
  constraint fk_stock_count_lines_product_id foreign key (product_id) references erp.products (id),
  constraint fk_stock_count_lines_location_id foreign key (location_id) references erp.locations (id),
  constraint fk_stock_count_lines_lot_id foreign key (lot_id) references erp.lots (id),
  constraint ck_stock_count_lines_state check (state in ('open', 'counted', 'recount', 'agreed')),
  constraint ck_stock_count_lines_counted_quantity check (counted_quantity between 0 and 9007199254740991),
  constraint ck_stock_count_lines_book_quantity check (book_quantity between 0 and 9007199254740991)
);
create index ix_stock_count_lines_product_id on erp.stock_count_lines (product_id);
create index ix_stock_count_lines_location_id on erp.stock_count_lines (location_id);
create index ix_stock_count_lines_lot_id on erp.stock_count_lines (lot_id);
comment on column erp.stock_count_lines.book_quantity is 'What the books said when the count began.';
comment on column erp.stock_count_lines.variance_quantity is 'What was counted, less what the books said at the moment of that entry.';

create table erp.stock_count_entries (
  id uuid not null default erp.uuid_v7(),
  line_id uuid not null,
  round integer not null,
  quantity bigint not null,
  book_quantity bigint not null,
  created_by uuid not null default erp.current_actor(),
  created_at timestamptz(3) not null default clock_timestamp(),
  constraint pk_stock_count_entries primary key (id),
  constraint uq_stock_count_entries_line_id_round_created_by unique (line_id, round, created_by),
  constraint fk_stock_count_entries_line_id foreign key (line_id) references erp.stock_count_lines (id),
  constraint fk_stock_count_entries_created_by foreign key (created_by) references erp.users (id),
  constraint ck_stock_count_entries_quantity check (quantity between 0 and 9007199254740991),
  constraint ck_stock_count_entries_book_quantity check (book_quantity between 0 and 9007199254740991)
);
create index ix_stock_count_entries_created_by on erp.stock_count_entries (created_by);
comment on table erp.stock_count_entries is 'What each person counted, and what the books said at that moment. Append-only.';

alter table erp.stock_balances add column frozen_by uuid;
comment on column erp.stock_balances.frozen_by is 'The count that this stock stands still for, or stood still for last.';
`;

const TRIGGERS = /* sql */ `
select erp.add_updated_at_trigger('erp.stock_counts');
create trigger trg_stock_counts_transition before update of state on erp.stock_counts
  for each row execute function erp.fn_check_transition('stock_count');
create trigger trg_stock_count_entries_append_only before update or delete on erp.stock_count_entries
  for each row execute function erp.fn_refuse_change();
create trigger trg_stock_count_entries_no_truncate before truncate on erp.stock_count_entries
  for each statement execute function erp.fn_refuse_change();
create trigger trg_stock_balances_frozen before update of on_hand on erp.stock_balances
  for each row when (old.frozen_by is not null and new.on_hand <> old.on_hand) execute function erp.fn_guard_frozen_stock();
revoke delete on erp.stock_counts, erp.stock_count_lines from erp_app;
revoke update, delete, truncate on erp.stock_count_entries from erp_app;
`;

const DOWN = /* sql */ `
delete from erp.state_transitions where machine = 'stock_count';
drop trigger trg_stock_balances_frozen on erp.stock_balances;
drop function erp.judge_stock_count, erp.enter_stock_count, erp.fn_guard_frozen_stock, erp.freeze_counted_stock;
alter table erp.stock_balances drop column frozen_by;
drop table erp.stock_count_entries, erp.stock_count_lines, erp.stock_counts;
delete from erp.number_series where series = 'stock_count';
drop sequence erp.number_stock_count;
`;

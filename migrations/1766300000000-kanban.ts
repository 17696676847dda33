import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installTransitions } from './support/install.js';

/** Request cards of departments, what was shipped for them, and boards with limits. */
export class Kanban1766300000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await installTransitions(queryRunner, 'request_card', [
      ['approve', 'pending', 'approved'],
      ['reject', 'pending', 'rejected'],
      ['reject', 'approved', 'rejected'],
      ['cancel', 'pending', 'cancelled'],
      ['cancel', 'approved', 'cancelled'],
      ['ship', 'approved', 'in_progress'],
      ['ship', 'in_progress', 'in_progress'],
      ['receive', 'in_progress', 'in_progress'],
      ['receive', 'in_progress', 'completed'],
      ['short_close', 'in_progress', 'completed'],
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const TABLES = /* sql */ `
select erp.create_number_series('request_card', 'KC');

create table erp.kanban_boards (
  id uuid not null default erp.uuid_v7(),
  department_id uuid not null,
  from_location_id uuid,
  to_location_id uuid,
  pending_limit integer,
  approved_limit integer,
  in_progress_limit integer,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_kanban_boards primary key (id),
  constraint uq_kanban_boards_department_id unique (department_id),
  constraint fk_kanban_boards_department_id foreign key (department_id) references erp.departments (id),
  constraint fk_kanban_boards_from_location_id foreign key (from_location_id) references erp.locations (id),
  constraint fk_kanban_boards_to_location_id foreign key (to_location_id) references erp.locations (id),
  constraint ck_kanban_boards_pending_limit check (pending_limit between 1 and 500),
  constraint ck_kanban_boards_approved_limit check (approved_limit between 1 and 500),
  constraint ck_kanban_boards_in_progress_limit check (in_progress_limit between 1 and 500)
);
create index ix_kanban_boards_from_location_id on erp.kanban_boards (from_location_id);
create index ix_kanban_boards_to_location_id on erp.kanban_boards (to_location_id);
comment on table erp.kanban_boards is 'Limits on work in progress: cards of a column are counted while the row of their board is locked.';

create table erp.request_cards (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('request_card'),
  company_id uuid not null,
  department_id uuid,
  product_id uuid not null,
  quantity bigint not null,
  priority text not null default 'normal',
  needed_by date,
  reason text,
  work_order_id uuid,
  from_location_id uuid not null,
  to_location_id uuid not null,
  state text not null default 'pending',
  shipped_quantity bigint not null default 0,
  received_quantity bigint not null default 0,
  lost_quantity bigint not null default 0,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_request_cards primary key (id),
  constraint uq_request_cards_number unique (number),
  constraint fk_request_cards_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_request_cards_department_id foreign key (department_id) references erp.departments (id),
  constraint fk_request_cards_product_id foreign key (product_id) references erp.products (id),
  constraint fk_request_cards_work_order_id foreign key (work_order_id) references erp.manufacturing_orders (id),
  constraint fk_request_cards_from_location_id foreign key (from_location_id) references erp.locations (id),
  constraint fk_request_cards_to_location_id foreign key (to_location_id) references erp.locations (id),
  constraint fk_request_cards_created_by foreign key (created_by) references erp.users (id),
  constraint ck_request_cards_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_request_cards_counts check (0 <= received_quantity and 0 <= lost_quantity and received_quantity + lost_quantity <= shipped_quantity
    and shipped_quantity <= quantity),
  constraint ck_request_cards_priority check (priority in ('low', 'normal', 'high', 'urgent')),
  constraint ck_request_cards_state check (state in ('pending', 'approved', 'in_progress', 'completed', 'rejected', 'cancelled')),
  constraint ck_request_cards_reason check (char_length(reason) <= 2000)
);
create index ix_request_cards_company_id on erp.request_cards (company_id);
create index ix_request_cards_department_id on erp.request_cards (department_id, state);
create index ix_request_cards_product_id on erp.request_cards (product_id);
create index ix_request_cards_work_order_id on erp.request_cards (work_order_id);
create index ix_request_cards_from_location_id on erp.request_cards (from_location_id);
create index ix_request_cards_to_location_id on erp.request_cards (to_location_id);
create index ix_request_cards_created_by on erp.request_cards (created_by);
create index ix_request_cards_created_at on erp.request_cards (created_at, id);
create index ix_request_cards_needed_by on erp.request_cards (coalesce(needed_by, date '9999-12-31'), id);
comment on column erp.request_cards.work_order_id is 'The manufacturing order it is for, under the name that earlier clients know.';

create table erp.request_card_shipments (
  id uuid not null default erp.uuid_v7(),
  card_id uuid not null,
  movement_id uuid not null,
  lot_id uuid,
  transit_location_id uuid not null,
  shipped_quantity bigint not null,
  settled_quantity bigint not null default 0,
  constraint pk_request_card_shipments primary key (id),
  constraint fk_request_card_shipments_card_id foreign key (card_id) references erp.request_cards (id),
  constraint fk_request_card_shipments_movement_id foreign key (movement_id) references erp.stock_movements (id),
  constraint fk_request_card_shipments_lot_id foreign key (lot_id) references erp.lots (id),
  constraint fk_request_card_shipments_transit_location_id foreign key (transit_location_id) references erp.locations (id),
  constraint ck_request_card_shipments_quantity check (shipped_quantity > 0 and settled_quantity between 0 and shipped_quantity)
);
create index ix_request_card_shipments_card_id on erp.request_card_shipments (card_id);
create index ix_request_card_shipments_movement_id on erp.request_card_shipments (movement_id);
create index ix_request_card_shipments_lot_id on erp.request_card_shipments (lot_id);
create index ix_request_card_shipments_transit_location_id on erp.request_card_shipments (transit_location_id);

select erp.add_updated_at_trigger('erp.kanban_boards');
select erp.add_updated_at_trigger('erp.request_cards');
create trigger trg_request_cards_transition before update of state on erp.request_cards
  for each row execute function erp.fn_check_transition('request_card');
revoke delete on erp.request_cards, erp.request_card_shipments, erp.kanban_boards from erp_app;
`;

const DOWN = /* sql */ `
delete from erp.state_transitions where machine = 'request_card';
drop table erp.request_card_shipments, erp.request_cards, erp.kanban_boards;
delete from erp.number_series where series = 'request_card';
drop sequence erp.number_request_card;
`;

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installTransitions } from './support/install.js';

/** Transfers in two steps: stock leaves one place into transit and is accepted in another, with what is missing explained. */
export class TransferOrders1765000350000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await installTransitions(queryRunner, 'transfer_order', [
      ['dispatch', 'draft', 'in_transit'],
      ['accept', 'in_transit', 'in_transit'],
      ['accept', 'in_transit', 'accepted'],
      ['close', 'in_transit', 'closed'],
      ['cancel', 'draft', 'cancelled'],
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

/** An event that can be done in parts leads to the same state or to the next. */
const TABLES = /* sql */ `
alter table erp.state_transitions drop constraint pk_state_transitions,
  add constraint pk_state_transitions primary key (machine, event, from_state, to_state);
select erp.create_number_series('transfer_order', 'TO');

create table erp.transfer_orders (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('transfer_order'),
  company_id uuid not null,
  from_warehouse_id uuid not null,
  to_warehouse_id uuid not null,
  to_location_id uuid not null,
  transit_location_id uuid not null,
  state text not null default 'draft',
  notes text,
  expected_on date,
  dispatched_at timestamptz(3),
  dispatch_movement_id uuid,
  closed_at timestamptz(3),
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_transfer_orders primary key (id),
  constraint uq_transfer_orders_number unique (number),
  constraint fk_transfer_orders_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_transfer_orders_from_warehouse_id foreign key (from_warehouse_id) references erp.locations (id),
  constraint fk_transfer_orders_to_warehouse_id foreign key (to_warehouse_id) references erp.locations (id),
  constraint fk_transfer_orders_to_location_id foreign key (to_location_id) references erp.locations (id),
  constraint fk_transfer_orders_transit_location_id foreign key (transit_location_id) references erp.locations (id),
  constraint fk_transfer_orders_dispatch_movement_id foreign key (dispatch_movement_id) references erp.stock_movements (id),
  constraint fk_transfer_orders_created_by foreign key (created_by) references erp.users (id),
  constraint ck_transfer_orders_state check (state in ('draft', 'in_transit', 'accepted', 'closed', 'cancelled')),
  constraint ck_transfer_orders_notes check (char_length(notes) <= 2000)
);
create index ix_transfer_orders_company_id on erp.transfer_orders (company_id);
create index ix_transfer_orders_from_warehouse_id on erp.transfer_orders (from_warehouse_id);
create index ix_transfer_orders_to_warehouse_id on erp.transfer_orders (to_warehouse_id);
create index ix_transfer_orders_to_location_id on erp.transfer_orders (to_location_id);
create index ix_transfer_orders_transit_location_id on erp.transfer_orders (transit_location_id);
create index ix_transfer_orders_dispatch_movement_id on erp.transfer_orders (dispatch_movement_id);
create index ix_transfer_orders_created_by on erp.transfer_orders (created_by);
create index ix_transfer_orders_created_at on erp.transfer_orders (created_at, id);

create table erp.transfer_order_lines (
  id uuid not null default erp.uuid_v7(),
  transfer_order_id uuid not null,
  line_no integer not null,
  product_id uuid not null,
  lot_id uuid,
  from_location_id uuid not null,
  quantity bigint not null,
  dispatched_quantity bigint not null default 0,
  accepted_quantity bigint not null default 0,
  damaged_quantity bigint not null default 0,
  lost_quantity bigint not null default 0,
  constraint pk_transfer_order_lines primary key (id),
  constraint uq_transfer_order_lines_transfer_order_id_line_no unique (transfer_order_id, line_no),
  constraint fk_transfer_order_lines_transfer_order_id foreign key (transfer_order_id) references erp.transfer_orders (id),
  constraint fk_transfer_order_lines_product_id foreign key (product_id) references erp.products (id),
  constraint fk_transfer_order_lines_lot_id foreign key (lot_id) references erp.lots (id),
  constraint fk_transfer_order_lines_from_location_id foreign key (from_location_id) references erp.locations (id),
  constraint ck_transfer_order_lines_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_transfer_order_lines_dispatched_quantity check (dispatched_quantity between 0 and 9007199254740991),
  constraint ck_transfer_order_lines_settled check (accepted_quantity >= 0 and damaged_quantity >= 0 and lost_quantity >= 0
    and accepted_quantity + damaged_quantity + lost_quantity <= dispatched_quantity)
);
create index ix_transfer_order_lines_product_id on erp.transfer_order_lines (product_id);
create index ix_transfer_order_lines_lot_id on erp.transfer_order_lines (lot_id);
create index ix_transfer_order_lines_from_location_id on erp.transfer_order_lines (from_location_id);
comment on column erp.transfer_order_lines.from_location_id is 'Where the pieces lie, or a place to pick them within; after the dispatch the lines are those that were picked.';

select erp.add_updated_at_trigger('erp.transfer_orders');
create trigger trg_transfer_orders_transition before update of state on erp.transfer_orders
  for each row execute function erp.fn_check_transition('transfer_order');
revoke delete on erp.transfer_orders from erp_app;
`;

const DOWN = /* sql */ `
delete from erp.state_transitions where machine = 'transfer_order';
alter table erp.state_transitions drop constraint pk_state_transitions,
  add constraint pk_state_transitions primary key (machine, event, from_state);
drop table erp.transfer_order_lines, erp.transfer_orders;
delete from erp.number_series where series = 'transfer_order';
drop sequence erp.number_transfer_order;
`;

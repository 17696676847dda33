import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction, installTransitions, installView } from './support/install.js';

/** Blanket orders: quantities and prices agreed with a supplier for a time, called off by purchase orders. */
export class BlanketOrders1769800000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await installTransitions(queryRunner, 'blanket_order', [
      ['activate', 'draft', 'active'],
      ['close', 'active', 'closed'],
      ['cancel', 'draft', 'cancelled'],
    ]);
    await installView(queryRunner, 'purchase_blanket_progress', 1);
    await installFunction(queryRunner, 'fn_check_call_off', 1);
    await queryRunner.query(TRIGGERS);
    await queryRunner.query(GRANT);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const TABLES = /* sql */ `
select erp.create_number_series('blanket_order', 'BO');

create table erp.purchase_blanket_orders (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('blanket_order'),
  company_id uuid not null,
  supplier_id uuid not null,
  currency_code text not null,
  valid_from date not null default current_date,
  valid_until date not null,
  reference text,
  notes text,
  state text not null default 'draft',
  activated_by uuid,
  activated_at timestamptz(3),
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_purchase_blanket_orders primary key (id),
  constraint uq_purchase_blanket_orders_number unique (number),
  constraint fk_purchase_blanket_orders_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_purchase_blanket_orders_supplier_id foreign key (supplier_id) references erp.suppliers (id),
  constraint fk_purchase_blanket_orders_currency_code foreign key (currency_code) references erp.currencies (code),
  constraint fk_purchase_blanket_orders_activated_by foreign key (activated_by) references erp.users (id),
  constraint fk_purchase_blanket_orders_created_by foreign key (created_by) references erp.users (id),
  constraint ck_purchase_blanket_orders_days check (valid_until >= valid_from),
  constraint ck_purchase_blanket_orders_texts check (char_length(reference) <= 200 and char_length(notes) <= 2000),
  constraint ck_purchase_blanket_orders_state check (state in ('draft', 'active', 'closed', 'cancelled'))
);
create index ix_purchase_blanket_orders_company_id on erp.purchase_blanket_orders (company_id, state);
create index ix_purchase_blanket_orders_supplier_id on erp.purchase_blanket_orders (supplier_id, state);
create index ix_purchase_blanket_orders_currency_code on erp.purchase_blanket_orders (currency_code);
create index ix_purchase_blanket_orders_activated_by on erp.purchase_blanket_orders (activated_by);
create index ix_purchase_blanket_orders_created_by on erp.purchase_blanket_orders (created_by);
create index ix_purchase_blanket_orders_created_at on erp.purchase_blanket_orders (created_at, id);
comment on table erp.purchase_blanket_orders is 'What is agreed with a supplier for a time; nothing is owed until it is called off.';

create table erp.purchase_blanket_lines (
  id uuid not null default erp.uuid_v7(),
  blanket_id uuid not null,
  line_no integer not null,
  product_id uuid not null,
  quantity bigint not null,
  unit_price numeric(19,6) not null,
  constraint pk_purchase_blanket_lines primary key (id),
  constraint uq_purchase_blanket_lines_blanket_id_line_no unique (blanket_id, line_no),
  constraint uq_purchase_blanket_lines_blanket_id_product_id unique (blanket_id, product_id),
  constraint fk_purchase_blanket_lines_blanket_id foreign key (blanket_id) references erp.purchase_blanket_orders (id),
  constraint fk_purchase_blanket_lines_product_id foreign key (product_id) references erp.products (id),
  constraint ck_purchase_blanket_lines_line_no check (line_no >= 1),
  constraint ck_purchase_blanket_lines_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_purchase_blanket_lines_unit_price check (unit_price between 0 and 9999999999999.999999)
);
create index ix_purchase_blanket_lines_product_id on erp.purchase_blanket_lines (product_id);
comment on column erp.purchase_blanket_lines.unit_price is 'For a piece of the stock unit, in the currency of the blanket order.';

create table erp.purchase_call_offs (
  order_line_id uuid not null,
  blanket_line_id uuid not null,
  constraint pk_purchase_call_offs primary key (order_line_id),
  constraint fk_purchase_call_offs_order_line_id foreign key (order_line_id) references erp.purchase_order_lines (id) on delete cascade,
  constraint fk_purchase_call_offs_blanket_line_id foreign key (blanket_line_id) references erp.purchase_blanket_lines (id)
);
create index ix_purchase_call_offs_blanket_line_id on erp.purchase_call_offs (blanket_line_id);
comment on table erp.purchase_call_offs is 'Which order lines call off a line of a blanket order.';
`;

const TRIGGERS = /* sql */ `
select erp.add_updated_at_trigger('erp.purchase_blanket_orders');
select erp.add_audit_trigger('erp.purchase_blanket_orders');
select erp.add_audit_trigger('erp.purchase_blanket_lines');
select erp.add_audit_trigger('erp.purchase_call_offs');
create trigger trg_purchase_blanket_orders_transition before update of state on erp.purchase_blanket_orders
  for each row execute function erp.fn_check_transition('blanket_order');
create trigger trg_purchase_call_offs_check after insert on erp.purchase_call_offs for each row execute function erp.fn_check_call_off();
create trigger trg_purchase_order_lines_call_off after update of quantity on erp.purchase_order_lines for each row when (new.quantity > old.quantity)
  execute function erp.fn_check_call_off();
revoke delete on erp.purchase_blanket_orders from erp_app;
revoke update on erp.purchase_blanket_lines, erp.purchase_call_offs from erp_app;
revoke delete on erp.purchase_call_offs from erp_app;
revoke insert, update, delete on erp.purchase_blanket_progress from erp_app;
`;

/** Buyers draft them and call them off; who answers for purchasing activates them. */
const GRANTS = /* sql */ `(values ('purchasing', 'purchasing.blanket_orders.call_off')) g (code, pattern)`;

const GRANT = /* sql */ `insert into erp.role_permissions (role_id, pattern)
  select r.id, g.pattern from erp.roles r join ${GRANTS} on g.code = r.code where r.is_system on conflict do nothing`;

const DOWN = /* sql */ `
delete from erp.role_permissions p using erp.roles r, ${GRANTS}
  where r.id = p.role_id and r.is_system and r.code = g.code and p.pattern = g.pattern;
delete from erp.state_transitions where machine = 'blanket_order';
drop trigger trg_purchase_order_lines_call_off on erp.purchase_order_lines;
drop view erp.purchase_blanket_progress;
drop table erp.purchase_call_offs, erp.purchase_blanket_lines, erp.purchase_blanket_orders;
drop function erp.fn_check_call_off;
delete from erp.number_series where series = 'blanket_order';
drop sequence erp.number_blanket_order;
`;

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installTransitions, installView } from './support/install.js';

/** What makes and buys for order lines; and what suppliers will bring and customers are owed becomes known to whoever asks what will be there. */
export class SalesSupply1770100400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
    await installTransitions(queryRunner, 'sales_order', [
      ['reserve', 'confirmed', 'confirmed'],
      ['reserve', 'partially_shipped', 'partially_shipped'],
    ]);
    await installView(queryRunner, 'purchase_supply_demand', 1);
    await installView(queryRunner, 'sales_supply_demand', 1);
    await queryRunner.query(
      'revoke insert, update, delete on erp.purchase_supply_demand, erp.sales_supply_demand from erp_app',
    );
    await installView(queryRunner, 'stock_outlook', 3);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await installView(queryRunner, 'stock_outlook', 2);
    await queryRunner.query(DOWN);
  }
}

const UP = /* sql */ `
create table erp.sales_line_supplies (
  id uuid not null default erp.uuid_v7(),
  order_line_id uuid not null,
  kind text not null,
  document_id uuid not null,
  document_number text not null,
  quantity bigint not null,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  constraint pk_sales_line_supplies primary key (id),
  constraint uq_sales_line_supplies_document unique (document_id),
  constraint fk_sales_line_supplies_order_line_id foreign key (order_line_id) references erp.sales_order_lines (id),
  constraint fk_sales_line_supplies_created_by foreign key (created_by) references erp.users (id),
  constraint ck_sales_line_supplies_kind check (kind in ('make', 'buy')),
  constraint ck_sales_line_supplies_document_number check (char_length(document_number) between 1 and 64),
  constraint ck_sales_line_supplies_quantity check (quantity between 1 and 9007199254740991)
);
create index ix_sales_line_supplies_order_line_id on erp.sales_line_supplies (order_line_id);
create index ix_sales_line_supplies_created_by on erp.sales_line_supplies (created_by);
comment on table erp.sales_line_supplies is 'The manufacturing order or requisition that brings the goods of an order line; what it has brought is held for the line.';
select erp.add_audit_trigger('erp.sales_line_supplies');
revoke update, delete on erp.sales_line_supplies from erp_app;

alter table erp.requisitions drop constraint ck_requisitions_origin,
  add constraint ck_requisitions_origin check ((origin is null) = (origin_key is null) and origin in ('kanban', 'suggestion', 'sales')
    and char_length(origin_key) between 1 and 200);
`;

const DOWN = /* sql */ `
alter table erp.requisitions drop constraint ck_requisitions_origin,
  add constraint ck_requisitions_origin check ((origin is null) = (origin_key is null) and origin in ('kanban', 'suggestion')
    and char_length(origin_key) between 1 and 200);
delete from erp.state_transitions where machine = 'sales_order' and event = 'reserve';
drop view erp.sales_supply_demand, erp.purchase_supply_demand;
drop table erp.sales_line_supplies;
`;

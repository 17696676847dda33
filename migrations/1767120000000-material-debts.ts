import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installTransitions, installView } from './support/install.js';

/** Work with material that is not booked in stock yet: asked for, approved, used by reports, and settled by what comes in. */
export class MaterialDebts1767120000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await queryRunner.query(RIGHTS);
    await installView(queryRunner, 'work_order_material', 2);
    await installTransitions(queryRunner, 'material_debt', [
      ['approve', 'requested', 'approved'],
      ['reject', 'requested', 'rejected'],
      ['cancel', 'requested', 'requested'],
      ['cancel', 'requested', 'cancelled'],
      ['cancel', 'approved', 'approved'],
      ['cancel', 'approved', 'cancelled'],
      ['settle', 'approved', 'approved'],
      ['settle', 'approved', 'settled'],
      ['reopen', 'settled', 'approved'],
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await installView(queryRunner, 'work_order_material', 1);
    await queryRunner.query(DOWN);
  }
}

const TABLES = /* sql */ `
select erp.create_number_series('material_debt', 'MD');

create table erp.material_debts (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('material_debt'),
  company_id uuid not null,
  warehouse_id uuid not null,
  order_id uuid not null,
  component_id uuid not null,
  product_id uuid not null,
  state text not null default 'requested',
  quantity bigint not null,
  used_quantity bigint not null default 0,
  settled_quantity bigint not null default 0,
  cancelled_quantity bigint not null default 0,
  reason text not null,
  decided_by uuid,
  decided_at timestamptz(3),
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_material_debts primary key (id),
  constraint uq_material_debts_number unique (number),
  constraint fk_material_debts_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_material_debts_warehouse_id foreign key (warehouse_id) references erp.locations (id),
  constraint fk_material_debts_order_id foreign key (order_id) references erp.manufacturing_orders (id),
  constraint fk_material_debts_component_id foreign key (component_id) references erp.manufacturing_order_components (id),
  constraint fk_material_debts_product_id foreign key (product_id) references erp.products (id),
  constraint fk_material_debts_decided_by foreign key (decided_by) references erp.users (id),
  constraint fk_material_debts_created_by foreign key (created_by) references erp.users (id),
  constraint ck_material_debts_state check (state in ('requested', 'approved', 'settled', 'rejected', 'cancelled')),
  constraint ck_material_debts_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_material_debts_counts check (settled_quantity >= 0 and settled_quantity <= used_quantity and cancelled_quantity >= 0
    and used_quantity <= quantity - cancelled_quantity),
  constraint ck_material_debts_used check (state in ('approved', 'settled') or used_quantity = 0),
  constraint ck_material_debts_settled check (state <> 'settled' or (settled_quantity = used_quantity and used_quantity = quantity - cancelled_quantity)),
  constraint ck_material_debts_reason check (char_length(reason) between 1 and 2000),
  constraint ck_material_debts_decided check ((decided_at is null) = (decided_by is null) and (state not in ('approved', 'settled', 'rejected') or decided_at is not null))
);
create index ix_material_debts_company_id on erp.material_debts (company_id);
create index ix_material_debts_warehouse_id on erp.material_debts (warehouse_id);
create index ix_material_debts_order_id on erp.material_debts (order_id);
create index ix_material_debts_component_id on erp.material_debts (component_id);
create index ix_material_debts_product_id on erp.material_debts (product_id);
create index ix_material_debts_decided_by on erp.material_debts (decided_by);
create index ix_material_debts_created_by on erp.material_debts (created_by);
create index ix_material_debts_created_at on erp.material_debts (created_at, id);
create index ix_material_debts_owed on erp.material_debts (product_id, warehouse_id) where used_quantity > settled_quantity;
comment on table erp.material_debts is 'Leave to work with pieces of a component that are not booked in stock yet. Open: may still be used. Owed: used and not settled.';
comment on column erp.material_debts.quantity is 'Pieces that were asked for; those of cancelled_quantity are not needed any more.';
comment on column erp.material_debts.used_quantity is 'Worked up by reports that found too little in stock.';
comment on column erp.material_debts.settled_quantity is 'Taken out of stock for the order since.';

create table erp.material_debt_entries (
  id uuid not null default erp.uuid_v7(),
  debt_id uuid not null,
  posting_id uuid not null,
  kind text not null,
  quantity bigint not null,
  created_at timestamptz(3) not null default now(),
  constraint pk_material_debt_entries primary key (id),
  constraint uq_material_debt_entries_debt_id_posting_id unique (debt_id, posting_id),
  constraint fk_material_debt_entries_debt_id foreign key (debt_id) references erp.material_debts (id),
  constraint fk_material_debt_entries_posting_id foreign key (posting_id) references erp.production_postings (id),
  constraint ck_material_debt_entries_kind check (kind in ('use', 'settlement')),
  constraint ck_material_debt_entries_quantity check (quantity between 1 and 9007199254740991)
);
create index ix_material_debt_entries_posting_id on erp.material_debt_entries (posting_id);
comment on table erp.material_debt_entries is 'What a debt was used for and settled by: an entry counts as long as its posting is not reversed.';

alter table erp.manufacturing_order_components
  add column owed_quantity bigint not null default 0,
  add constraint ck_manufacturing_order_components_owed_quantity check (owed_quantity between 0 and 9007199254740991);
comment on column erp.manufacturing_order_components.owed_quantity is 'Worked up on material debts and not taken out of stock yet.';

select erp.add_updated_at_trigger('erp.material_debts');
create trigger trg_material_debts_transition before update of state on erp.material_debts
  for each row execute function erp.fn_check_transition('material_debt');
`;

/** Whose material it is, how much and why stays as it was asked for; what was used and settled is never rewritten. */
const RIGHTS = /* sql */ `
revoke update, delete on erp.material_debts, erp.material_debt_entries from erp_app;
grant update (state, used_quantity, settled_quantity, cancelled_quantity, decided_by, decided_at, version) on erp.material_debts to erp_app;
grant update (owed_quantity) on erp.manufacturing_order_components to erp_app;
insert into erp.role_permissions (role_id, pattern)
select r.id, 'ppic.material_debts.' || g.action
  from erp.roles r
  join (values ('ppic_admin', 'cancel'), ('ppic_admin', 'settle'), ('production_supervisor', 'create'), ('production_supervisor', 'cancel'),
               ('production_supervisor', 'settle'), ('warehouse_manager', 'settle')) g (code, action) on g.code = r.code
 where r.is_system on conflict do nothing;
`;

const DOWN = /* sql */ `
delete from erp.role_permissions where pattern in ('ppic.material_debts.cancel', 'ppic.material_debts.settle', 'ppic.material_debts.create');
drop table erp.material_debt_entries, erp.material_debts;
alter table erp.manufacturing_order_components drop column owed_quantity;
delete from erp.state_transitions where machine = 'material_debt';
delete from erp.number_series where series = 'material_debt';
drop sequence erp.number_material_debt;
`;

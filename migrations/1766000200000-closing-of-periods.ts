import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction, installTransitions } from './support/install.js';

/** In the order in which one needs another. */
const NEW = [
  'closed_periods',
  'first_open_moment',
  'first_open_month_before',
  'refuse_closed_period',
  'date_late_facts',
  'fn_freeze_stock_period',
  'check_stock_closings',
];
const CHANGED = [
  ['fn_guard_stock_period', 2],
  ['stock_posting_lines', 4],
  ['post_plain_movement', 4],
  ['post_any_movement', 3],
  ['insert_stock_value_adjustments', 4],
  ['change_costing', 3],
  ['auth_seed_roles', 3],
] as const;

/** Stock periods close softly and for good, with figures that stay; what comes late is posted in the first open month and linked. */
export class ClosingOfPeriods1766000200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
    await installTransitions(queryRunner, 'stock_period', [
      ['soft_close', 'open', 'soft_closed'],
      ['close', 'open', 'hard_closed'],
      ['close', 'soft_closed', 'hard_closed'],
      ['reopen', 'soft_closed', 'open'],
      ['reopen_hard', 'hard_closed', 'open'],
    ]);
    for (const name of NEW) await installFunction(queryRunner, name, 1);
    for (const [name, version] of CHANGED) await installFunction(queryRunner, name, version);
    await queryRunner.query(TRIGGERS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
    await installTransitions(queryRunner, 'stock_period', [
      ['close', 'open', 'closed'],
      ['reopen', 'closed', 'open'],
    ]);
    for (const [name, version] of CHANGED) await installFunction(queryRunner, name, version - 1);
    await queryRunner.query(DROP_FUNCTIONS);
  }
}

/** The month is renamed by the owner, past its machine: no person does it. */
const UP = /* sql */ `
alter table erp.stock_movements
  add column occurred_at timestamptz(3),
  add constraint ck_stock_movements_occurred_at check (occurred_at < effective_at);
comment on column erp.stock_movements.occurred_at is 'Of a late fact: when it happened, in a month that was closed when it was told. effective_at is then the moment it counts from.';
create index ix_stock_movements_occurred_at on erp.stock_movements (occurred_at) where occurred_at is not null;
alter table erp.stock_value_adjustments
  add column line_id uuid,
  add column occurred_at timestamptz(3),
  add constraint ck_stock_value_adjustments_occurred_at check (occurred_at < effective_at);
comment on column erp.stock_value_adjustments.line_id is 'The ledger line that the value belongs to, such as the receipt of a landed cost.';
comment on column erp.stock_value_adjustments.occurred_at is 'Of a late fact: the moment in a closed month that it belongs to.';
create index ix_stock_value_adjustments_occurred_at on erp.stock_value_adjustments (occurred_at) where occurred_at is not null;
create index ix_stock_value_adjustments_line_id on erp.stock_value_adjustments (line_id) where line_id is not null;

alter table erp.stock_periods
  add column closed_through timestamptz(3),
  drop constraint ck_stock_periods_state;
alter table erp.stock_periods disable trigger user;
update erp.stock_periods set state = 'hard_closed' where state = 'closed';
alter table erp.stock_periods enable trigger user;
alter table erp.stock_periods
  add constraint ck_stock_periods_state check (state in ('open', 'soft_closed', 'hard_closed')),
  add constraint ck_stock_periods_closed_through check (closed_through is null or state = 'hard_closed');
comment on column erp.stock_periods.closed_through is 'The last moment of a month that is closed hard, whose figures are frozen; null for one that was closed before figures were.';

create table erp.retired_transitions (
  machine text not null,
  event text not null,
  from_state text not null,
  to_state text not null,
  constraint pk_retired_transitions primary key (machine, event, from_state, to_state)
);
comment on table erp.retired_transitions is 'Steps that a machine had once: history still tells of them, no document takes them any more.';
revoke insert, update, delete on erp.retired_transitions from erp_app;
with gone as (delete from erp.state_transitions where machine = 'stock_period' returning machine, event, from_state, to_state)
insert into erp.retired_transitions select * from gone;

create table erp.stock_closings (
  id uuid not null default erp.uuid_v7(),
  period_id uuid not null,
  closing_no integer not null,
  closed_through timestamptz(3) not null,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  constraint pk_stock_closings primary key (id),
  constraint uq_stock_closings_period_id_closing_no unique (period_id, closing_no),
  constraint fk_stock_closings_period_id foreign key (period_id) references erp.stock_periods (id),
  constraint fk_stock_closings_created_by foreign key (created_by) references erp.users (id),
  constraint ck_stock_closings_closing_no check (closing_no >= 1)
);
create index ix_stock_closings_created_by on erp.stock_closings (created_by);
comment on table erp.stock_closings is 'Each hard closing of a month, counted from one; the last one is in force while the month is closed hard. Written by the closing alone, for ever.';

create table erp.stock_closing_values (
  id uuid not null default erp.uuid_v7(),
  closing_id uuid not null,
  product_id uuid not null,
  area_id uuid not null,
  quantity bigint not null,
  value numeric(15,2) not null,
  constraint pk_stock_closing_values primary key (id),
  constraint uq_stock_closing_values_closing_id_product_id_area_id unique (closing_id, product_id, area_id),
  constraint fk_stock_closing_values_closing_id foreign key (closing_id) references erp.stock_closings (id),
  constraint ck_stock_closing_values_quantity check (quantity between -9007199254740991 and 9007199254740991),
  constraint ck_stock_closing_values_value check (value between -9999999999999.99 and 9999999999999.99)
);
comment on table erp.stock_closing_values is 'What stock was worth at the end of a month when it was closed hard.';
revoke insert, update, delete, truncate on erp.stock_closings, erp.stock_closing_values from erp_app;

update erp.role_permissions p set pattern = 'warehouse.periods.*'
  from erp.roles r
 where r.id = p.role_id and r.code = 'accountant' and r.is_system and p.pattern = 'warehouse.stock_periods.*'
   and not exists (select from erp.role_permissions o where o.role_id = r.id and o.pattern = 'warehouse.periods.*');
`;

const TRIGGERS = /* sql */ `
create trigger trg_stock_closings_append_only before update or delete on erp.stock_closings
  for each row execute function erp.fn_refuse_change();
create trigger trg_stock_closings_no_truncate before truncate on erp.stock_closings
  for each statement execute function erp.fn_refuse_change();
create trigger trg_stock_closing_values_append_only before update or delete on erp.stock_closing_values
  for each row execute function erp.fn_refuse_change();
create trigger trg_stock_closing_values_no_truncate before truncate on erp.stock_closing_values
  for each statement execute function erp.fn_refuse_change();
create trigger trg_stock_periods_freeze after insert or update of state on erp.stock_periods
  for each row when (new.state = 'hard_closed') execute function erp.fn_freeze_stock_period();
revoke execute on function erp.date_late_facts(jsonb) from erp_app;
`;

const DOWN = /* sql */ `
update erp.role_permissions p set pattern = 'warehouse.stock_periods.*'
  from erp.roles r where r.id = p.role_id and r.code = 'accountant' and r.is_system and p.pattern = 'warehouse.periods.*';
drop trigger trg_stock_periods_freeze on erp.stock_periods;
drop table erp.stock_closing_values, erp.stock_closings, erp.retired_transitions;
delete from erp.state_transitions where machine = 'stock_period';
alter table erp.stock_periods
  drop constraint ck_stock_periods_closed_through,
  drop constraint ck_stock_periods_state,
  drop column closed_through;
alter table erp.stock_periods disable trigger user;
update erp.stock_periods set state = 'closed' where state <> 'open';
alter table erp.stock_periods enable trigger user;
alter table erp.stock_periods add constraint ck_stock_periods_state check (state in ('open', 'closed'));
alter table erp.stock_value_adjustments drop column occurred_at, drop column line_id;
alter table erp.stock_movements drop column occurred_at;
`;

const DROP_FUNCTIONS = /* sql */ `
drop function erp.check_stock_closings, erp.fn_freeze_stock_period, erp.date_late_facts, erp.refuse_closed_period,
  erp.first_open_month_before, erp.first_open_moment, erp.closed_periods;
`;

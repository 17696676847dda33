import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction, installTransitions, installView } from './support/install.js';

/** Replenishment loops with their cards and signals. Signals are told to those who watch a board, and known as supply. */
export class KanbanLoops1767300000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(LOOPS);
    await queryRunner.query(SIGNALS);
    await installTransitions(queryRunner, 'kanban_loop', [
      ['activate', 'draft', 'active'],
      ['pause', 'active', 'paused'],
      ['resume', 'paused', 'active'],
      ['retire', 'draft', 'retired'],
      ['retire', 'active', 'retired'],
      ['retire', 'paused', 'retired'],
    ]);
    await installTransitions(queryRunner, 'loop_card', [
      ['signal', 'full', 'empty'],
      ['order', 'empty', 'on_order'],
      ['receive', 'on_order', 'on_order'],
      ['receive', 'on_order', 'full'],
      ['reopen', 'on_order', 'empty'],
      ['recall', 'empty', 'full'],
      ['recall', 'on_order', 'full'],
      ['remove', 'full', 'out'],
      ['remove', 'empty', 'out'],
      ['restore', 'out', 'full'],
    ]);
    await installFunction(queryRunner, 'kanban_working_days', 1);
    await installFunction(queryRunner, 'kanban_due_day', 1);
    await queryRunner.query(EVENTS);
    await installFunction(queryRunner, 'fn_record_kanban_event', 2);
    await queryRunner.query(TRIGGERS);
    await installView(queryRunner, 'kanban_supply_demand', 2);
    await queryRunner.query(GRANTS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await installView(queryRunner, 'kanban_supply_demand', 1);
    await queryRunner.query(DOWN);
    await installFunction(queryRunner, 'fn_record_kanban_event', 1);
  }
}

const LOOPS = /* sql */ `
select erp.create_number_series('kanban_loop', 'KL');
select erp.create_number_series('loop_card', 'KLC');

create table erp.kanban_loops (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('kanban_loop'),
  company_id uuid not null,
  kind text not null,
  product_id uuid not null,
  department_id uuid,
  to_location_id uuid not null,
  supplier_id uuid,
  from_location_id uuid,
  source_department_id uuid,
  calendar_id uuid,
  container_quantity bigint not null,
  demand_source text not null,
  daily_demand numeric(19,6),
  demand_days integer,
  lead_time_days numeric(7,4) not null,
  safety_percent numeric(7,4) not null default 0,
  min_cards integer not null default 1,
  max_cards integer not null,
  trigger_quantity bigint,
  notes text,
  state text not null default 'draft',
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_kanban_loops primary key (id),
  constraint uq_kanban_loops_number unique (number),
  constraint fk_kanban_loops_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_kanban_loops_product_id foreign key (product_id) references erp.products (id),
  constraint fk_kanban_loops_department_id foreign key (department_id) references erp.departments (id),
  constraint fk_kanban_loops_to_location_id foreign key (to_location_id) references erp.locations (id),
  constraint fk_kanban_loops_supplier_id foreign key (supplier_id) references erp.suppliers (id),
  constraint fk_kanban_loops_from_location_id foreign key (from_location_id) references erp.locations (id),
  constraint fk_kanban_loops_source_department_id foreign key (source_department_id) references erp.departments (id),
  constraint fk_kanban_loops_calendar_id foreign key (calendar_id) references erp.calendars (id),
  constraint fk_kanban_loops_created_by foreign key (created_by) references erp.users (id),
  constraint ck_kanban_loops_kind check (kind in ('supplier', 'production', 'transfer')),
  constraint ck_kanban_loops_source check ((kind = 'supplier') = (supplier_id is not null) and (kind = 'transfer') = (from_location_id is not null)
    and (kind = 'production' or source_department_id is null)),
  constraint ck_kanban_loops_places check (from_location_id <> to_location_id),
  constraint ck_kanban_loops_container_quantity check (container_quantity between 1 and 9007199254740991),
  constraint ck_kanban_loops_demand check (demand_source in ('stated', 'actual') and (demand_source = 'stated') = (daily_demand is not null)
    and (demand_source = 'actual') = (demand_days is not null)),
  constraint ck_kanban_loops_daily_demand check (daily_demand between 0 and 9999999999999.999999),
  constraint ck_kanban_loops_demand_days check (demand_days between 1 and 366),
  constraint ck_kanban_loops_lead_time_days check (lead_time_days > 0 and lead_time_days <= 366),
  constraint ck_kanban_loops_safety_percent check (safety_percent between 0 and 999.9999),
  constraint ck_kanban_loops_cards check (min_cards between 1 and max_cards and max_cards <= 500),
  constraint ck_kanban_loops_trigger_quantity check (trigger_quantity between 0 and 9007199254740991),
  constraint ck_kanban_loops_notes check (char_length(notes) <= 2000),
  constraint ck_kanban_loops_state check (state in ('draft', 'active', 'paused', 'retired'))
);
create unique index uq_kanban_loops_place on erp.kanban_loops (to_location_id, product_id) where state <> 'retired';
create index ix_kanban_loops_company_id on erp.kanban_loops (company_id);
create index ix_kanban_loops_product_id on erp.kanban_loops (product_id);
create index ix_kanban_loops_department_id on erp.kanban_loops (department_id);
create index ix_kanban_loops_to_location_id on erp.kanban_loops (to_location_id);
create index ix_kanban_loops_supplier_id on erp.kanban_loops (supplier_id);
create index ix_kanban_loops_from_location_id on erp.kanban_loops (from_location_id);
create index ix_kanban_loops_source_department_id on erp.kanban_loops (source_department_id);
create index ix_kanban_loops_calendar_id on erp.kanban_loops (calendar_id);
create index ix_kanban_loops_created_by on erp.kanban_loops (created_by);
create index ix_kanban_loops_created_at on erp.kanban_loops (created_at, id);
comment on index erp.uq_kanban_loops_place is 'Two loops for one product at one place would both answer the same gap.';
comment on column erp.kanban_loops.lead_time_days is 'From the signal to the full container, in working days of the calendar; demand is of a working day as well.';

create table erp.kanban_loop_cards (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('loop_card'),
  loop_id uuid not null,
  state text not null default 'full',
  is_leaving boolean not null default false,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_kanban_loop_cards primary key (id),
  constraint uq_kanban_loop_cards_number unique (number),
  constraint fk_kanban_loop_cards_loop_id foreign key (loop_id) references erp.kanban_loops (id),
  constraint fk_kanban_loop_cards_created_by foreign key (created_by) references erp.users (id),
  constraint ck_kanban_loop_cards_state check (state in ('full', 'empty', 'on_order', 'out')),
  constraint ck_kanban_loop_cards_is_leaving check (not (is_leaving and state = 'out'))
);
create index ix_kanban_loop_cards_loop_id on erp.kanban_loop_cards (loop_id, state);
create index ix_kanban_loop_cards_created_by on erp.kanban_loop_cards (created_by);
create index ix_kanban_loop_cards_created_at on erp.kanban_loop_cards (created_at, id);
comment on column erp.kanban_loop_cards.is_leaving is 'Goes out of circulation when it comes back empty.';
`;

const SIGNALS = /* sql */ `
create table erp.kanban_signals (
  id uuid not null default erp.uuid_v7(),
  loop_id uuid not null,
  card_id uuid not null,
  origin text not null,
  quantity bigint not null,
  due_on date not null,
  document_type text,
  document_id uuid,
  document_number text,
  reference text,
  blocked_code text,
  blocked_reason text,
  tried_at timestamptz(3) not null default now(),
  scanned_at timestamptz(3),
  ordered_at timestamptz(3),
  received_at timestamptz(3),
  withdrawn_at timestamptz(3),
  received_quantity bigint not null default 0,
  state text not null generated always as (case when withdrawn_at is not null then 'withdrawn' when received_at is not null then 'received'
    when ordered_at is not null then 'ordered' else 'open' end) stored,
  signalled_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_kanban_signals primary key (id),
  constraint fk_kanban_signals_loop_id foreign key (loop_id) references erp.kanban_loops (id),
  constraint fk_kanban_signals_card_id foreign key (card_id) references erp.kanban_loop_cards (id),
  constraint fk_kanban_signals_signalled_by foreign key (signalled_by) references erp.users (id),
  constraint ck_kanban_signals_origin check (origin in ('scan', 'level', 'start')),
  constraint ck_kanban_signals_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_kanban_signals_received_quantity check (received_quantity between 0 and 9007199254740991),
  constraint ck_kanban_signals_document check (num_nulls(document_type, document_id, document_number) in (0, 3)
    and (document_type is null or ordered_at is not null) and document_type in ('request_card', 'manufacturing_order', 'purchase_requisition')),
  constraint ck_kanban_signals_reference check (char_length(reference) between 1 and 200),
  constraint ck_kanban_signals_blocked check ((blocked_code is null) = (blocked_reason is null) and char_length(blocked_reason) <= 2000),
  constraint ck_kanban_signals_over check (num_nonnulls(received_at, withdrawn_at) <= 1 and (received_at is null or ordered_at is not null))
);
create unique index uq_kanban_signals_open on erp.kanban_signals (card_id) where received_at is null and withdrawn_at is null;
create unique index uq_kanban_signals_document_id on erp.kanban_signals (document_id) where document_id is not null;
create index ix_kanban_signals_loop_id on erp.kanban_signals (loop_id, state);
create index ix_kanban_signals_card_id on erp.kanban_signals (card_id);
create index ix_kanban_signals_signalled_by on erp.kanban_signals (signalled_by);
create index ix_kanban_signals_created_at on erp.kanban_signals (created_at, id);
create index ix_kanban_signals_due_on on erp.kanban_signals (due_on, id);
comment on index erp.uq_kanban_signals_open is 'However often a card is scanned, and whatever else notices, it stands for one signal.';
comment on column erp.kanban_signals.scanned_at is 'When somebody held the empty card in hand; a signal by level waits for it.';

select erp.add_updated_at_trigger('erp.kanban_loops');
select erp.add_updated_at_trigger('erp.kanban_loop_cards');
select erp.add_updated_at_trigger('erp.kanban_signals');
`;

const EVENTS = /* sql */ `
alter table erp.kanban_events alter column card_id drop not null, add column signal_id uuid,
  add constraint fk_kanban_events_signal_id foreign key (signal_id) references erp.kanban_signals (id),
  add constraint ck_kanban_events_subject check (num_nonnulls(card_id, signal_id) = 1);
create index ix_kanban_events_signal_id on erp.kanban_events (signal_id);
`;

const TRIGGERS = /* sql */ `
create trigger trg_kanban_loops_transition before update of state on erp.kanban_loops
  for each row execute function erp.fn_check_transition('kanban_loop');
create trigger trg_kanban_loop_cards_transition before update of state on erp.kanban_loop_cards
  for each row execute function erp.fn_check_transition('loop_card');
create trigger trg_kanban_signals_event after insert or update on erp.kanban_signals
  for each row execute function erp.fn_record_kanban_event();
`;

/** Who empties containers signals them; who buys says what was ordered. To set loops up stays with those who have all of kanban. */
const GRANTS = /* sql */ `
revoke delete on erp.kanban_loops, erp.kanban_loop_cards, erp.kanban_signals from erp_app;
insert into erp.role_permissions (role_id, pattern)
select r.id, g.pattern
  from (values ('operator', 'kanban.loops.signal'), ('production_supervisor', 'kanban.loops.signal'), ('warehouse', 'kanban.loops.signal'),
               ('purchasing', 'kanban.loops.read'), ('purchasing', 'kanban.loops.order'),
               ('purchasing_manager', 'kanban.loops.read'), ('purchasing_manager', 'kanban.loops.order')) g (code, pattern)
  join erp.roles r on r.code = g.code and r.is_system
on conflict do nothing;
`;

const DOWN = /* sql */ `
delete from erp.role_permissions p using erp.roles r
 where r.id = p.role_id and r.is_system and p.pattern in ('kanban.loops.signal', 'kanban.loops.read', 'kanban.loops.order');
delete from erp.kanban_events where signal_id is not null;
alter table erp.kanban_events drop column signal_id, alter column card_id set not null;
delete from erp.state_transitions where machine in ('kanban_loop', 'loop_card');
drop table erp.kanban_signals, erp.kanban_loop_cards, erp.kanban_loops;
drop function erp.kanban_working_days(uuid, date, date), erp.kanban_due_day(uuid, date, numeric);
delete from erp.number_series where series in ('kanban_loop', 'loop_card');
drop sequence erp.number_kanban_loop, erp.number_loop_card;
`;

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** Changes of request cards, for those who watch a board and come back. */
export class KanbanEvents1766300100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await installFunction(queryRunner, 'fn_record_kanban_event', 1);
    await queryRunner.query(TRIGGER);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

/** In the order of transactions: a number drawn early may be committed late. */
const TABLES = /* sql */ `
create table erp.kanban_events (
  id bigint not null generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  card_id uuid not null,
  company_id uuid not null,
  department_id uuid,
  change text not null,
  recorded_at timestamptz(3) not null default now(),
  constraint pk_kanban_events primary key (xid, id),
  constraint fk_kanban_events_card_id foreign key (card_id) references erp.request_cards (id),
  constraint fk_kanban_events_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_kanban_events_department_id foreign key (department_id) references erp.departments (id)
);
create index ix_kanban_events_card_id on erp.kanban_events (card_id);
create index ix_kanban_events_company_id on erp.kanban_events (company_id);
create index ix_kanban_events_department_id on erp.kanban_events (department_id);
create index ix_kanban_events_recorded_at on erp.kanban_events (recorded_at);
revoke update on erp.kanban_events from erp_app;

create table erp.kanban_event_floor (
  is_only boolean not null default true,
  purged_xid xid8 not null default '0',
  constraint pk_kanban_event_floor primary key (is_only),
  constraint ck_kanban_event_floor_is_only check (is_only)
);
insert into erp.kanban_event_floor default values;
comment on table erp.kanban_event_floor is 'Up to which transaction changes have been forgotten: who has seen less reads the board anew.';
revoke insert, delete on erp.kanban_event_floor from erp_app;
`;

const TRIGGER = /* sql */ `
create trigger trg_request_cards_event after insert or update on erp.request_cards
  for each row execute function erp.fn_record_kanban_event();
`;

const DOWN = /* sql */ `
drop trigger trg_request_cards_event on erp.request_cards;
drop function erp.fn_record_kanban_event();
drop table erp.kanban_events, erp.kanban_event_floor;
`;

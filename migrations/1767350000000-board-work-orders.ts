import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** Changes of work orders reach those who watch a board, as changes of request cards do. */
export class BoardWorkOrders1767350000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(EVENTS);
    await queryRunner.query((await knowsSignals(queryRunner)) ? SUBJECT_WITH_SIGNALS : SUBJECT);
    await installFunction(queryRunner, 'fn_record_work_order_event', 1);
    await installFunction(queryRunner, 'fn_record_work_order_input', 1);
    await queryRunner.query(TRIGGERS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
    await queryRunner.query((await knowsSignals(queryRunner)) ? SUBJECT_DOWN_WITH_SIGNALS : SUBJECT_DOWN);
  }
}

/** Whether the events tell of signals of loops already: then a change is of a card, a signal or a work order. */
async function knowsSignals(queryRunner: QueryRunner): Promise<boolean> {
  const [{ found }] = (await queryRunner.query(
    `select exists (select from information_schema.columns where table_schema = 'erp' and table_name = 'kanban_events' and column_name = 'signal_id') as found`,
  )) as [{ found: boolean }];
  return found;
}

const EVENTS = /* sql */ `
alter table erp.kanban_events
  alter column card_id drop not null,
  add column work_order_id uuid,
  add constraint fk_kanban_events_work_order_id foreign key (work_order_id) references erp.work_orders (id),
  drop constraint if exists ck_kanban_events_subject;
create index ix_kanban_events_work_order_id on erp.kanban_events (work_order_id);
create index ix_request_cards_updated_at on erp.request_cards (updated_at, id);
create index ix_work_orders_updated_at on erp.work_orders (updated_at, id);
`;

const SUBJECT = /* sql */ `
alter table erp.kanban_events add constraint ck_kanban_events_subject check (num_nonnulls(card_id, work_order_id) = 1);
`;

const SUBJECT_WITH_SIGNALS = /* sql */ `
alter table erp.kanban_events add constraint ck_kanban_events_subject check (num_nonnulls(card_id, signal_id, work_order_id) = 1);
`;

/** By statement: the release of an order makes all its work orders at once. */
const TRIGGERS = /* sql */ `
create trigger trg_work_orders_created after insert on erp.work_orders
  referencing new table as new_rows for each statement execute function erp.fn_record_work_order_event();
create trigger trg_work_orders_changed after update on erp.work_orders
  referencing old table as old_rows new table as new_rows for each statement execute function erp.fn_record_work_order_event();
create trigger trg_work_order_links_input after update of accepted_quantity on erp.work_order_links
  for each row when (new.to_work_order_id is not null and new.accepted_quantity <> old.accepted_quantity)
  execute function erp.fn_record_work_order_input();
`;

const DOWN = /* sql */ `
drop trigger trg_work_order_links_input on erp.work_order_links;
drop trigger trg_work_orders_changed on erp.work_orders;
drop trigger trg_work_orders_created on erp.work_orders;
drop function erp.fn_record_work_order_event();
drop function erp.fn_record_work_order_input();
drop index erp.ix_request_cards_updated_at, erp.ix_work_orders_updated_at;
delete from erp.kanban_events where work_order_id is not null;
alter table erp.kanban_events drop constraint ck_kanban_events_subject, drop column work_order_id;
`;

const SUBJECT_DOWN = /* sql */ `
alter table erp.kanban_events alter column card_id set not null;
`;

const SUBJECT_DOWN_WITH_SIGNALS = /* sql */ `
alter table erp.kanban_events add constraint ck_kanban_events_subject check (num_nonnulls(card_id, signal_id) = 1);
`;

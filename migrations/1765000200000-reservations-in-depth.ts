import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** Reservations that weigh, expire, name a lot or bind nothing yet, and what one document has taken from another. */
export class ReservationsInDepth1765000200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
    await installFunction(queryRunner, 'fn_update_stock_reserved', 2);
    await installFunction(queryRunner, 'reserve_stock', 2);
    await installFunction(queryRunner, 'release_expired_reservations', 1);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop function erp.release_expired_reservations');
    await installFunction(queryRunner, 'reserve_stock', 1);
    await installFunction(queryRunner, 'fn_update_stock_reserved', 1);
    await queryRunner.query(DOWN);
  }
}

const UP = /* sql */ `
alter table erp.stock_reservations
  add column priority smallint not null default 5,
  add column needed_at timestamptz(3),
  add column expires_at timestamptz(3),
  add constraint ck_stock_reservations_priority check (priority between 1 and 9),
  drop constraint ck_stock_reservations_kind,
  add constraint ck_stock_reservations_kind check (kind in ('hard', 'soft'));
create index ix_stock_reservations_expires_at on erp.stock_reservations (expires_at) where expires_at is not null and open_quantity > 0;
comment on column erp.stock_reservations.kind is 'hard: these pieces are held, and counted as reserved; soft: a claim that binds no piece and counts only against what can be promised.';
comment on column erp.stock_reservations.priority is 'From 1, the most important, to 9.';

create table erp.stock_reallocations (
  id uuid not null default erp.uuid_v7(),
  from_reservation_id uuid not null,
  to_reservation_id uuid not null,
  quantity bigint not null,
  reason text not null,
  created_by uuid not null,
  request_id text not null,
  created_at timestamptz(3) not null default now(),
  constraint pk_stock_reallocations primary key (id),
  constraint fk_stock_reallocations_from_reservation_id foreign key (from_reservation_id) references erp.stock_reservations (id),
  constraint fk_stock_reallocations_to_reservation_id foreign key (to_reservation_id) references erp.stock_reservations (id),
  constraint fk_stock_reallocations_created_by foreign key (created_by) references erp.users (id),
  constraint ck_stock_reallocations_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_stock_reallocations_reason check (char_length(reason) between 1 and 2000)
);
create index ix_stock_reallocations_from_reservation_id on erp.stock_reallocations (from_reservation_id);
create index ix_stock_reallocations_to_reservation_id on erp.stock_reallocations (to_reservation_id);
create index ix_stock_reallocations_created_by on erp.stock_reallocations (created_by);
create trigger trg_stock_reallocations_append_only before update or delete on erp.stock_reallocations
  for each row execute function erp.fn_refuse_change();
create trigger trg_stock_reallocations_no_truncate before truncate on erp.stock_reallocations
  for each statement execute function erp.fn_refuse_change();
revoke insert, update, delete, truncate on erp.stock_reallocations from erp_app;
`;

const DOWN = /* sql */ `
drop table erp.stock_reallocations;
update erp.stock_reservations set released_quantity = released_quantity + open_quantity where kind = 'soft' and open_quantity > 0;
update erp.stock_reservations set kind = 'hard' where kind = 'soft';
drop index erp.ix_stock_reservations_expires_at;
alter table erp.stock_reservations
  drop constraint ck_stock_reservations_kind,
  add constraint ck_stock_reservations_kind check (kind in ('hard')),
  drop column priority, drop column needed_at, drop column expires_at;
`;

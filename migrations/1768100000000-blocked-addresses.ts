import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** Addresses that are not answered, by hand and by themselves; and the word of the database that reference data has changed. */
export class BlockedAddresses1768100000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLE);
    await queryRunner.query(GRANTS);
    await installFunction(queryRunner, 'fn_tell_reference_data', 1);
    await queryRunner.query(TRIGGERS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

/** On what the cache of reference data is made from. */
const TRIGGERS = /* sql */ `
create trigger trg_companies_tell after insert or update or delete or truncate on erp.companies
  for each statement execute function erp.fn_tell_reference_data();
create trigger trg_currencies_tell after insert or update or delete or truncate on erp.currencies
  for each statement execute function erp.fn_tell_reference_data();
create trigger trg_departments_tell after insert or update or delete or truncate on erp.departments
  for each statement execute function erp.fn_tell_reference_data();
create trigger trg_product_categories_tell after insert or update or delete or truncate on erp.product_categories
  for each statement execute function erp.fn_tell_reference_data();
create trigger trg_units_tell after insert or update or delete or truncate on erp.units
  for each statement execute function erp.fn_tell_reference_data();
`;

const TABLE = /* sql */ `
create table erp.blocked_addresses (
  id uuid not null default erp.uuid_v7(),
  network cidr not null,
  origin text not null,
  reason text not null,
  blocked_at timestamptz(3) not null default clock_timestamp(),
  blocked_until timestamptz(3),
  blocked_by uuid,
  ended_at timestamptz(3),
  ended_by uuid,
  end_reason text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_blocked_addresses primary key (id),
  constraint fk_blocked_addresses_blocked_by foreign key (blocked_by) references erp.users (id),
  constraint fk_blocked_addresses_ended_by foreign key (ended_by) references erp.users (id),
  constraint ck_blocked_addresses_origin check (origin in ('automatic', 'manual')),
  constraint ck_blocked_addresses_reason check (length(reason) between 3 and 500),
  constraint ck_blocked_addresses_blocked_until check (blocked_until > blocked_at),
  constraint ck_blocked_addresses_automatic check ((origin = 'manual') = (blocked_by is not null) and (origin = 'manual' or blocked_until is not null)),
  constraint ck_blocked_addresses_end check ((ended_at is null) = (end_reason is null) and (ended_by is null or ended_at is not null))
);
comment on table erp.blocked_addresses is 'Addresses and networks that are not answered, open until ended_at or blocked_until; kept afterwards, for people and because a repetition lasts longer.';
comment on column erp.blocked_addresses.blocked_until is 'Null: until somebody ends it.';
comment on column erp.blocked_addresses.ended_by is 'Null with ended_at: it ran out, and the network was blocked anew.';
create unique index uq_blocked_addresses_open on erp.blocked_addresses (network) where ended_at is null;
create index ix_blocked_addresses_network on erp.blocked_addresses (network, blocked_at);
create index ix_blocked_addresses_blocked_by on erp.blocked_addresses (blocked_by);
create index ix_blocked_addresses_ended_by on erp.blocked_addresses (ended_by);
select erp.add_updated_at_trigger('erp.blocked_addresses');
select erp.add_audit_trigger('erp.blocked_addresses');
revoke delete on erp.blocked_addresses from erp_app;
insert into erp.retention_rules (table_name, job, keep_days, condition, rule) values
  ('blocked_addresses', 'retention', 365, 'coalesce(ended_at, blocked_until) < $1', 'Blocks of addresses that are long over');
`;

/** The administrator runs the server too: the seed gives him no \`auth.*.*\`. */
const GRANTS = /* sql */ `
insert into erp.role_permissions (role_id, pattern)
select r.id, 'auth.blocked_addresses.*' from erp.roles r where r.code = 'admin' on conflict do nothing;
`;

const DOWN = /* sql */ `
drop trigger trg_companies_tell on erp.companies;
drop trigger trg_currencies_tell on erp.currencies;
drop trigger trg_departments_tell on erp.departments;
drop trigger trg_product_categories_tell on erp.product_categories;
drop trigger trg_units_tell on erp.units;
drop function erp.fn_tell_reference_data();
delete from erp.role_permissions where pattern = 'auth.blocked_addresses.*';
delete from erp.retention_rules where table_name = 'blocked_addresses';
drop table erp.blocked_addresses;
`;

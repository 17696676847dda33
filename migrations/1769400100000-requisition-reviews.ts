import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** Who may review what is asked for, what is said about it, and what becomes of it in the hands of the requester. */
export class RequisitionReviews1769400100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await installFunction(queryRunner, 'may_review_requisition_line', 1);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const TABLES = /* sql */ `
create table erp.requisition_reviewers (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  department_id uuid,
  category_id uuid,
  user_id uuid,
  role_id uuid,
  max_amount numeric(15,2),
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_requisition_reviewers primary key (id),
  constraint uq_requisition_reviewers_rule unique nulls not distinct (company_id, department_id, category_id, user_id, role_id),
  constraint fk_requisition_reviewers_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_requisition_reviewers_department_id foreign key (department_id) references erp.departments (id),
  constraint fk_requisition_reviewers_category_id foreign key (category_id) references erp.product_categories (id),
  constraint fk_requisition_reviewers_user_id foreign key (user_id) references erp.users (id),
  constraint fk_requisition_reviewers_role_id foreign key (role_id) references erp.roles (id),
  constraint ck_requisition_reviewers_who check ((user_id is null) <> (role_id is null)),
  constraint ck_requisition_reviewers_max_amount check (max_amount between 0 and 9999999999999.99)
);
create index ix_requisition_reviewers_department_id on erp.requisition_reviewers (department_id);
create index ix_requisition_reviewers_category_id on erp.requisition_reviewers (category_id);
create index ix_requisition_reviewers_user_id on erp.requisition_reviewers (user_id);
create index ix_requisition_reviewers_role_id on erp.requisition_reviewers (role_id);
create index ix_requisition_reviewers_created_at on erp.requisition_reviewers (created_at, id);
comment on table erp.requisition_reviewers is 'Who may review which lines of requisitions; a line that no rule covers is open to whoever holds the permission.';
comment on column erp.requisition_reviewers.category_id is 'With all categories below it; null: of every kind.';
comment on column erp.requisition_reviewers.max_amount is 'In the currency of the company, of one line; null: any, known or not.';
select erp.add_updated_at_trigger('erp.requisition_reviewers');
select erp.add_audit_trigger('erp.requisition_reviewers');

create table erp.requisition_messages (
  id uuid not null default erp.uuid_v7(),
  line_id uuid not null,
  kind text not null,
  text text not null,
  created_by uuid not null default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  constraint pk_requisition_messages primary key (id),
  constraint fk_requisition_messages_line_id foreign key (line_id) references erp.requisition_lines (id),
  constraint fk_requisition_messages_created_by foreign key (created_by) references erp.users (id),
  constraint ck_requisition_messages_kind check (kind in ('question', 'answer')),
  constraint ck_requisition_messages_text check (char_length(text) between 1 and 2000)
);
create index ix_requisition_messages_line_id on erp.requisition_messages (line_id, id);
create index ix_requisition_messages_created_by on erp.requisition_messages (created_by);
comment on table erp.requisition_messages is 'What reviewers have asked about lines of requisitions, and what was answered. Append-only.';
select erp.exempt_from_audit('erp.requisition_messages', 'Append-only; says itself who wrote it and when.');
revoke update, delete on erp.requisition_messages from erp_app;
create trigger trg_requisition_messages_append_only before update or delete on erp.requisition_messages
  for each row execute function erp.fn_refuse_change();
create trigger trg_requisition_messages_no_truncate before truncate on erp.requisition_messages
  for each statement execute function erp.fn_refuse_change();
`;

const DOWN = /* sql */ `
drop function erp.may_review_requisition_line(uuid, uuid);
delete from erp.audit_exemptions where table_name = 'requisition_messages';
drop table erp.requisition_messages, erp.requisition_reviewers;
`;

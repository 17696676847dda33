import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction, installTransitions } from './support/install.js';

const STAGES = ['approved', 'ordered', 'confirmed', 'shipped', 'received', 'put_away', 'accepted', 'issued'] as const;
const BEFORE_ACCEPTANCE = STAGES.slice(0, 5);

/** Requisitions and their lines: what is asked for, what is decided of it, and how far it is. */
export class Requisitions1769400000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await queryRunner.query(unitsOf(`array_append(kinds, 'requisition')`));
    await installFunction(queryRunner, 'requisition_state', 1);
    await installFunction(queryRunner, 'fn_derive_requisition_state', 1);
    await installFunction(queryRunner, 'requisition_line_stage', 1);
    await installFunction(queryRunner, 'fn_requisition_line_stage', 1);
    await installTransitions(queryRunner, 'requisition', [
      ['submit', 'draft', 'submitted'],
      ['review', 'submitted', 'submitted'],
      ['review', 'submitted', 'reviewed'],
      ['cancel', 'draft', 'cancelled'],
      ['cancel', 'submitted', 'cancelled'],
      ['cancel', 'reviewed', 'cancelled'],
      ['settle', 'submitted', 'reviewed'],
      ['settle', 'submitted', 'cancelled'],
    ]);
    await installTransitions(queryRunner, 'requisition_line', [
      ['submit', 'draft', 'pending_review'],
      ['question', 'pending_review', 'questioned'],
      ['answer', 'questioned', 'pending_review'],
      ['approve', 'pending_review', 'approved'],
      ['reject', 'pending_review', 'rejected'],
      ['mark_unavailable', 'pending_review', 'unavailable'],
      ['order', 'approved', 'ordered'],
      ['confirm', 'ordered', 'confirmed'],
      ['ship', 'ordered', 'shipped'],
      ['ship', 'confirmed', 'shipped'],
      ['receive', 'ordered', 'received'],
      ['receive', 'confirmed', 'received'],
      ['receive', 'shipped', 'received'],
      ['put_away', 'received', 'put_away'],
      ...BEFORE_ACCEPTANCE.map((state) => ['accept', state, state] as const),
      ['accept', 'put_away', 'put_away'],
      ['accept', 'put_away', 'accepted'],
      ...[...BEFORE_ACCEPTANCE, 'put_away'].map((state) => ['issue', state, state] as const),
      ['issue', 'accepted', 'accepted'],
      ['issue', 'accepted', 'issued'],
      ...['draft', 'pending_review', 'questioned', 'approved', 'ordered', 'confirmed', 'shipped'].map(
        (state) => ['cancel', state, 'cancelled'] as const,
      ),
      ['order', 'approved', 'approved'],
      ...STAGES.flatMap((state) => [['confirm', state, state] as const, ['ship', state, state] as const]),
      ...STAGES.slice(0, 4).map((state) => ['receive', state, state] as const),
      ...STAGES.slice(0, 5).map((state) => ['put_away', state, state] as const),
      ...['fall_back', 'give_up'].flatMap((event) =>
        STAGES.flatMap((from) => STAGES.map((to) => [event, from, to] as const)),
      ),
    ]);
    await queryRunner.query(TRIGGERS);
    await queryRunner.query(RIGHTS);
    await queryRunner.query(GRANT);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
    await queryRunner.query(unitsOf(`array_remove(kinds, 'requisition')`));
  }
}

const TABLES = /* sql */ `
select erp.create_number_series('requisition', 'PR');

create table erp.requisitions (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('requisition'),
  company_id uuid not null,
  warehouse_id uuid not null,
  department_id uuid,
  requested_by uuid not null default erp.current_actor(),
  purpose text,
  notes text,
  state text not null default 'draft',
  submitted_at timestamptz(3),
  origin text,
  origin_key text,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_requisitions primary key (id),
  constraint uq_requisitions_number unique (number),
  constraint uq_requisitions_origin unique (origin, origin_key),
  constraint fk_requisitions_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_requisitions_warehouse_id foreign key (warehouse_id) references erp.locations (id),
  constraint fk_requisitions_department_id foreign key (department_id) references erp.departments (id),
  constraint fk_requisitions_requested_by foreign key (requested_by) references erp.users (id),
  constraint fk_requisitions_created_by foreign key (created_by) references erp.users (id),
  constraint ck_requisitions_purpose check (char_length(purpose) between 1 and 2000),
  constraint ck_requisitions_notes check (char_length(notes) <= 2000),
  constraint ck_requisitions_state check (state in ('draft', 'submitted', 'reviewed', 'cancelled')),
  constraint ck_requisitions_submitted_at check (state not in ('submitted', 'reviewed') or submitted_at is not null),
  constraint ck_requisitions_origin check ((origin is null) = (origin_key is null) and origin in ('kanban', 'suggestion')
    and char_length(origin_key) between 1 and 200)
);
create index ix_requisitions_company_id on erp.requisitions (company_id, state);
create index ix_requisitions_warehouse_id on erp.requisitions (warehouse_id, state);
create index ix_requisitions_department_id on erp.requisitions (department_id, state);
create index ix_requisitions_requested_by on erp.requisitions (requested_by, state);
create index ix_requisitions_created_by on erp.requisitions (created_by);
create index ix_requisitions_created_at on erp.requisitions (created_at, id);
comment on table erp.requisitions is 'What somebody wants to have bought, or given out of stock; its state follows from its lines.';
comment on column erp.requisitions.warehouse_id is 'Where the goods are received, and issued from.';
comment on column erp.requisitions.origin is 'What asked for it by itself; with origin_key it does so once.';

create table erp.requisition_lines (
  id uuid not null default erp.uuid_v7(),
  requisition_id uuid not null,
  line_no integer not null,
  product_id uuid not null,
  description text,
  quantity bigint not null,
  estimated_price numeric(19,6),
  needed_by date,
  is_urgent boolean not null default false,
  urgency_reason text,
  suggested_supplier_id uuid,
  usage text not null default 'daily',
  usage_reference text,
  state text not null default 'draft',
  approved_quantity bigint,
  review_reason text,
  reviewed_by uuid,
  reviewed_at timestamptz(3),
  given_up_quantity bigint not null default 0,
  ordered_quantity bigint not null default 0,
  confirmed_quantity bigint not null default 0,
  shipped_quantity bigint not null default 0,
  received_quantity bigint not null default 0,
  put_away_quantity bigint not null default 0,
  accepted_quantity bigint not null default 0,
  rejected_quantity bigint not null default 0,
  issued_quantity bigint not null default 0,
  expected_on date,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_requisition_lines primary key (id),
  constraint uq_requisition_lines_requisition_id_line_no unique (requisition_id, line_no),
  constraint fk_requisition_lines_requisition_id foreign key (requisition_id) references erp.requisitions (id),
  constraint fk_requisition_lines_product_id foreign key (product_id) references erp.products (id),
  constraint fk_requisition_lines_suggested_supplier_id foreign key (suggested_supplier_id) references erp.suppliers (id),
  constraint fk_requisition_lines_reviewed_by foreign key (reviewed_by) references erp.users (id),
  constraint ck_requisition_lines_line_no check (line_no >= 1),
  constraint ck_requisition_lines_description check (char_length(description) between 1 and 2000),
  constraint ck_requisition_lines_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_requisition_lines_estimated_price check (estimated_price between 0 and 9999999999999.999999),
  constraint ck_requisition_lines_urgency check ((not is_urgent or (needed_by is not null and urgency_reason is not null))
    and (is_urgent or urgency_reason is null) and char_length(urgency_reason) between 1 and 2000),
  constraint ck_requisition_lines_usage check (usage in ('daily', 'project', 'cost_centre')
    and (usage = 'daily' or usage_reference is not null) and char_length(usage_reference) between 1 and 100),
  constraint ck_requisition_lines_state check (state in ('draft', 'pending_review', 'questioned', 'approved', 'ordered', 'confirmed', 'shipped',
    'received', 'put_away', 'accepted', 'issued', 'rejected', 'unavailable', 'cancelled')),
  constraint ck_requisition_lines_approved_quantity check (approved_quantity between 1 and quantity
    and (approved_quantity = quantity or review_reason is not null)),
  constraint ck_requisition_lines_review check ((reviewed_at is null) = (reviewed_by is null)
    and (state in ('draft', 'pending_review', 'questioned', 'cancelled') or reviewed_at is not null)
    and (state in ('draft', 'pending_review', 'questioned', 'rejected', 'unavailable', 'cancelled') or approved_quantity is not null)
    and (state not in ('rejected', 'unavailable') or review_reason is not null)
    and char_length(review_reason) between 1 and 2000),
  constraint ck_requisition_lines_stages check (given_up_quantity >= 0 and ordered_quantity >= 0
    and confirmed_quantity between 0 and ordered_quantity and shipped_quantity between 0 and ordered_quantity
    and received_quantity between 0 and ordered_quantity and put_away_quantity between 0 and received_quantity
    and accepted_quantity >= 0 and rejected_quantity >= 0 and accepted_quantity + rejected_quantity <= put_away_quantity
    and issued_quantity between 0 and accepted_quantity
    and (approved_quantity is null and given_up_quantity = 0 and ordered_quantity = 0
      or given_up_quantity < approved_quantity and ordered_quantity <= approved_quantity - given_up_quantity))
);
create index ix_requisition_lines_product_id on erp.requisition_lines (product_id, state);
create index ix_requisition_lines_suggested_supplier_id on erp.requisition_lines (suggested_supplier_id);
create index ix_requisition_lines_reviewed_by on erp.requisition_lines (reviewed_by);
create index ix_requisition_lines_created_at on erp.requisition_lines (created_at, id);
create index ix_requisition_lines_needed_by on erp.requisition_lines ((coalesce(needed_by, date '9999-12-31')), id);
create index ix_requisition_lines_waiting on erp.requisition_lines (state, requisition_id) where state in ('pending_review', 'questioned', 'approved');
comment on table erp.requisition_lines is 'A product that is asked for, with how far it is: pieces of its stock unit.';
comment on column erp.requisition_lines.description is 'What exactly is meant, for the buyer and the supplier.';
comment on column erp.requisition_lines.estimated_price is 'Of a piece, in the currency of the company: what the limits of reviewers are held against.';
comment on column erp.requisition_lines.usage_reference is 'Which project or cost centre bears it.';
comment on column erp.requisition_lines.given_up_quantity is 'Approved and no longer to come: what is wanted is the rest.';
comment on column erp.requisition_lines.ordered_quantity is 'On orders that are not cancelled; never more than what is wanted, so that nothing is ordered twice.';
comment on column erp.requisition_lines.expected_on is 'The last day that the supplier of an order has named.';
`;

const TRIGGERS = /* sql */ `
select erp.add_updated_at_trigger('erp.requisitions');
select erp.add_audit_trigger('erp.requisitions');
select erp.add_updated_at_trigger('erp.requisition_lines');
select erp.add_audit_trigger('erp.requisition_lines');
create trigger trg_requisitions_transition before update of state on erp.requisitions
  for each row execute function erp.fn_check_transition('requisition');
create trigger trg_requisition_lines_stage before update on erp.requisition_lines
  for each row execute function erp.fn_requisition_line_stage();
create trigger trg_requisition_lines_transition before update on erp.requisition_lines
  for each row execute function erp.fn_check_transition('requisition_line');
create trigger trg_requisition_lines_header_insert after insert on erp.requisition_lines
  referencing new table as changed for each statement execute function erp.fn_derive_requisition_state();
create trigger trg_requisition_lines_header_update after update on erp.requisition_lines
  referencing new table as changed for each statement execute function erp.fn_derive_requisition_state();
create trigger trg_requisition_lines_header_delete after delete on erp.requisition_lines
  referencing old table as changed for each statement execute function erp.fn_derive_requisition_state();
`;

const RIGHTS = /* sql */ `
revoke update, delete on erp.requisitions from erp_app;
grant update (warehouse_id, department_id, purpose, notes, submitted_at, version, updated_at) on erp.requisitions to erp_app;
revoke execute on function erp.fn_derive_requisition_state() from erp_app;
`;

/** Which documents keep their words in units: the list is read first, since others may have joined it. */
function unitsOf(kinds: string): string {
  return /* sql */ `
do $$
declare
  kinds text[];
begin
  select array_agg(m[1]) into kinds
    from pg_constraint o cross join lateral regexp_matches(pg_get_constraintdef(o.oid), '''([a-z_]+)''', 'g') m
   where o.conrelid = 'erp.document_line_units'::regclass and o.conname = 'ck_document_line_units_document_type';
  kinds := ${kinds};
  alter table erp.document_line_units drop constraint ck_document_line_units_document_type;
  execute format('alter table erp.document_line_units add constraint ck_document_line_units_document_type check (document_type in (%s))',
    (select string_agg(quote_literal(k), ', ') from unnest(kinds) k));
end
$$;
`;
}

const ASKING = ['create', 'update', 'submit', 'answer', 'cancel', 'accept'];
const ASKERS = ['operator', 'production_supervisor', 'ppic_admin', 'warehouse', 'quality'];

/** Who asks, who reviews, who buys, who gives. */
const GRANTS = /* sql */ `(values
    ${ASKERS.flatMap((role) => ASKING.map((action) => `('${role}', 'purchasing.requisitions.${action}')`)).join(', ')},
    ${ASKERS.map((role) => `('${role}', 'purchasing.requisitions.read')`).join(', ')},
    ('ppic_manager', 'purchasing.requisitions.*'), ('manager', 'purchasing.requisitions.*'), ('manager', 'purchasing.reviewers.*'),
    ('warehouse', 'purchasing.requisitions.issue'), ('warehouse_manager', 'purchasing.requisitions.*'),
    ('purchasing', 'purchasing.requisitions.read'), ('purchasing', 'purchasing.requisitions.create'),
    ('purchasing', 'purchasing.requisitions.update'), ('purchasing', 'purchasing.requisitions.submit'),
    ('purchasing', 'purchasing.requisitions.answer'), ('purchasing', 'purchasing.requisitions.cancel'),
    ('purchasing', 'purchasing.requisitions.cancel_ordered'), ('purchasing', 'purchasing.reviewers.read'),
    ('purchasing_manager', 'purchasing.requisitions.*'), ('purchasing_manager', 'purchasing.reviewers.*')
  ) g (code, pattern)`;

const GRANT = /* sql */ `insert into erp.role_permissions (role_id, pattern)
  select r.id, g.pattern from erp.roles r join ${GRANTS} on g.code = r.code where r.is_system on conflict do nothing`;

const DOWN = /* sql */ `
delete from erp.role_permissions p using erp.roles r, ${GRANTS}
  where r.id = p.role_id and r.is_system and r.code = g.code and p.pattern = g.pattern;
delete from erp.document_line_units where document_type = 'requisition';
delete from erp.state_transitions where machine in ('requisition', 'requisition_line');
drop table erp.requisition_lines, erp.requisitions;
drop function erp.fn_requisition_line_stage();
drop function erp.fn_derive_requisition_state();
drop function erp.requisition_line_stage(bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint);
drop function erp.requisition_state(text[]);
delete from erp.number_series where series = 'requisition';
drop sequence erp.number_requisition;
`;

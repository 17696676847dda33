import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction, installTransitions, installView } from './support/install.js';

/** Requests for material from the floor to the warehouse, and what all open orders together are short of. */
export class MaterialRequests1767100000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await installTransitions(queryRunner, 'material_request', [
      ['approve', 'requested', 'approved'],
      ['reject', 'requested', 'rejected'],
      ['issue', 'approved', 'approved'],
      ['issue', 'approved', 'issued'],
      ['return', 'approved', 'approved'],
      ['return', 'approved', 'closed'],
      ['return', 'issued', 'issued'],
      ['return', 'issued', 'closed'],
      ['close', 'approved', 'closed'],
      ['close', 'issued', 'closed'],
      ['cancel', 'requested', 'cancelled'],
      ['cancel', 'approved', 'cancelled'],
    ]);
    await queryRunner.query(unitsOf(`array_append(kinds, 'material_request')`));
    await installFunction(queryRunner, 'fn_guard_requested_issue', 1);
    await queryRunner.query(TRIGGERS);
    await installView(queryRunner, 'ppic_component_needs', 1);
    await installView(queryRunner, 'ppic_shortages', 1);
    await queryRunner.query(
      'revoke insert, update, delete on erp.ppic_component_needs, erp.ppic_shortages from erp_app',
    );
    await queryRunner.query(GRANT);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
    await queryRunner.query(unitsOf(`array_remove(kinds, 'material_request')`));
  }
}

const TABLES = /* sql */ `
select erp.create_number_series('material_request', 'MR');

create table erp.material_requests (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('material_request'),
  company_id uuid not null,
  warehouse_id uuid not null,
  department_id uuid,
  order_id uuid,
  work_order_id uuid,
  purpose text,
  needed_by date,
  notes text,
  state text not null default 'requested',
  approved_by uuid,
  approved_at timestamptz(3),
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_material_requests primary key (id),
  constraint uq_material_requests_number unique (number),
  constraint fk_material_requests_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_material_requests_warehouse_id foreign key (warehouse_id) references erp.locations (id),
  constraint fk_material_requests_department_id foreign key (department_id) references erp.departments (id),
  constraint fk_material_requests_order_id foreign key (order_id) references erp.manufacturing_orders (id),
  constraint fk_material_requests_work_order_id foreign key (work_order_id) references erp.work_orders (id),
  constraint fk_material_requests_approved_by foreign key (approved_by) references erp.users (id),
  constraint fk_material_requests_created_by foreign key (created_by) references erp.users (id),
  constraint ck_material_requests_use check (order_id is not null or (purpose is not null and work_order_id is null)),
  constraint ck_material_requests_purpose check (char_length(purpose) between 1 and 2000),
  constraint ck_material_requests_notes check (char_length(notes) <= 2000),
  constraint ck_material_requests_state check (state in ('requested', 'approved', 'issued', 'closed', 'rejected', 'cancelled')),
  constraint ck_material_requests_approved check ((approved_at is null) = (approved_by is null)
    and (state not in ('approved', 'issued', 'closed') or approved_at is not null))
);
create index ix_material_requests_company_id on erp.material_requests (company_id);
create index ix_material_requests_warehouse_id on erp.material_requests (warehouse_id, state);
create index ix_material_requests_department_id on erp.material_requests (department_id, state);
create index ix_material_requests_order_id on erp.material_requests (order_id);
create index ix_material_requests_work_order_id on erp.material_requests (work_order_id);
create index ix_material_requests_approved_by on erp.material_requests (approved_by);
create index ix_material_requests_created_by on erp.material_requests (created_by);
create index ix_material_requests_created_at on erp.material_requests (created_at, id);
create index ix_material_requests_needed_by on erp.material_requests ((coalesce(needed_by, date '9999-12-31')), id);
comment on table erp.material_requests is 'Material that the floor asks the warehouse for: for an order, one of its operations, or for general use.';
comment on column erp.material_requests.purpose is 'What it is for and who bears it, where no order does.';

create table erp.material_request_lines (
  id uuid not null default erp.uuid_v7(),
  request_id uuid not null,
  line_no integer not null,
  product_id uuid not null,
  is_component boolean not null,
  quantity bigint not null,
  approved_quantity bigint,
  approval_reason text,
  issued_quantity bigint not null default 0,
  returned_quantity bigint not null default 0,
  remarks text,
  constraint pk_material_request_lines primary key (id),
  constraint uq_material_request_lines_request_id_line_no unique (request_id, line_no),
  constraint fk_material_request_lines_request_id foreign key (request_id) references erp.material_requests (id),
  constraint fk_material_request_lines_product_id foreign key (product_id) references erp.products (id),
  constraint ck_material_request_lines_line_no check (line_no >= 1),
  constraint ck_material_request_lines_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_material_request_lines_approved_quantity check (approved_quantity between 0 and quantity
    and (approved_quantity = quantity or approval_reason is not null)),
  constraint ck_material_request_lines_counts check (0 <= returned_quantity and returned_quantity <= issued_quantity
    and issued_quantity <= coalesce(approved_quantity, 0)),
  constraint ck_material_request_lines_approval_reason check (char_length(approval_reason) between 1 and 2000),
  constraint ck_material_request_lines_remarks check (char_length(remarks) <= 2000)
);
create index ix_material_request_lines_product_id on erp.material_request_lines (product_id);
comment on column erp.material_request_lines.is_component is 'The bill of the order has it; otherwise it is wanted beside the bill.';

create table erp.material_request_moves (
  id uuid not null default erp.uuid_v7(),
  line_id uuid not null,
  kind text not null,
  movement_id uuid not null,
  ledger_line_id uuid not null,
  posting_id uuid,
  returns_move_id uuid,
  location_id uuid not null,
  lot_id uuid,
  quantity bigint not null,
  value numeric(15,2) not null,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  constraint pk_material_request_moves primary key (id),
  constraint uq_material_request_moves_ledger_line_id unique (ledger_line_id),
  constraint fk_material_request_moves_line_id foreign key (line_id) references erp.material_request_lines (id),
  constraint fk_material_request_moves_movement_id foreign key (movement_id) references erp.stock_movements (id),
  constraint fk_material_request_moves_posting_id foreign key (posting_id) references erp.production_postings (id),
  constraint fk_material_request_moves_returns_move_id foreign key (returns_move_id) references erp.material_request_moves (id),
  constraint fk_material_request_moves_location_id foreign key (location_id) references erp.locations (id),
  constraint fk_material_request_moves_lot_id foreign key (lot_id) references erp.lots (id),
  constraint fk_material_request_moves_created_by foreign key (created_by) references erp.users (id),
  constraint ck_material_request_moves_kind check (kind in ('issue', 'return') and (kind = 'return') = (returns_move_id is not null)
    and (posting_id is null or kind = 'issue')),
  constraint ck_material_request_moves_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_material_request_moves_value check (value between 0 and 9999999999999.99)
);
create index ix_material_request_moves_line_id on erp.material_request_moves (line_id);
create index ix_material_request_moves_movement_id on erp.material_request_moves (movement_id);
create index ix_material_request_moves_posting_id on erp.material_request_moves (posting_id);
create index ix_material_request_moves_returns_move_id on erp.material_request_moves (returns_move_id);
create index ix_material_request_moves_location_id on erp.material_request_moves (location_id);
create index ix_material_request_moves_lot_id on erp.material_request_moves (lot_id);
create index ix_material_request_moves_created_by on erp.material_request_moves (created_by);
comment on table erp.material_request_moves is 'Which lines of the ledger took or brought back what a request asked for: place by place, lot by lot.';
comment on column erp.material_request_moves.location_id is 'Where it was taken from, or put back.';
comment on column erp.material_request_moves.returns_move_id is 'The issue whose pieces came back, at what those were taken for.';
`;

const TRIGGERS = /* sql */ `
select erp.add_updated_at_trigger('erp.material_requests');
create trigger trg_material_requests_transition before update of state on erp.material_requests
  for each row execute function erp.fn_check_transition('material_request');
create trigger trg_production_postings_requested before update of reversed_at on erp.production_postings
  for each row when (old.reversed_at is null and new.reversed_at is not null) execute function erp.fn_guard_requested_issue();
revoke delete on erp.material_requests, erp.material_request_lines from erp_app;
revoke update on erp.material_request_lines from erp_app;
grant update (approved_quantity, approval_reason, issued_quantity, returned_quantity) on erp.material_request_lines to erp_app;
revoke update, delete on erp.material_request_moves from erp_app;
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

/** Who asks, and who gives. */
const GRANTS = /* sql */ `(values
    ('operator', 'ppic.material_requests.create'), ('operator', 'ppic.material_requests.update'), ('operator', 'ppic.material_requests.cancel'),
    ('production_supervisor', 'ppic.material_requests.create'), ('production_supervisor', 'ppic.material_requests.update'),
    ('production_supervisor', 'ppic.material_requests.cancel'),
    ('warehouse', 'ppic.material_requests.approve'), ('warehouse', 'ppic.material_requests.issue'), ('warehouse', 'ppic.material_requests.return'),
    ('warehouse', 'ppic.material_requests.close'), ('warehouse_manager', 'ppic.material_requests.*')
  ) g (code, pattern)`;

const GRANT = /* sql */ `insert into erp.role_permissions (role_id, pattern)
  select r.id, g.pattern from erp.roles r join ${GRANTS} on g.code = r.code where r.is_system on conflict do nothing`;

const DOWN = /* sql */ `
delete from erp.role_permissions p using erp.roles r, ${GRANTS}
  where r.id = p.role_id and r.is_system and r.code = g.code and p.pattern = g.pattern;
drop view erp.ppic_shortages, erp.ppic_component_needs;
drop trigger trg_production_postings_requested on erp.production_postings;
drop function erp.fn_guard_requested_issue();
delete from erp.document_line_units where document_type = 'material_request';
delete from erp.state_transitions where machine = 'material_request';
drop table erp.material_request_moves, erp.material_request_lines, erp.material_requests;
delete from erp.number_series where series = 'material_request';
drop sequence erp.number_material_request;
`;

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installTransitions } from './support/install.js';

/** What suppliers are asked to quote, what they reply, and which reply became a price. */
export class QuotationRequests1769400300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await installTransitions(queryRunner, 'quotation_request', [
      ['send', 'draft', 'sent'],
      ['award', 'sent', 'sent'],
      ['award', 'sent', 'closed'],
      ['close', 'sent', 'closed'],
      ['cancel', 'draft', 'cancelled'],
      ['cancel', 'sent', 'cancelled'],
    ]);
    await queryRunner.query(GRANT);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const TABLES = /* sql */ `
select erp.create_number_series('quotation_request', 'RFQ');

create table erp.quotation_requests (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('quotation_request'),
  company_id uuid not null,
  title text not null,
  reply_by date,
  notes text,
  state text not null default 'draft',
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_quotation_requests primary key (id),
  constraint uq_quotation_requests_number unique (number),
  constraint fk_quotation_requests_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_quotation_requests_created_by foreign key (created_by) references erp.users (id),
  constraint ck_quotation_requests_title check (char_length(title) between 1 and 200),
  constraint ck_quotation_requests_notes check (char_length(notes) <= 2000),
  constraint ck_quotation_requests_state check (state in ('draft', 'sent', 'closed', 'cancelled'))
);
create index ix_quotation_requests_company_id on erp.quotation_requests (company_id, state);
create index ix_quotation_requests_created_by on erp.quotation_requests (created_by);
create index ix_quotation_requests_created_at on erp.quotation_requests (created_at, id);

create table erp.quotation_request_lines (
  id uuid not null default erp.uuid_v7(),
  request_id uuid not null,
  line_no integer not null,
  product_id uuid not null,
  description text,
  quantity bigint not null,
  needed_by date,
  constraint pk_quotation_request_lines primary key (id),
  constraint uq_quotation_request_lines_request_id_line_no unique (request_id, line_no),
  constraint fk_quotation_request_lines_request_id foreign key (request_id) references erp.quotation_requests (id),
  constraint fk_quotation_request_lines_product_id foreign key (product_id) references erp.products (id),
  constraint ck_quotation_request_lines_line_no check (line_no >= 1),
  constraint ck_quotation_request_lines_description check (char_length(description) between 1 and 2000),
  constraint ck_quotation_request_lines_quantity check (quantity between 1 and 9007199254740991)
);
create index ix_quotation_request_lines_product_id on erp.quotation_request_lines (product_id);

create table erp.quotation_request_suppliers (
  id uuid not null default erp.uuid_v7(),
  request_id uuid not null,
  supplier_id uuid not null,
  constraint pk_quotation_request_suppliers primary key (id),
  constraint uq_quotation_request_suppliers_request_id_supplier_id unique (request_id, supplier_id),
  constraint fk_quotation_request_suppliers_request_id foreign key (request_id) references erp.quotation_requests (id),
  constraint fk_quotation_request_suppliers_supplier_id foreign key (supplier_id) references erp.suppliers (id)
);
create index ix_quotation_request_suppliers_supplier_id on erp.quotation_request_suppliers (supplier_id);

create table erp.quotation_replies (
  id uuid not null default erp.uuid_v7(),
  line_id uuid not null,
  supplier_id uuid not null,
  unit_id uuid not null,
  currency_code text not null,
  price numeric(19,6) not null,
  min_quantity bigint not null default 1,
  order_multiple bigint not null default 1,
  lead_time_days integer,
  valid_until date,
  notes text,
  chosen_at timestamptz(3),
  chosen_by uuid,
  supplier_price_id uuid,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_quotation_replies primary key (id),
  constraint uq_quotation_replies_line_id_supplier_id unique (line_id, supplier_id),
  constraint fk_quotation_replies_line_id foreign key (line_id) references erp.quotation_request_lines (id),
  constraint fk_quotation_replies_supplier_id foreign key (supplier_id) references erp.suppliers (id),
  constraint fk_quotation_replies_unit_id foreign key (unit_id) references erp.units (id),
  constraint fk_quotation_replies_currency_code foreign key (currency_code) references erp.currencies (code),
  constraint fk_quotation_replies_chosen_by foreign key (chosen_by) references erp.users (id),
  constraint fk_quotation_replies_supplier_price_id foreign key (supplier_price_id) references erp.supplier_prices (id) on delete set null,
  constraint fk_quotation_replies_created_by foreign key (created_by) references erp.users (id),
  constraint ck_quotation_replies_price check (price between 0 and 9999999999999.999999),
  constraint ck_quotation_replies_min_quantity check (min_quantity between 1 and 9007199254740991),
  constraint ck_quotation_replies_order_multiple check (order_multiple between 1 and 9007199254740991),
  constraint ck_quotation_replies_lead_time_days check (lead_time_days between 0 and 3650),
  constraint ck_quotation_replies_notes check (char_length(notes) between 1 and 2000),
  constraint ck_quotation_replies_chosen check ((chosen_at is null) = (chosen_by is null) and (supplier_price_id is null or chosen_at is not null))
);
create unique index uq_quotation_replies_one_chosen on erp.quotation_replies (line_id) where chosen_at is not null;
create index ix_quotation_replies_supplier_id on erp.quotation_replies (supplier_id);
create index ix_quotation_replies_unit_id on erp.quotation_replies (unit_id);
create index ix_quotation_replies_currency_code on erp.quotation_replies (currency_code);
create index ix_quotation_replies_chosen_by on erp.quotation_replies (chosen_by);
create index ix_quotation_replies_supplier_price_id on erp.quotation_replies (supplier_price_id);
create index ix_quotation_replies_created_by on erp.quotation_replies (created_by);
comment on table erp.quotation_requests is 'What several suppliers are asked to quote.';
comment on table erp.quotation_replies is 'What a supplier asks for a line; the chosen one has become a price of his list.';
comment on column erp.quotation_replies.price is 'For one of unit_id, from min_quantity of it on.';

select erp.add_updated_at_trigger('erp.quotation_requests');
select erp.add_updated_at_trigger('erp.quotation_replies');
select erp.add_audit_trigger('erp.quotation_requests');
select erp.add_audit_trigger('erp.quotation_request_lines');
select erp.add_audit_trigger('erp.quotation_request_suppliers');
select erp.add_audit_trigger('erp.quotation_replies');
create trigger trg_quotation_requests_transition before update of state on erp.quotation_requests
  for each row execute function erp.fn_check_transition('quotation_request');
revoke delete on erp.quotation_requests, erp.quotation_request_lines, erp.quotation_request_suppliers, erp.quotation_replies from erp_app;
revoke update on erp.quotation_request_lines, erp.quotation_request_suppliers from erp_app;
`;

const GRANTS = /* sql */ `(values
    ('purchasing', 'purchasing.quotations.read'), ('purchasing', 'purchasing.quotations.create'), ('purchasing', 'purchasing.quotations.send'),
    ('purchasing', 'purchasing.quotations.reply'), ('purchasing', 'purchasing.quotations.cancel'),
    ('purchasing_manager', 'purchasing.quotations.*'), ('manager', 'purchasing.quotations.read')
  ) g (code, pattern)`;

const GRANT = /* sql */ `insert into erp.role_permissions (role_id, pattern)
  select r.id, g.pattern from erp.roles r join ${GRANTS} on g.code = r.code where r.is_system on conflict do nothing`;

const DOWN = /* sql */ `
delete from erp.role_permissions p using erp.roles r, ${GRANTS}
  where r.id = p.role_id and r.is_system and r.code = g.code and p.pattern = g.pattern;
delete from erp.state_transitions where machine = 'quotation_request';
drop table erp.quotation_replies, erp.quotation_request_suppliers, erp.quotation_request_lines, erp.quotation_requests;
delete from erp.number_series where series = 'quotation_request';
drop sequence erp.number_quotation_request;
`;

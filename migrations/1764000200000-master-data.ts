import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** Products, units, partners, prices, currencies, companies and calendars, with what a fresh installation starts from. */
export class MasterData1764000200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(CURRENCIES_AND_COMPANIES);
    await queryRunner.query(UNITS);
    await queryRunner.query(PRODUCTS);
    await queryRunner.query(PARTNERS);
    await queryRunner.query(PRICES);
    await queryRunner.query(EXTERNAL_IDS);
    for (const name of FUNCTIONS) await installFunction(queryRunner, name, 1);
    await queryRunner.query(TRIGGERS);
    await queryRunner.query(SEED);
    await queryRunner.query(PEOPLE);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const FUNCTIONS = [
  'used_by',
  'unit_edges',
  'unit_factor',
  'fn_check_unit_conversion',
  'fn_check_unit_dimension',
  'fn_refuse_category_cycle',
  'fn_forget_external_ids',
  'fn_default_company',
];

const CURRENCIES_AND_COMPANIES = /* sql */ `
create table erp.currencies (
  id uuid not null default erp.uuid_v7(),
  code text not null,
  name text not null,
  minor_digits smallint not null default 2,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_currencies primary key (id),
  constraint uq_currencies_code unique (code),
  constraint ck_currencies_code check (code ~ '^[A-Z]{3}$'),
  constraint ck_currencies_name check (char_length(name) between 1 and 100),
  constraint ck_currencies_minor_digits check (minor_digits between 0 and 4)
);

create table erp.exchange_rates (
  id uuid not null default erp.uuid_v7(),
  from_currency text not null,
  to_currency text not null,
  valid_from date not null,
  rate numeric(19,6) not null,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_exchange_rates primary key (id),
  constraint uq_exchange_rates_from_currency_to_currency_valid_from unique (from_currency, to_currency, valid_from),
  constraint fk_exchange_rates_from_currency foreign key (from_currency) references erp.currencies (code),
  constraint fk_exchange_rates_to_currency foreign key (to_currency) references erp.currencies (code),
  constraint ck_exchange_rates_pair check (from_currency <> to_currency),
  constraint ck_exchange_rates_rate check (rate > 0 and rate < 'Infinity' and rate <> 'NaN')
);
create index ix_exchange_rates_to_currency on erp.exchange_rates (to_currency);
create index ix_exchange_rates_valid_from on erp.exchange_rates (valid_from, id);

create table erp.calendars (
  id uuid not null default erp.uuid_v7(),
  code text not null,
  name text not null,
  working_days smallint[] not null default '{1,2,3,4,5}',
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_calendars primary key (id),
  constraint ck_calendars_code check (char_length(code) between 1 and 64),
  constraint ck_calendars_name check (char_length(name) between 1 and 200),
  constraint ck_calendars_working_days check (working_days <@ '{1,2,3,4,5,6,7}' and cardinality(working_days) between 1 and 7)
);
create unique index uq_calendars_code on erp.calendars (lower(code));
create index ix_calendars_code on erp.calendars (code, id);

create table erp.calendar_exceptions (
  id uuid not null default erp.uuid_v7(),
  calendar_id uuid not null,
  day date not null,
  name text not null,
  is_working boolean not null default false,
  created_at timestamptz(3) not null default now(),
  constraint pk_calendar_exceptions primary key (id),
  constraint uq_calendar_exceptions_calendar_id_day unique (calendar_id, day),
  constraint fk_calendar_exceptions_calendar_id foreign key (calendar_id) references erp.calendars (id) on delete cascade,
  constraint ck_calendar_exceptions_name check (char_length(name) between 1 and 200)
);

create table erp.companies (
  id uuid not null default erp.uuid_v7(),
  code text not null,
  name text not null,
  legal_name text,
  tax_number text,
  address text,
  currency_code text not null,
  calendar_id uuid,
  valuation_scope text not null default 'company',
  is_active boolean not null default true,
  external_id text,
  attributes jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_companies primary key (id),
  constraint fk_companies_currency_code foreign key (currency_code) references erp.currencies (code),
  constraint fk_companies_calendar_id foreign key (calendar_id) references erp.calendars (id),
  constraint ck_companies_code check (char_length(code) between 1 and 64),
  constraint ck_companies_name check (char_length(name) between 1 and 200),
  constraint ck_companies_valuation_scope check (valuation_scope in ('company', 'warehouse')),
  constraint ck_companies_attributes check (jsonb_typeof(attributes) = 'object')
);
create unique index uq_companies_code on erp.companies (lower(code));
create unique index uq_companies_external_id on erp.companies (external_id);
create index ix_companies_code on erp.companies (code, id);
create index ix_companies_currency_code on erp.companies (currency_code);
create index ix_companies_calendar_id on erp.companies (calendar_id);
create index ix_companies_attributes on erp.companies using gin (attributes jsonb_path_ops);

create table erp.departments (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  code text not null,
  name text not null,
  is_active boolean not null default true,
  external_id text,
  attributes jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_departments primary key (id),
  constraint fk_departments_company_id foreign key (company_id) references erp.companies (id),
  constraint ck_departments_code check (char_length(code) between 1 and 64),
  constraint ck_departments_name check (char_length(name) between 1 and 200),
  constraint ck_departments_attributes check (jsonb_typeof(attributes) = 'object')
);
create unique index uq_departments_company_id_code on erp.departments (company_id, lower(code));
create unique index uq_departments_external_id on erp.departments (external_id);
create index ix_departments_code on erp.departments (code, id);
create index ix_departments_attributes on erp.departments using gin (attributes jsonb_path_ops);
`;

const UNITS = /* sql */ `
create table erp.units (
  id uuid not null default erp.uuid_v7(),
  code text not null,
  name text not null,
  dimension text not null default 'count',
  is_active boolean not null default true,
  external_id text,
  attributes jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_units primary key (id),
  constraint ck_units_code check (char_length(code) between 1 and 64),
  constraint ck_units_name check (char_length(name) between 1 and 200),
  constraint ck_units_dimension check (dimension in ('count', 'mass', 'length', 'area', 'volume', 'time', 'other')),
  constraint ck_units_attributes check (jsonb_typeof(attributes) = 'object')
);
create unique index uq_units_code on erp.units (lower(code));
create unique index uq_units_external_id on erp.units (external_id);
create index ix_units_code on erp.units (code, id);
create index ix_units_attributes on erp.units using gin (attributes jsonb_path_ops);
`;

const PRODUCTS = /* sql */ `
create table erp.product_categories (
  id uuid not null default erp.uuid_v7(),
  code text not null,
  name text not null,
  parent_id uuid,
  is_active boolean not null default true,
  external_id text,
  attributes jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_product_categories primary key (id),
  constraint fk_product_categories_parent_id foreign key (parent_id) references erp.product_categories (id),
  constraint ck_product_categories_code check (char_length(code) between 1 and 64),
  constraint ck_product_categories_name check (char_length(name) between 1 and 200),
  constraint ck_product_categories_attributes check (jsonb_typeof(attributes) = 'object')
);
create unique index uq_product_categories_code on erp.product_categories (lower(code));
create unique index uq_product_categories_external_id on erp.product_categories (external_id);
create index ix_product_categories_code on erp.product_categories (code, id);
create index ix_product_categories_parent_id on erp.product_categories (parent_id);
create index ix_product_categories_attributes on erp.product_categories using gin (attributes jsonb_path_ops);

create table erp.products (
  id uuid not null default erp.uuid_v7(),
  sku text not null,
  name text not null,
  description text,
  type text not null,
  category_id uuid,
  unit_id uuid not null,
  purchase_unit_id uuid,
  sales_unit_id uuid,
  costing_method text not null default 'moving_average',
  standard_cost numeric(19,6) not null default 0,
  list_price numeric(19,6) not null default 0,
  lead_time_days integer not null default 0,
  safety_stock bigint not null default 0,
  reorder_point bigint not null default 0,
  reorder_policy text not null default 'mrp',
  lot_sizing text not null default 'lot_for_lot',
  lot_size bigint,
  lot_minimum bigint,
  lot_maximum bigint,
  lot_period_days integer,
  tracking text not null default 'none',
  shelf_life_days integer,
  barcode text,
  is_manufactured boolean not null default false,
  is_purchased boolean not null default true,
  is_sold boolean not null default false,
  is_active boolean not null default true,
  external_id text,
  attributes jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_products primary key (id),
  constraint fk_products_category_id foreign key (category_id) references erp.product_categories (id),
  constraint fk_products_unit_id foreign key (unit_id) references erp.units (id),
  constraint fk_products_purchase_unit_id foreign key (purchase_unit_id) references erp.units (id),
  constraint fk_products_sales_unit_id foreign key (sales_unit_id) references erp.units (id),
  constraint ck_products_sku check (char_length(sku) between 1 and 64),
  constraint ck_products_name check (char_length(name) between 1 and 200),
  constraint ck_products_type check (type in ('material', 'part', 'wip', 'finished_good', 'service')),
  constraint ck_products_costing_method check (costing_method in ('moving_average', 'fifo', 'standard', 'specific')),
  constraint ck_products_standard_cost check (standard_cost >= 0 and standard_cost < 'Infinity' and standard_cost <> 'NaN'),
  constraint ck_products_list_price check (list_price >= 0 and list_price < 'Infinity' and list_price <> 'NaN'),
  constraint ck_products_lead_time_days check (lead_time_days between 0 and 3650),
  constraint ck_products_safety_stock check (safety_stock between 0 and 9007199254740991),
  constraint ck_products_reorder_point check (reorder_point between 0 and 9007199254740991),
  constraint ck_products_reorder_policy check (reorder_policy in ('none', 'reorder_point', 'mrp')),
  constraint ck_products_lot_sizing check (lot_sizing in
    ('lot_for_lot', 'fixed', 'multiple', 'min_max', 'period', 'eoq', 'silver_meal', 'wagner_whitin')),
  constraint ck_products_lot_size check (lot_size between 1 and 9007199254740991),
  constraint ck_products_lot_minimum check (lot_minimum between 1 and 9007199254740991),
  constraint ck_products_lot_maximum check (lot_maximum between 1 and 9007199254740991 and lot_maximum >= coalesce(lot_minimum, 1)),
  constraint ck_products_lot_period_days check (lot_period_days between 1 and 3650),
  constraint ck_products_lot_sizing_needs check (
    (lot_sizing not in ('fixed', 'multiple') or lot_size is not null)
    and (lot_sizing <> 'min_max' or (lot_minimum is not null and lot_maximum is not null))
    and (lot_sizing <> 'period' or lot_period_days is not null)),
  constraint ck_products_tracking check (tracking in ('none', 'lot', 'serial')),
  constraint ck_products_costing_needs_lots check (costing_method <> 'specific' or tracking <> 'none'),
  constraint ck_products_service_untracked check (type <> 'service' or tracking = 'none'),
  constraint ck_products_shelf_life_days check (shelf_life_days between 1 and 36500),
  constraint ck_products_barcode check (char_length(barcode) between 1 and 64),
  constraint ck_products_attributes check (jsonb_typeof(attributes) = 'object')
);
create unique index uq_products_sku on erp.products (lower(sku));
create unique index uq_products_barcode on erp.products (barcode);
create unique index uq_products_external_id on erp.products (external_id);
create index ix_products_sku on erp.products (sku, id);
create index ix_products_name on erp.products (name, id);
create index ix_products_created_at on erp.products (created_at, id);
create index ix_products_category_id on erp.products (category_id);
create index ix_products_unit_id on erp.products (unit_id);
create index ix_products_purchase_unit_id on erp.products (purchase_unit_id);
create index ix_products_sales_unit_id on erp.products (sales_unit_id);
create index ix_products_attributes on erp.products using gin (attributes jsonb_path_ops);

create table erp.unit_conversions (
  id uuid not null default erp.uuid_v7(),
  from_unit_id uuid not null,
  to_unit_id uuid not null,
  product_id uuid,
  numerator bigint not null,
  denominator bigint not null default 1,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_unit_conversions primary key (id),
  constraint fk_unit_conversions_from_unit_id foreign key (from_unit_id) references erp.units (id),
  constraint fk_unit_conversions_to_unit_id foreign key (to_unit_id) references erp.units (id),
  constraint fk_unit_conversions_product_id foreign key (product_id) references erp.products (id) on delete cascade,
  constraint ck_unit_conversions_units check (from_unit_id <> to_unit_id),
  constraint ck_unit_conversions_numerator check (numerator between 1 and 9007199254740991),
  constraint ck_unit_conversions_denominator check (denominator between 1 and 9007199254740991)
);
comment on table erp.unit_conversions is 'one from_unit is numerator/denominator to_units; product_id null: for every product';
create unique index uq_unit_conversions_pair on erp.unit_conversions
  (least(from_unit_id, to_unit_id), greatest(from_unit_id, to_unit_id), product_id) nulls not distinct;
create index ix_unit_conversions_from_unit_id on erp.unit_conversions (from_unit_id);
create index ix_unit_conversions_to_unit_id on erp.unit_conversions (to_unit_id);
create index ix_unit_conversions_product_id on erp.unit_conversions (product_id);
create index ix_unit_conversions_created_at on erp.unit_conversions (created_at, id);
-- the units and the product of a conversion never change: another pair is another conversion
revoke update on erp.unit_conversions from erp_app;
grant update (numerator, denominator, version, updated_at) on erp.unit_conversions to erp_app;
`;

const PARTNERS = /* sql */ `
create table erp.suppliers (
  id uuid not null default erp.uuid_v7(),
  code text not null,
  name text not null,
  legal_name text,
  tax_number text,
  email text,
  phone text,
  address text,
  currency_code text,
  payment_terms_days integer not null default 0,
  lead_time_days integer,
  is_active boolean not null default true,
  external_id text,
  attributes jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_suppliers primary key (id),
  constraint fk_suppliers_currency_code foreign key (currency_code) references erp.currencies (code),
  constraint ck_suppliers_code check (char_length(code) between 1 and 64),
  constraint ck_suppliers_name check (char_length(name) between 1 and 200),
  constraint ck_suppliers_payment_terms_days check (payment_terms_days between 0 and 3650),
  constraint ck_suppliers_lead_time_days check (lead_time_days between 0 and 3650),
  constraint ck_suppliers_attributes check (jsonb_typeof(attributes) = 'object')
);
create unique index uq_suppliers_code on erp.suppliers (lower(code));
create unique index uq_suppliers_external_id on erp.suppliers (external_id);
create index ix_suppliers_code on erp.suppliers (code, id);
create index ix_suppliers_name on erp.suppliers (name, id);
create index ix_suppliers_created_at on erp.suppliers (created_at, id);
create index ix_suppliers_currency_code on erp.suppliers (currency_code);
create index ix_suppliers_attributes on erp.suppliers using gin (attributes jsonb_path_ops);

create table erp.customers (
  id uuid not null default erp.uuid_v7(),
  code text not null,
  name text not null,
  legal_name text,
  tax_number text,
  email text,
  phone text,
  address text,
  currency_code text,
  payment_terms_days integer not null default 0,
  credit_limit numeric(15,2),
  is_active boolean not null default true,
  external_id text,
  attributes jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_customers primary key (id),
  constraint fk_customers_currency_code foreign key (currency_code) references erp.currencies (code),
  constraint ck_customers_code check (char_length(code) between 1 and 64),
  constraint ck_customers_name check (char_length(name) between 1 and 200),
  constraint ck_customers_payment_terms_days check (payment_terms_days between 0 and 3650),
  constraint ck_customers_credit_limit check (credit_limit >= 0 and credit_limit < 'Infinity' and credit_limit <> 'NaN'),
  constraint ck_customers_attributes check (jsonb_typeof(attributes) = 'object')
);
create unique index uq_customers_code on erp.customers (lower(code));
create unique index uq_customers_external_id on erp.customers (external_id);
create index ix_customers_code on erp.customers (code, id);
create index ix_customers_name on erp.customers (name, id);
create index ix_customers_created_at on erp.customers (created_at, id);
create index ix_customers_currency_code on erp.customers (currency_code);
create index ix_customers_attributes on erp.customers using gin (attributes jsonb_path_ops);
`;

const PRICES = /* sql */ `
create table erp.supplier_prices (
  id uuid not null default erp.uuid_v7(),
  supplier_id uuid not null,
  product_id uuid not null,
  unit_id uuid not null,
  currency_code text not null,
  min_quantity bigint not null default 1,
  order_multiple bigint not null default 1,
  price numeric(19,6) not null,
  lead_time_days integer,
  supplier_sku text,
  valid_from date not null default current_date,
  valid_to date,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_supplier_prices primary key (id),
  constraint uq_supplier_prices_offer unique (product_id, supplier_id, unit_id, currency_code, min_quantity, valid_from),
  constraint fk_supplier_prices_supplier_id foreign key (supplier_id) references erp.suppliers (id),
  constraint fk_supplier_prices_product_id foreign key (product_id) references erp.products (id),
  constraint fk_supplier_prices_unit_id foreign key (unit_id) references erp.units (id),
  constraint fk_supplier_prices_currency_code foreign key (currency_code) references erp.currencies (code),
  constraint ck_supplier_prices_min_quantity check (min_quantity between 1 and 9007199254740991),
  constraint ck_supplier_prices_order_multiple check (order_multiple between 1 and 9007199254740991),
  constraint ck_supplier_prices_price check (price >= 0 and price < 'Infinity' and price <> 'NaN'),
  constraint ck_supplier_prices_lead_time_days check (lead_time_days between 0 and 3650),
  constraint ck_supplier_prices_supplier_sku check (char_length(supplier_sku) between 1 and 64),
  constraint ck_supplier_prices_validity check (valid_to >= valid_from)
);
create index ix_supplier_prices_supplier_id on erp.supplier_prices (supplier_id);
create index ix_supplier_prices_unit_id on erp.supplier_prices (unit_id);
create index ix_supplier_prices_currency_code on erp.supplier_prices (currency_code);
create index ix_supplier_prices_valid_from on erp.supplier_prices (valid_from, id);
create index ix_supplier_prices_created_at on erp.supplier_prices (created_at, id);

create table erp.customer_prices (
  id uuid not null default erp.uuid_v7(),
  customer_id uuid,
  product_id uuid not null,
  unit_id uuid not null,
  currency_code text not null,
  min_quantity bigint not null default 1,
  price numeric(19,6) not null,
  valid_from date not null default current_date,
  valid_to date,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_customer_prices primary key (id),
  constraint uq_customer_prices_offer unique nulls not distinct
    (product_id, customer_id, unit_id, currency_code, min_quantity, valid_from),
  constraint fk_customer_prices_customer_id foreign key (customer_id) references erp.customers (id),
  constraint fk_customer_prices_product_id foreign key (product_id) references erp.products (id),
  constraint fk_customer_prices_unit_id foreign key (unit_id) references erp.units (id),
  constraint fk_customer_prices_currency_code foreign key (currency_code) references erp.currencies (code),
  constraint ck_customer_prices_min_quantity check (min_quantity between 1 and 9007199254740991),
  constraint ck_customer_prices_price check (price >= 0 and price < 'Infinity' and price <> 'NaN'),
  constraint ck_customer_prices_validity check (valid_to >= valid_from)
);
comment on column erp.customer_prices.customer_id is 'null: the price list for every customer';
create index ix_customer_prices_customer_id on erp.customer_prices (customer_id);
create index ix_customer_prices_unit_id on erp.customer_prices (unit_id);
create index ix_customer_prices_currency_code on erp.customer_prices (currency_code);
create index ix_customer_prices_valid_from on erp.customer_prices (valid_from, id);
create index ix_customer_prices_created_at on erp.customer_prices (created_at, id);
`;

const EXTERNAL_IDS = /* sql */ `
create table erp.external_ids (
  id uuid not null default erp.uuid_v7(),
  system text not null,
  entity_type text not null,
  external_id text not null,
  entity_id uuid not null,
  created_at timestamptz(3) not null default now(),
  constraint pk_external_ids primary key (id),
  constraint uq_external_ids_system_entity_type_external_id unique (system, entity_type, external_id),
  constraint uq_external_ids_entity_type_entity_id_system unique (entity_type, entity_id, system),
  constraint ck_external_ids_system check (char_length(system) between 1 and 64),
  constraint ck_external_ids_external_id check (char_length(external_id) between 1 and 200)
);
`;

const TRIGGERS = /* sql */ `
select erp.add_updated_at_trigger(t) from unnest(array[
  'erp.currencies', 'erp.exchange_rates', 'erp.calendars', 'erp.companies', 'erp.departments', 'erp.units',
  'erp.unit_conversions', 'erp.product_categories', 'erp.products', 'erp.suppliers', 'erp.customers',
  'erp.supplier_prices', 'erp.customer_prices']::regclass[]) as t;

create trigger trg_unit_conversions_agree before insert or update on erp.unit_conversions
  for each row execute function erp.fn_check_unit_conversion();
create trigger trg_unit_conversions_agree_without after delete on erp.unit_conversions
  for each row execute function erp.fn_check_unit_conversion();
create trigger trg_units_dimension before update of dimension on erp.units
  for each row when (new.dimension <> old.dimension) execute function erp.fn_check_unit_dimension();
create trigger trg_product_categories_tree after insert or update of parent_id on erp.product_categories
  for each row when (new.parent_id is not null) execute function erp.fn_refuse_category_cycle();

create trigger trg_companies_external_ids after delete on erp.companies
  for each row execute function erp.fn_forget_external_ids('company');
create trigger trg_departments_external_ids after delete on erp.departments
  for each row execute function erp.fn_forget_external_ids('department');
create trigger trg_units_external_ids after delete on erp.units
  for each row execute function erp.fn_forget_external_ids('unit');
create trigger trg_product_categories_external_ids after delete on erp.product_categories
  for each row execute function erp.fn_forget_external_ids('product_category');
create trigger trg_products_external_ids after delete on erp.products
  for each row execute function erp.fn_forget_external_ids('product');
create trigger trg_suppliers_external_ids after delete on erp.suppliers
  for each row execute function erp.fn_forget_external_ids('supplier');
create trigger trg_customers_external_ids after delete on erp.customers
  for each row execute function erp.fn_forget_external_ids('customer');
`;

const SEED = /* sql */ `
insert into erp.currencies (code, name, minor_digits) values
  ('AUD', 'Australian dollar', 2), ('CHF', 'Swiss franc', 2), ('CNY', 'Chinese yuan', 2), ('EUR', 'Euro', 2),
  ('GBP', 'Pound sterling', 2), ('HKD', 'Hong Kong dollar', 2), ('IDR', 'Indonesian rupiah', 2), ('INR', 'Indian rupee', 2),
  ('JPY', 'Japanese yen', 0), ('KRW', 'South Korean won', 0), ('MYR', 'Malaysian ringgit', 2), ('PHP', 'Philippine peso', 2),
  ('SGD', 'Singapore dollar', 2), ('THB', 'Thai baht', 2), ('TWD', 'New Taiwan dollar', 2), ('USD', 'US dollar', 2),
  ('VND', 'Vietnamese dong', 0);

insert into erp.calendars (code, name) values ('STANDARD', 'Monday to Friday');
insert into erp.companies (code, name, currency_code, calendar_id)
select 'MAIN', 'Main company', 'IDR', c.id from erp.calendars c where c.code = 'STANDARD';
insert into erp.product_categories (code, name) values ('GENERAL', 'General');

insert into erp.units (code, name, dimension) values
  ('EA', 'Each', 'count'), ('SET', 'Set', 'count'), ('PR', 'Pair', 'count'), ('DZ', 'Dozen', 'count'), ('GRO', 'Gross', 'count'),
  ('BOX', 'Box', 'count'), ('CT', 'Carton', 'count'), ('PAK', 'Pack', 'count'), ('ROL', 'Roll', 'count'), ('PAL', 'Pallet', 'count'),
  ('MG', 'Milligram', 'mass'), ('G', 'Gram', 'mass'), ('KG', 'Kilogram', 'mass'), ('T', 'Tonne', 'mass'),
  ('OZ', 'Ounce', 'mass'), ('LB', 'Pound', 'mass'),
  ('MM', 'Millimetre', 'length'), ('CM', 'Centimetre', 'length'), ('M', 'Metre', 'length'), ('KM', 'Kilometre', 'length'),
  ('IN', 'Inch', 'length'), ('FT', 'Foot', 'length'), ('YD', 'Yard', 'length'),
  ('CM2', 'Square centimetre', 'area'), ('M2', 'Square metre', 'area'),
  ('ML', 'Millilitre', 'volume'), ('L', 'Litre', 'volume'), ('M3', 'Cubic metre', 'volume'), ('GAL', 'US gallon', 'volume'),
  ('SEC', 'Second', 'time'), ('MIN', 'Minute', 'time'), ('HUR', 'Hour', 'time'), ('DAY', 'Day', 'time');

insert into erp.unit_conversions (from_unit_id, to_unit_id, numerator, denominator)
select f.id, t.id, c.numerator, c.denominator
  from (values
    ('PR', 'EA', 2, 1), ('DZ', 'EA', 12, 1), ('GRO', 'DZ', 12, 1),
    ('G', 'MG', 1000, 1), ('KG', 'G', 1000, 1), ('T', 'KG', 1000, 1), ('LB', 'MG', 45359237, 100), ('LB', 'OZ', 16, 1),
    ('CM', 'MM', 10, 1), ('M', 'CM', 100, 1), ('KM', 'M', 1000, 1), ('IN', 'MM', 254, 10), ('FT', 'IN', 12, 1), ('YD', 'FT', 3, 1),
    ('M2', 'CM2', 10000, 1),
    ('L', 'ML', 1000, 1), ('M3', 'L', 1000, 1), ('GAL', 'ML', 3785411784, 1000000),
    ('MIN', 'SEC', 60, 1), ('HUR', 'MIN', 60, 1), ('DAY', 'HUR', 24, 1)
  ) as c (from_code, to_code, numerator, denominator)
  join erp.units f on f.code = c.from_code
  join erp.units t on t.code = c.to_code;
`;

const PEOPLE = /* sql */ `
alter table erp.user_companies add constraint fk_user_companies_company_id
  foreign key (company_id) references erp.companies (id);
alter table erp.user_departments add constraint fk_user_departments_department_id
  foreign key (department_id) references erp.departments (id);

insert into erp.user_companies (user_id, company_id, is_default)
select u.id, c.id, true from erp.users u cross join erp.companies c
 where c.code = 'MAIN' and not exists (select from erp.user_companies uc where uc.user_id = u.id);

create constraint trigger trg_users_default_company after insert on erp.users
  deferrable initially deferred for each row execute function erp.fn_default_company();
`;

const DOWN = /* sql */ `
drop trigger trg_users_default_company on erp.users;
delete from erp.user_companies;
delete from erp.user_departments;
alter table erp.user_companies drop constraint fk_user_companies_company_id;
alter table erp.user_departments drop constraint fk_user_departments_department_id;
drop table erp.external_ids, erp.customer_prices, erp.supplier_prices, erp.customers, erp.suppliers, erp.unit_conversions,
  erp.products, erp.product_categories, erp.units, erp.departments, erp.companies, erp.calendar_exceptions, erp.calendars,
  erp.exchange_rates, erp.currencies cascade;
drop function erp.fn_default_company(), erp.fn_forget_external_ids(), erp.fn_refuse_category_cycle(), erp.fn_check_unit_dimension(),
  erp.fn_check_unit_conversion(), erp.unit_factor(uuid, uuid, uuid, boolean), erp.unit_edges(uuid), erp.used_by(regclass, uuid);
`;

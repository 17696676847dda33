create or replace function erp.auth_seed_roles() returns integer
language sql volatile
as $$
  -- The sixteen roles a factory starts with. Repeatable: what is missing is added, what somebody has adapted stays as it is.
  with seed (code, name, description, patterns) as (values
    ('super_admin', 'Super administrator', 'May do everything.', array['*']),
    ('admin', 'Administrator', 'Everything but what roles allow, and the measures of an incident.',
      array['auth.users.*', 'auth.roles.read', 'auth.roles.assign', 'auth.grants.*', 'auth.permissions.read', 'auth.sessions.read',
            'auth.sessions.revoke', 'auth.api_keys.*', 'auth.events.read', 'master_data.*.*', 'warehouse.*.*', 'ppic.*.*',
            'kanban.*.*', 'quality.*.*', 'purchasing.*.*', 'sales.*.*', 'accounting.*.*', 'projects.*.*', 'fuel_stations.*.*',
            'reporting.*.*', 'imports.*.*', 'operations.*.*', 'audit.*.*']),
    ('manager', 'Manager', 'Sees everything and approves.', array['*.*.read', '*.*.read_value', '*.*.read_cost', '*.*.export', '*.*.approve', 'reporting.users.audit']),
    ('ppic_manager', 'PPIC manager', 'Answers for planning and production.',
      array['ppic.*.*', 'kanban.*.*', 'quality.*.*', 'warehouse.bom.*', 'warehouse.*.read', 'warehouse.reservations.*',
            'master_data.*.read', 'sales.*.read', 'purchasing.*.read', 'operations.imports.*', 'reporting.*.read']),
    ('ppic_admin', 'PPIC administrator', 'Keeps orders, plans and bills.',
      array['ppic.*.read', 'ppic.*.create', 'ppic.*.update', 'ppic.*.release', 'ppic.*.start', 'ppic.*.pause', 'ppic.*.resume',
            'ppic.*.report', 'ppic.*.complete', 'kanban.*.*', 'warehouse.bom.read', 'warehouse.bom.create', 'warehouse.bom.update',
            'warehouse.*.read', 'master_data.*.read', 'reporting.*.read']),
    ('production_supervisor', 'Production supervisor', 'Runs the orders of a department.',
      array['ppic.*.read', 'ppic.*.release', 'ppic.*.start', 'ppic.*.pause', 'ppic.*.resume', 'ppic.*.report', 'ppic.*.complete',
            'ppic.*.reverse', 'kanban.*.read', 'kanban.*.create', 'kanban.*.update', 'kanban.*.approve', 'kanban.*.receive',
            'quality.*.read', 'quality.*.create', 'warehouse.*.read', 'master_data.*.read', 'reporting.*.read']),
    ('operator', 'Operator', 'Reports work on orders.',
      array['ppic.*.read', 'ppic.*.start', 'ppic.*.pause', 'ppic.*.resume', 'ppic.*.report', 'kanban.*.read', 'kanban.*.create',
            'kanban.*.receive', 'warehouse.stock.read', 'warehouse.bom.read', 'master_data.*.read']),
    ('warehouse_manager', 'Warehouse manager', 'Answers for stock and locations.',
      array['warehouse.*.*', 'kanban.*.*', 'master_data.*.read', 'master_data.products.*', 'purchasing.*.read', 'purchasing.*.receive',
            'sales.*.read', 'sales.*.ship', 'ppic.*.read', 'quality.*.read', 'operations.imports.*', 'reporting.*.read', 'reporting.*.read_value']),
    ('warehouse', 'Storekeeper', 'Receives, moves and issues stock.',
      array['warehouse.*.read', 'warehouse.*.receive', 'warehouse.*.issue', 'warehouse.*.transfer', 'warehouse.*.count',
            'warehouse.reservations.read', 'warehouse.reservations.create', 'warehouse.reservations.release', 'kanban.*.read', 'kanban.*.ship', 'kanban.*.receive', 'purchasing.*.receive', 'sales.*.ship',
            'master_data.*.read', 'ppic.*.read']),
    ('purchasing_manager', 'Purchasing manager', 'Answers for suppliers, orders and prices.',
      array['purchasing.*.*', 'master_data.suppliers.*', 'master_data.supplier_prices.*', 'master_data.*.read', 'warehouse.*.read',
            'warehouse.stock.read_value', 'ppic.*.read', 'operations.imports.*', 'reporting.*.read', 'reporting.*.read_value']),
    ('purchasing', 'Buyer', 'Requests, orders and follows deliveries.',
      array['purchasing.*.read', 'purchasing.*.create', 'purchasing.*.update', 'purchasing.*.submit', 'purchasing.*.send',
            'master_data.*.read', 'master_data.suppliers.create', 'master_data.suppliers.update', 'master_data.supplier_prices.*',
            'warehouse.*.read', 'reporting.*.read']),
    ('sales', 'Sales', 'Quotations, orders and customers.',
      array['sales.*.read', 'sales.*.create', 'sales.*.update', 'sales.*.confirm', 'sales.*.cancel', 'master_data.*.read',
            'master_data.customers.create', 'master_data.customers.update', 'master_data.customer_prices.*', 'warehouse.stock.read',
            'ppic.*.read', 'reporting.*.read']),
    ('accountant', 'Accountant', 'Books, invoices, payments and stock values.',
      array['accounting.*.*', 'warehouse.periods.*', 'warehouse.*.read', 'warehouse.*.read_value', 'warehouse.*.read_cost', 'purchasing.*.read', 'sales.*.read', 'ppic.*.read',
            'master_data.*.read', 'master_data.currencies.*', 'master_data.exchange_rates.*', 'reporting.*.read', 'reporting.*.read_value', 'reporting.*.export']),
    ('quality', 'Quality', 'Inspections, holds and defects.',
      array['quality.*.*', 'warehouse.*.read', 'warehouse.*.hold', 'warehouse.lots.release', 'ppic.*.read', 'purchasing.*.read', 'master_data.*.read',
            'reporting.*.read']),
    ('auditor', 'Auditor', 'Sees everything, changes nothing.', array['*.*.read', '*.*.read_value', '*.*.read_cost', '*.*.export', 'audit.*.*', 'reporting.users.audit']),
    ('viewer', 'Viewer', 'Sees the factory, not its people.',
      array['master_data.*.read', 'warehouse.*.read', 'ppic.*.read', 'kanban.*.read', 'quality.*.read', 'reporting.*.read'])
  ), added as (
    insert into erp.roles (code, name, description, is_system)
    select s.code, s.name, s.description, true from seed s
    on conflict (code) do nothing
    returning id, code
  ), granted as (
    insert into erp.role_permissions (role_id, pattern)
    select a.id, p.pattern from added a join seed s on s.code = a.code cross join lateral unnest(s.patterns) p (pattern)
    returning role_id
  )
  select count(*)::integer from added
$$;

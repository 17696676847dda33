import { definePermissions } from '../kernel/security/index.js';

/** Who may see and keep the master data. `update` covers deactivation and, together with `create`, the upsert by external id. */
export const MASTER_DATA = definePermissions('master_data', {
  products: crud('products'),
  product_categories: crud('product categories'),
  units: crud('units of measure'),
  unit_conversions: crud('conversions between units'),
  suppliers: crud('suppliers'),
  supplier_bank_accounts: {
    ...crud('bank accounts of suppliers, their numbers masked'),
    reveal: 'See whole numbers of bank accounts',
  },
  customers: crud('customers'),
  supplier_prices: crud('supplier price lists'),
  customer_prices: crud('customer price lists'),
  currencies: crud('currencies'),
  exchange_rates: crud('exchange rates'),
  companies: crud('companies'),
  departments: crud('departments'),
  calendars: crud('calendars with their shifts and exceptions'),
});

function crud(things: string): { read: string; create: string; update: string; delete: string } {
  return {
    read: `See ${things}`,
    create: `Add ${things}`,
    update: `Change and deactivate ${things}`,
    delete: `Delete unused ${things}`,
  };
}

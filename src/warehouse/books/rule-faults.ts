import type { FieldError } from '../../kernel/errors/index.js';
import type { StockAccountRuleInput } from './stock-account-rules.dto.js';

const STOCK_ROLES = new Set(['inventory_raw', 'inventory_finished', 'inventory_wip']);
const PRODUCTS = ['product_type', 'category_id', 'product_id'] as const;
const OCCASIONS = ['location_type', 'source_type', 'adjustment_type'] as const;

/**
 * What is wrong with a rule in itself. Stock and work in progress lie on accounts that only stock writes, and nothing else does; stock of a product
 * is on one account whatever brought it, since it could not be told apart any more when it leaves.
 */
export function ruleFaults(rule: Omit<StockAccountRuleInput, 'company_id'>): FieldError[] {
  const faults: FieldError[] = [];
  const fault = (field: string, code: string, message: string): void => {
    faults.push({ pointer: `/${field}`, code, message });
  };
  const given = (field: keyof typeof rule): boolean => (rule[field] ?? null) !== null;
  if (given('role') === given('account_id')) fault('role', 'ONE_OF', 'Name either a role or an account');
  for (const field of PRODUCTS.filter(given).slice(1))
    fault(field, 'ONE_OF', `Name one of ${PRODUCTS.join(', ')} at most`);
  if (rule.leg === 'inventory')
    for (const field of OCCASIONS.filter(given))
      fault(field, 'NOT_ALLOWED', 'Stock is on one account whatever brought it');
  const ofStock = rule.leg === 'inventory' || rule.leg === 'work_in_progress';
  if (rule.role && STOCK_ROLES.has(rule.role) !== ofStock)
    fault(
      'role',
      'NOT_ALLOWED',
      ofStock ? 'Has to be a role of inventory' : 'Stock and work in progress alone go there',
    );
  return faults;
}

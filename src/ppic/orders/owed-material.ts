import { PPIC_ERRORS } from '../ppic.errors.js';
import type { OrderParts } from './order-parts.js';

/** Why an order cannot be closed or given up: what it has worked up and not taken out of stock; null when there is nothing. */
export function owedMaterial({ components }: Pick<OrderParts, 'components'>) {
  const owed = components.filter(({ owed_quantity }) => owed_quantity > 0);
  if (owed.length === 0) return null;
  const words = owed.map(({ sku, owed_quantity }) => `${owed_quantity} of ${sku}`).join(', ');
  return PPIC_ERRORS.MATERIAL_DEBT_OPEN(`Owed to stock: ${words}`, {
    components: owed.map(({ id, product_id, sku, owed_quantity }) => ({
      component_id: id,
      product_id,
      sku,
      owed_quantity,
    })),
  });
}

/** @throws MATERIAL_DEBT_OPEN */
export function assertNothingOwed(parts: Pick<OrderParts, 'components'>): void {
  const open = owedMaterial(parts);
  if (open) throw open;
}

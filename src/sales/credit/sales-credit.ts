import { Injectable } from '@nestjs/common';
import { Rational } from '../../kernel/numbers/index.js';
import { currentActor } from '../../kernel/security/index.js';
import type { SalesOrder } from '../orders/sales-order.entity.js';
import { SalesOrderRows } from '../orders/sales-order-rows.repository.js';
import { CREDIT_ERRORS } from './credit.errors.js';
import { CreditRepository } from './credit.repository.js';
import type { CreditStage } from './credit-stages.js';
import { exposureOf, isCovered, isOverridden } from './credit-verdict.js';
import type { CreditStanding } from './credit-verdict.js';

/** How far the credit of its customer is from covering an order. */
export interface CreditGap {
  readonly standing: CreditStanding;
  /** Of the order, in the currency of the company. */
  readonly amount: string;
}

type CreditedOrder = Pick<SalesOrder, 'id' | 'number' | 'company_id' | 'customer_id' | 'total_amount' | 'rate'>;

/**
 * Holds orders against the credit of their customers. Works within the caller's transaction, on orders that it has locked; then the credit rows are
 * locked, and stock after them.
 */
@Injectable()
export class SalesCredit {
  constructor(
    private readonly credit: CreditRepository,
    private readonly orders: SalesOrderRows,
  ) {}

  /** @throws CREDIT_LIMIT_EXCEEDED when the order would bring the exposure past the limit, unless somebody else has let it pass; CREDIT_OVERRIDE_BY_SELLER */
  async assertMayConfirm(order: CreditedOrder): Promise<void> {
    const gap = await this.gapAtConfirmation(order);
    if (!gap) return;
    const overrides = await this.credit.overrides([order.id], 'confirmation');
    if (!isOverridden(overrides, gap.amount)) throw exceeded(order, gap);
    const others = overrides.filter(({ overridden_by }) => overridden_by !== currentActor().user_id);
    if (!isOverridden(others, gap.amount)) throw CREDIT_ERRORS.CREDIT_OVERRIDE_BY_SELLER();
  }

  /** The order's part in it when the limit would be passed; null when it is covered or not looked at. Locks the credit. */
  async gapAtConfirmation(order: CreditedOrder): Promise<CreditGap | null> {
    const { hold_at_confirmation } = await this.credit.settings(order.company_id);
    if (!hold_at_confirmation) return null;
    await this.credit.lock([order]);
    const [standing] = await this.credit.standings([order]);
    const amount = Rational.parse(order.total_amount).mul(Rational.parse(order.rate)).toFixed(2);
    return isCovered(standing!, amount) ? null : { standing: standing!, amount };
  }

  /**
   * For deliveries: whether goods of confirmed orders, all of one company, may leave.
   * @throws CREDIT_LIMIT_EXCEEDED when a customer's exposure is past the limit and nobody else has let the order pass
   */
  async assertMayShip(orderIds: readonly string[]): Promise<void> {
    const orders = await this.orders.named(orderIds);
    const gaps = await this.gapsAtShipping(orders);
    if (gaps.size === 0) return;
    const overrides = await this.credit.overrides([...gaps.keys()], 'shipping');
    for (const order of orders) {
      const gap = gaps.get(order.id);
      const own = overrides.filter(({ order_id }) => order_id === order.id);
      if (gap && !isOverridden(own, gap.amount)) throw exceeded(order, gap);
    }
  }

  /** The orders whose customer is past the limit now, by id. Locks the credit. */
  async gapsAtShipping(orders: readonly CreditedOrder[]): Promise<ReadonlyMap<string, CreditGap>> {
    const held: CreditedOrder[] = [];
    for (const companyId of new Set(orders.map(({ company_id }) => company_id)))
      if ((await this.credit.settings(companyId)).hold_at_shipping)
        held.push(...orders.filter(({ company_id }) => company_id === companyId));
    if (held.length === 0) return new Map();
    await this.credit.lock(held);
    const standings = await this.credit.standings(held);
    const values = await this.credit.openValues(held.map(({ id }) => id));
    const gaps = held.flatMap(({ id, company_id, customer_id }): [string, CreditGap][] => {
      const standing = standings.find((each) => each.company_id === company_id && each.customer_id === customer_id)!;
      // What an order ships is in the exposure since its confirmation.
      return isCovered(standing, '0') ? [] : [[id, { standing, amount: values.get(id) ?? '0.00' }]];
    });
    return new Map(gaps);
  }

  /** Where the credit of an order is looked at next, and how far it is from covering it; null when it is. */
  async gap(order: SalesOrder): Promise<{ stage: CreditStage; gap: CreditGap | null }> {
    if (order.state === 'draft') return { stage: 'confirmation', gap: await this.gapAtConfirmation(order) };
    return { stage: 'shipping', gap: (await this.gapsAtShipping([order])).get(order.id) ?? null };
  }
}

function exceeded({ number }: CreditedOrder, { standing, amount }: CreditGap): Error {
  const exposure = exposureOf(standing);
  return CREDIT_ERRORS.CREDIT_LIMIT_EXCEEDED(
    `${number}: the limit is ${standing.limit}, ${exposure} of it are in use and the order is worth ${amount}`,
    { limit: standing.limit, exposure, order_amount: amount },
  );
}

import { Injectable } from '@nestjs/common';
import { Database, checkIfMatch } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, notFound } from '../../kernel/errors/index.js';
import { assertInScope, currentActor, defaultCompanyId } from '../../kernel/security/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { SALES_ORDER } from '../orders/sales-order.machine.js';
import { SalesOrder } from '../orders/sales-order.entity.js';
import { SalesOrderRows } from '../orders/sales-order-rows.repository.js';
import type { CreditDto, SalesSettingsDto, SalesSettingsInput } from './credit.dto.js';
import { SalesCreditAccount, SalesCreditOverride, SalesSetting } from './credit.entity.js';
import { CREDIT_ERRORS } from './credit.errors.js';
import { CreditRepository } from './credit.repository.js';
import { availableOf, exposureOf } from './credit-verdict.js';
import { SalesCredit } from './sales-credit.js';

/** States in which the credit of an order is still looked at. */
const OVERRIDABLE = SALES_ORDER.followed!['override_credit']!.stays_in!;

/** What people do with the credit of customers. */
@Injectable()
export class CreditService {
  constructor(
    private readonly db: Database,
    private readonly credit: CreditRepository,
    private readonly checks: SalesCredit,
    private readonly orders: SalesOrderRows,
    private readonly history: DocumentHistory,
  ) {}

  /** @throws NOT_FOUND for a customer that there is not, or a company that the caller does not belong to */
  async get(customer_id: string, company_id = defaultCompanyId()): Promise<CreditDto> {
    assertInScope({ company_id }, 'Company');
    const [standing] = await this.credit.standings([{ company_id, customer_id }]);
    if (!standing) throw notFound('Customer', customer_id);
    return { ...standing, exposure: exposureOf(standing), available: availableOf(standing) };
  }

  /** @throws NOT_FOUND, STALE_VERSION */
  change(customer_id: string, credit_limit: string | null, company_id = defaultCompanyId()): Promise<CreditDto> {
    return this.db.transaction(async () => {
      await this.get(customer_id, company_id);
      const [account] = await this.credit.lock([{ company_id, customer_id }]);
      checkIfMatch(account!);
      await this.db.change<SalesCreditAccount>(SalesCreditAccount, account!.id, { credit_limit });
      return this.get(customer_id, company_id);
    });
  }

  async settings(company_id = defaultCompanyId()): Promise<SalesSettingsDto> {
    assertInScope({ company_id }, 'Company');
    return this.credit.settings(company_id);
  }

  /** @throws NOT_FOUND, STALE_VERSION */
  changeSettings(input: SalesSettingsInput, company_id = defaultCompanyId()): Promise<SalesSettingsDto> {
    assertInScope({ company_id }, 'Company');
    return this.db.transaction(async () => {
      const row = await this.credit.lockSettings(company_id);
      checkIfMatch(row);
      await this.db.change<SalesSetting>(SalesSetting, row.id, { ...input });
      return this.credit.settings(company_id);
    });
  }

  /**
   * Lets an order pass where its credit is looked at next: a draft at its confirmation, a confirmed one when its goods leave.
   * @throws CREDIT_OVERRIDE_BY_SELLER, CREDIT_NOT_HELD, INVALID_STATE
   */
  override(orderId: string, reason: string): Promise<void> {
    return this.db.transaction(async () => {
      const [order] = await this.orders.lock([orderId]);
      const { user_id } = currentActor();
      if (order!.created_by === user_id || order!.confirmed_by === user_id)
        throw CREDIT_ERRORS.CREDIT_OVERRIDE_BY_SELLER();
      const { state: before } = order!;
      if (!OVERRIDABLE.includes(before))
        throw KERNEL_ERRORS.INVALID_STATE(`The credit of what is ${before} is not looked at`, {
          ...{ state: before, event: 'override_credit', allowed_from: OVERRIDABLE },
        });
      const { stage, gap } = await this.checks.gap(order!);
      if (!gap) throw CREDIT_ERRORS.CREDIT_NOT_HELD();
      const { standing, amount } = gap;
      const granted = { exposure: exposureOf(standing), credit_limit: standing.limit, amount, reason };
      await this.db.insert(SalesCreditOverride, { order_id: orderId, stage, ...granted });
      const { state } = await this.db.update(SalesOrder, orderId, {});
      const step = { event: 'override_credit', from: state, to: state, reason };
      await this.history.record({ machine: SALES_ORDER, id: orderId, ...step });
    });
  }
}

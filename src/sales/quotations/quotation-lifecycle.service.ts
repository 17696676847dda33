import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import { assertInScope, requirePermission } from '../../kernel/security/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { headFaults } from '../lines/sales-heads.js';
import { SalesLinesRepository } from '../lines/sales-lines.repository.js';
import { SalesOrdersService } from '../orders/sales-orders.service.js';
import { SALES_ERRORS } from '../sales.errors.js';
import { SALES } from '../sales.permissions.js';
import { SalesQuotation, SalesQuotationVersion } from './quotation.entity.js';
import { QUOTATION_ERRORS } from './quotation.errors.js';
import { SALES_QUOTATION } from './quotation.machine.js';
import type { QuotationEvent } from './quotation.machine.js';
import type { WinQuotationInput } from './quotations.dto.js';
import { QuotationsRepository } from './quotations.repository.js';

type Locked = SalesQuotation & { readonly is_past: boolean };

/** The way of quotations to the customer, and to an order or to nothing. */
@Injectable()
export class QuotationLifecycle {
  constructor(
    private readonly db: Database,
    private readonly quotations: QuotationsRepository,
    private readonly looked: SalesLinesRepository,
    private readonly orders: SalesOrdersService,
    private readonly history: DocumentHistory,
  ) {}

  /** Keeps the version as it is sent. @throws INVALID_STATE, SALES_QUOTATION_EXPIRED */
  send(id: string): Promise<void> {
    return this.take(id, 'send', null, async ({ is_past, revision, valid_until, total_amount }) => {
      if (is_past) throw QUOTATION_ERRORS.SALES_QUOTATION_EXPIRED();
      const document = await this.quotations.get(id);
      await this.db.insert(SalesQuotationVersion, {
        ...{ quotation_id: id, revision, valid_until, total_amount, document },
      });
      return { sent_at: 'now' };
    });
  }

  /** Makes what was sent a draft again, as the next version. @throws INVALID_STATE */
  revise(id: string, reason: string): Promise<void> {
    return this.take(id, 'revise', reason, async ({ revision }) => ({ revision: revision + 1 }));
  }

  /** @throws INVALID_STATE */
  lose(id: string, reason: string): Promise<void> {
    return this.take(id, 'lose', reason, async () => ({ end_reason: reason }));
  }

  /** @throws INVALID_STATE */
  cancel(id: string, reason: string): Promise<void> {
    return this.take(id, 'cancel', reason, async () => ({ end_reason: reason }));
  }

  /**
   * Makes a draft of an order of it, at the prices that were offered.
   * @throws INVALID_STATE, SALES_QUOTATION_EXPIRED, CUSTOMER_INACTIVE, EXCHANGE_RATE_MISSING; VALIDATION_FAILED for a warehouse that there is not
   */
  win(id: string, { warehouse_id = undefined, customer_reference }: WinQuotationInput): Promise<void> {
    return this.take(id, 'win', null, async (quotation) => {
      requirePermission(SALES.orders.create);
      if (quotation.is_past) throw QUOTATION_ERRORS.SALES_QUOTATION_EXPIRED();
      const { company_id, customer_id, currency_code, payment_terms_id, payment_terms_days } = quotation;
      assertInScope({ company_id, ...(warehouse_id && { warehouse_id }) }, 'Warehouse');
      const found = await this.looked.circumstances({ ...quotation, warehouse_id: warehouse_id ?? null });
      refuse(headFaults({ ...found, has_terms: true }, { with_warehouse: true }));
      if (!found.customer_is_active) throw SALES_ERRORS.CUSTOMER_INACTIVE();
      const lines = await this.quotations.lines(id);
      const order_id = await this.orders.createOf(
        {
          ...{ company_id, customer_id, currency_code, payment_terms_id, payment_terms_days },
          warehouse_id: found.warehouse_id!,
          ordered_on: found.today,
          customer_reference: customer_reference ?? quotation.customer_reference,
          ship_to_name: found.customer_name,
          ship_to_address: found.customer_address,
          delivery_terms: quotation.delivery_terms,
          notes: quotation.notes,
          freight_amount: quotation.freight_amount,
        },
        found.company_currency!,
        lines.map(({ id: price_id, quotation_id: _, ...line }) => ({
          ...line,
          ...{ price_source: 'quotation', price_id, warehouse_id: found.warehouse_id! },
          ...{ promised_on: null, supply: 'stock', reserve_on: null },
        })),
      );
      return { order_id };
    });
  }

  /** Locks, machine, permission, effect, state, history. */
  private take(
    id: string,
    event: QuotationEvent,
    reason: string | null,
    effect: (quotation: Locked) => Promise<Partial<SalesQuotation>>,
  ): Promise<void> {
    return this.db.transaction(async () => {
      const quotation = await this.quotations.lock(id);
      const state = SALES_QUOTATION.next(quotation.state, event);
      requirePermission(SALES_QUOTATION.events[event].permission);
      const columns = await effect(quotation);
      await this.db.update<SalesQuotation>(SalesQuotation, id, { ...columns, state });
      await this.history.record({ machine: SALES_QUOTATION, id, event, from: quotation.state, to: state, reason });
    });
  }
}

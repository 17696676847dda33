import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { invalid } from '../../kernel/errors/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, StepEffect, Transition } from '../../kernel/state-machine/index.js';
import type { AllocateInput, TakeBackInput } from '../invoices/invoices.dto.js';
import { InvoicesRepository } from '../invoices/invoices.repository.js';
import { Allocating } from './allocating.js';
import { PaymentBooking } from './payment-booking.js';
import { Payment } from './payment.entity.js';
import { PAYMENT } from './payment.machine.js';
import type { PaymentEvent, PaymentState } from './payment.machine.js';
import type {
  PaymentDto,
  PaymentHeadDto,
  PaymentInput,
  PostPaymentInput,
  ReversePaymentInput,
} from './payments.dto.js';
import { PaymentsRepository } from './payments.repository.js';

/** Payments to suppliers and from customers, and what they pay. */
@Injectable()
export class PaymentsService {
  constructor(
    private readonly db: Database,
    private readonly payments: PaymentsRepository,
    private readonly invoices: InvoicesRepository,
    private readonly booking: PaymentBooking,
    private readonly allocating: Allocating,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters): Promise<Page<PaymentHeadDto>> {
    return this.payments.page(query);
  }

  /** With what it pays. @throws NOT_FOUND also outside the caller's companies */
  async get(id: string): Promise<PaymentDto> {
    const head = await this.payments.head(id);
    return { ...head, allocations: await this.invoices.allocationsOf(id) };
  }

  /** Drafts a payment. @throws as `PaymentBooking.columns` */
  create({ company_id = defaultCompanyId(), ...input }: PaymentInput): Promise<PaymentDto> {
    assertInScope({ company_id }, 'Company');
    return this.db.transaction(async () => {
      const columns = await this.booking.columns(company_id, input);
      const { id } = await this.db.insert(Payment, { ...columns, state: PAYMENT.initial });
      await this.history.record({ machine: PAYMENT, id, event: 'create', from: null, to: 'draft' });
      return this.get(id);
    });
  }

  /** Posts a payment, and pays what is named with it. @throws INVALID_STATE, BOOKS_CLOSED and others of postings; as `allocate` */
  post(id: string, { allocations = [] }: PostPaymentInput): Promise<PaymentDto> {
    return this.db.transaction(async () => {
      const { payment_date } = await this.payments.head(id);
      await this.step(id, 'post', null, async (payment) => {
        await this.allocating.lockInvoices(allocations.map(({ invoice_id }) => invoice_id));
        const { entry, control_account_id } = await this.booking.post(payment);
        return { columns: { entry_id: entry.id, control_account_id } };
      });
      if (allocations.length > 0) await this.allocating.allocate({ payment_id: id }, allocations, payment_date);
      return this.get(id);
    });
  }

  cancel(id: string, reason: string): Promise<PaymentDto> {
    return this.db.transaction(async () => {
      await this.payments.head(id);
      await this.step(id, 'cancel', reason, () => Promise.resolve({}));
      return this.get(id);
    });
  }

  /** Takes back what it paid, and its entry. @throws INVALID_STATE, BOOKS_CLOSED */
  reverse(id: string, { reason, entry_date }: ReversePaymentInput): Promise<PaymentDto> {
    return this.db.transaction(async () => {
      const { payment_date } = await this.payments.head(id);
      if (entry_date !== undefined && entry_date < payment_date)
        throw invalid([{ pointer: '/entry_date', code: 'TOO_SMALL', message: `The payment is of ${payment_date}` }]);
      await this.step(id, 'reverse', reason, async ({ entry_id }) => {
        await this.allocating.takeBack({ payment_id: id }, null, reason, entry_date);
        const reversals = await this.booking.reverse(entry_id!, entry_date, reason);
        return { columns: { reversal_entry_id: reversals.get(entry_id!)!.id } };
      });
      return this.get(id);
    });
  }

  /** Pays invoices with what is left of a posted payment. @throws as `Allocating.allocate` */
  allocate(id: string, { allocations, on }: AllocateInput): Promise<PaymentDto> {
    return this.locked(id, () => this.allocating.allocate({ payment_id: id }, allocations, on));
  }

  /** @throws as `Allocating.takeBack` */
  takeBack(id: string, { allocation_ids, reason, on }: TakeBackInput): Promise<PaymentDto> {
    return this.locked(id, () => this.allocating.takeBack({ payment_id: id }, allocation_ids, reason, on));
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state } = await this.payments.head(id);
    return listTransitions(PAYMENT, state as PaymentState);
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.payments.head(id);
    return this.history.of(PAYMENT, id);
  }

  private step(
    id: string,
    event: PaymentEvent,
    reason: string | null,
    effect: (payment: Payment) => Promise<StepEffect<Payment>>,
  ): Promise<void> {
    return this.history.step({ entity: Payment, machine: PAYMENT, id, event, reason }, effect);
  }

  private locked(id: string, work: () => Promise<void>): Promise<PaymentDto> {
    return this.db.transaction(async () => {
      await this.payments.head(id);
      await this.db.lock(Payment, id);
      await work();
      return this.get(id);
    });
  }
}

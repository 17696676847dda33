import { Injectable } from '@nestjs/common';
import { refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { AMOUNT_SCALE, Rational, UNIT_COST_SCALE, negated } from '../../kernel/numbers/index.js';
import { ExchangeRates } from '../../master-data/index.js';
import { AccountsRepository } from '../accounts/accounts.repository.js';
import { ChartOfAccounts } from '../accounts/chart.service.js';
import { controlRole } from '../invoices/sides.js';
import { JournalPosting } from '../journal/journal-posting.js';
import type { PostedEntry } from '../journal/journal.repository.js';
import { accountRole } from './methods.js';
import type { Payment } from './payment.entity.js';
import type { PaymentInput } from './payments.dto.js';
import { PaymentsRepository } from './payments.repository.js';

/** What a payment comes to, and what it writes in the journal. */
@Injectable()
export class PaymentBooking {
  constructor(
    private readonly payments: PaymentsRepository,
    private readonly accounts: AccountsRepository,
    private readonly chart: ChartOfAccounts,
    private readonly rates: ExchangeRates,
    private readonly posting: JournalPosting,
  ) {}

  /** The columns of a new payment. @throws VALIDATION_FAILED with every fault; EXCHANGE_RATE_MISSING, ACCOUNT_ROLE_MISSING */
  async columns(company_id: string, input: Omit<PaymentInput, 'company_id'>): Promise<Partial<Payment>> {
    const { supplier_id = null, customer_id = null, method, amount } = input;
    const known = await this.payments.circumstances(company_id, supplier_id, customer_id);
    const currency_code = input.currency_code ?? known.company_currency;
    const own = currency_code === known.company_currency;
    const named = input.account_id === undefined ? [] : [input.account_id];
    const account = (await this.accounts.facts(company_id, named)).get(named[0] ?? '');
    const faults: FieldError[] = [];
    const at = (pointer: string, code: string, message: string): number => faults.push({ pointer, code, message });
    if ((supplier_id === null) === (customer_id === null))
      at(
        '/supplier_id',
        supplier_id === null ? 'REQUIRED' : 'EXCLUSIVE',
        'It is to a supplier or from a customer: name one',
      );
    else if (!known.partner_is_there)
      at(supplier_id === null ? '/customer_id' : '/supplier_id', 'REFERENCE_NOT_FOUND', 'There is none such');
    if (input.account_id !== undefined && (!account?.is_active || account.is_header || account.control !== null))
      at('/account_id', 'REFERENCE_NOT_FOUND', 'The company has no such account for money');
    if (own && input.rate !== undefined && Rational.parse(input.rate).compare(Rational.ONE) !== 0)
      at('/rate', 'NOT_ALLOWED', `One ${currency_code} is one ${currency_code}`);
    refuse(faults);
    const payment_date = input.payment_date ?? known.today;
    const role = accountRole(method);
    const account_id = input.account_id ?? (await this.chart.resolve(company_id, [role])).get(role)!;
    const rate =
      input.rate ??
      (await this.rates.rate(currency_code, known.company_currency, payment_date)).toFixed(UNIT_COST_SCALE);
    const base_amount = Rational.parse(amount).mul(Rational.parse(rate)).toFixed(AMOUNT_SCALE);
    refuse(
      Rational.parse(base_amount).compare(Rational.ZERO) > 0
        ? []
        : [{ pointer: '/amount', code: 'TOO_SMALL', message: `Is nothing in ${known.company_currency}` }],
    );
    return {
      ...{
        company_id,
        side: supplier_id === null ? 'receivable' : 'payable',
        supplier_id,
        customer_id,
        is_refund: input.is_refund,
        method,
        account_id,
      },
      ...{ payment_date, currency_code, rate, amount, base_amount },
      reference: input.reference ?? null,
      memo: input.memo ?? null,
    };
  }

  /** To a supplier: the control account by the bank. From a customer: the bank by the control account. A refund the other way. */
  async post(payment: Payment): Promise<{ entry: PostedEntry; control_account_id: string }> {
    const { company_id, side, supplier_id, customer_id, account_id, currency_code, rate, amount, base_amount } =
      payment;
    const role = controlRole(side);
    const control = (await this.chart.resolve(company_id, [role])).get(role)!;
    const signed = (side === 'payable') !== payment.is_refund ? base_amount : negated(base_amount);
    const money = { currency_code, currency_amount: amount, rate };
    const [entry] = await this.posting.post([
      {
        ...{ company_id, entry_date: payment.payment_date, journal: 'payments' },
        memo: payment.memo ?? payment.reference,
        ...{ source_kind: 'accounting_payment', source_id: payment.id },
        lines: [
          { account_id: control, amount: signed, ...money, supplier_id, customer_id, memo: payment.reference },
          { account_id, amount: negated(signed), ...money, memo: payment.reference },
        ],
      },
    ]);
    return { entry: entry!, control_account_id: control };
  }

  reverse(entryId: string, entryDate: string | undefined, reason: string): Promise<ReadonlyMap<string, PostedEntry>> {
    return this.posting.reverse([entryId], { entry_date: entryDate, memo: reason });
  }
}

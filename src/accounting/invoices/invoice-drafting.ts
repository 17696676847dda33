import { Injectable } from '@nestjs/common';
import { refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { UNIT_COST_SCALE } from '../../kernel/numbers/index.js';
import { ExchangeRates } from '../../master-data/index.js';
import { ChartOfAccounts } from '../accounts/chart.service.js';
import { JournalRepository } from '../journal/journal.repository.js';
import { TaxesRepository } from '../taxes/taxes.repository.js';
import { dueDate } from '../terms/due-date.js';
import { invoiceTotals } from './invoice-amounts.js';
import { invoiceLineFaults, keptLines, rolesOfLines } from './invoice-draft.js';
import type { InvoiceDraft, KeptLine } from './invoice-draft.js';
import type { Invoice } from './invoice.entity.js';
import { InvoicesRepository } from './invoices.repository.js';
import type { InvoiceCircumstances } from './invoices.repository.js';
import type { Side } from './sides.js';

/** What a draft comes to: its columns and its lines. */
export interface DraftedInvoice {
  readonly columns: Partial<Invoice>;
  readonly lines: readonly KeptLine[];
}

/** Makes of what is handed over what is kept: dates, terms, rate, taxes, amounts. Writes nothing. */
@Injectable()
export class InvoiceDrafting {
  constructor(
    private readonly invoices: InvoicesRepository,
    private readonly journal: JournalRepository,
    private readonly taxes: TaxesRepository,
    private readonly chart: ChartOfAccounts,
    private readonly rates: ExchangeRates,
  ) {}

  /** @throws VALIDATION_FAILED with every fault; EXCHANGE_RATE_MISSING, ACCOUNT_ROLE_MISSING */
  async work(draft: InvoiceDraft): Promise<DraftedInvoice> {
    const { company_id, lines } = draft;
    refuse(partnerFaults(draft));
    const side: Side = draft.supplier_id == null ? 'receivable' : 'payable';
    const partner = (draft.supplier_id ?? draft.customer_id)!;
    const terms = draft.payment_terms_id ?? null;
    const corrects = draft.corrects_id ?? null;
    const known = await this.invoices.circumstances(company_id, side, partner, terms, corrects);
    const invoice_date = draft.invoice_date ?? known.today;
    const entry_date = draft.entry_date ?? invoice_date;
    const kept_rates = lines.filter(({ tax_rate }) => tax_rate !== undefined);
    const taxes = await this.taxes.on(
      company_id,
      named(lines, ['tax_code_id']),
      invoice_date,
      named(kept_rates, ['tax_code_id']),
    );
    const usable = await this.journal.usable(company_id, named(lines, ['account_id', 'unit_id', 'department_id']));
    const references = { usable, taxes, roles: new Map() };
    refuse([...headFaults(draft, known, side, invoice_date), ...invoiceLineFaults(lines, references)]);
    const roles = await this.chart.resolve(company_id, rolesOfLines(lines, taxes, side));
    const currency_code = draft.currency_code ?? known.partner!.currency_code ?? known.company_currency;
    const rate = draft.rate ?? (await this.rateOf(currency_code, known.company_currency, entry_date));
    const kept = keptLines(lines, { roles, taxes }, side, rate);
    const totals = invoiceTotals(kept);
    refuse(totalFaults(totals.total_amount, currency_code, rate, known.company_currency));
    const net_days = known.partner!.payment_terms_days;
    return {
      lines: kept,
      columns: {
        ...{ company_id, side, kind: draft.kind, currency_code, rate, invoice_date, entry_date, ...totals },
        supplier_id: draft.supplier_id ?? null,
        customer_id: draft.customer_id ?? null,
        external_number: draft.external_number ?? null,
        due_date: draft.due_date ?? dueDate(invoice_date, known.terms ?? { net_days, end_of_month: false }),
        payment_terms_id: terms,
        corrects_id: corrects,
        memo: draft.memo ?? null,
      },
    };
  }

  private async rateOf(currency: string, into: string, day: string): Promise<string> {
    return (await this.rates.rate(currency, into, day)).toFixed(UNIT_COST_SCALE);
  }
}

function named<Field extends string>(
  lines: readonly Partial<Record<Field, string | null | undefined>>[],
  fields: readonly Field[],
): string[] {
  return [...new Set(lines.flatMap((line) => fields.flatMap((field) => line[field] ?? [])))];
}

function partnerFaults({ supplier_id, customer_id }: InvoiceDraft): FieldError[] {
  if ((supplier_id == null) !== (customer_id == null)) return [];
  const code = supplier_id == null ? 'REQUIRED' : 'EXCLUSIVE';
  return [{ pointer: '/supplier_id', code, message: 'It is of a supplier or to a customer: name one' }];
}

function headFaults(
  draft: InvoiceDraft,
  { partner, terms, corrects_fits }: InvoiceCircumstances,
  side: Side,
  invoiceDate: string,
): FieldError[] {
  const fault = (pointer: string, code: string, message: string): FieldError[] => [{ pointer, code, message }];
  const missing = 'REFERENCE_NOT_FOUND';
  return [
    ...(partner === null
      ? fault(side === 'payable' ? '/supplier_id' : '/customer_id', missing, 'There is none such in use')
      : []),
    ...(draft.payment_terms_id != null && terms === null
      ? fault('/payment_terms_id', missing, 'There are no such terms in use')
      : []),
    ...(draft.corrects_id != null && draft.kind !== 'credit_note'
      ? fault('/corrects_id', 'NOT_ALLOWED', 'Only a credit note corrects an invoice')
      : []),
    ...(draft.corrects_id != null && draft.kind === 'credit_note' && !corrects_fits
      ? fault('/corrects_id', missing, 'Is no invoice of the same company and partner')
      : []),
    ...(draft.due_date !== undefined && draft.due_date < invoiceDate
      ? fault('/due_date', 'TOO_SMALL', `The invoice is of ${invoiceDate}`)
      : []),
  ];
}

function totalFaults(total: string, currency: string, rate: string, own: string): FieldError[] {
  return [
    ...(total.startsWith('-')
      ? [
          {
            pointer: '/lines',
            code: 'TOO_SMALL',
            message: `They come to ${total}: what is below zero is a credit note`,
          },
        ]
      : []),
    ...(currency === own && !/^0*1(\.0+)?$/.test(rate)
      ? [{ pointer: '/rate', code: 'NOT_ALLOWED', message: `One ${own} is one ${own}` }]
      : []),
  ];
}

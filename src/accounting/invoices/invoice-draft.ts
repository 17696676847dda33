import type { FieldError } from '../../kernel/errors/index.js';
import type { AccountRoleName } from '../accounts/account-roles.js';
import type { TaxOnDay } from '../taxes/taxes.repository.js';
import { lineAmounts } from './invoice-amounts.js';
import type { LineAmounts } from './invoice-amounts.js';
import type { InvoiceKind, Side } from './sides.js';

/** A line that is handed over: decimal texts, an account or a role. */
export interface InvoiceLineDraft {
  readonly account_id?: string | null | undefined;
  readonly account_role?: AccountRoleName | null | undefined;
  readonly description?: string | null | undefined;
  readonly quantity?: string | undefined;
  readonly unit_id?: string | null | undefined;
  readonly unit_price?: string | undefined;
  readonly discount_percent?: string | undefined;
  readonly net_amount?: string | null | undefined;
  readonly tax_code_id?: string | null | undefined;
  /** Percent, in place of that of the day: a document that corrects another has its tax, also of a code that is not in use any more. */
  readonly tax_rate?: string | undefined;
  readonly tax_amount?: string | null | undefined;
  readonly department_id?: string | null | undefined;
  /** The line of the document that hands it over; opaque here. */
  readonly source_line_id?: string | null | undefined;
}

/** What of an invoice may change while it is a draft. */
export interface InvoiceTerms {
  readonly external_number?: string | null | undefined;
  readonly invoice_date?: string | undefined;
  readonly entry_date?: string | undefined;
  readonly due_date?: string | undefined;
  readonly payment_terms_id?: string | null | undefined;
  readonly rate?: string | undefined;
  readonly memo?: string | null | undefined;
  readonly lines: readonly InvoiceLineDraft[];
}

/** An invoice as people and modules hand it over. */
export interface InvoiceDraft extends InvoiceTerms {
  readonly company_id: string;
  readonly kind: InvoiceKind;
  /** One of both: whose invoice it is. */
  readonly supplier_id?: string | null | undefined;
  readonly customer_id?: string | null | undefined;
  readonly currency_code?: string | null | undefined;
  readonly corrects_id?: string | null | undefined;
  /** The document that it is for, in words of its own module. */
  readonly source_kind?: string | null | undefined;
  readonly source_id?: string | null | undefined;
  /** Given: the invoice is on hold from the beginning. */
  readonly hold_reason?: string | null | undefined;
}

/** A line ready to be kept. */
export interface KeptLine extends LineAmounts {
  readonly line_no: number;
  readonly account_id: string;
  readonly description: string | null;
  readonly quantity: string;
  readonly unit_id: string | null;
  readonly unit_price: string;
  readonly discount_percent: string;
  readonly tax_code_id: string | null;
  readonly tax_rate: string | null;
  readonly tax_account_id: string | null;
  readonly department_id: string | null;
  readonly source_line_id: string | null;
}

/** What lines refer to, as far as the company may use it. */
export interface LineReferences {
  /** Each as `field id`. */
  readonly usable: ReadonlySet<string>;
  readonly roles: ReadonlyMap<AccountRoleName, string>;
  readonly taxes: ReadonlyMap<string, TaxOnDay>;
}

/** What lines say or name that cannot be; every fault of every line. */
export function invoiceLineFaults(lines: readonly InvoiceLineDraft[], { usable, taxes }: LineReferences): FieldError[] {
  return lines.flatMap((line, n) => {
    const faults: FieldError[] = [];
    const at = (field: string, code: string, message: string): number =>
      faults.push({ pointer: `/lines/${n}/${field}`, code, message });
    if ((line.account_id == null) === (line.account_role == null))
      at('account_id', line.account_id == null ? 'REQUIRED' : 'EXCLUSIVE', 'Name either an account or its role');
    if (line.unit_price == null && line.net_amount == null) at('unit_price', 'REQUIRED', 'Say what it costs');
    for (const field of ['account_id', 'unit_id', 'department_id'] as const)
      if (line[field] != null && !usable.has(`${field} ${line[field]}`))
        at(field, 'REFERENCE_NOT_FOUND', 'The company has none such in use');
    const tax = line.tax_code_id == null ? undefined : taxes.get(line.tax_code_id);
    if (line.tax_code_id != null && !tax) at('tax_code_id', 'REFERENCE_NOT_FOUND', 'The company has none such in use');
    if (tax?.rate === null && line.tax_rate === undefined)
      at('tax_code_id', 'TAX_RATE_MISSING', `${tax.code} has no rate on the day of the invoice`);
    return faults;
  });
}

/** The roles that lines need an account for: their own, and that of the tax where a code has no account of its own. */
export function rolesOfLines(
  lines: readonly InvoiceLineDraft[],
  taxes: ReadonlyMap<string, TaxOnDay>,
  side: Side,
): AccountRoleName[] {
  const own = lines.flatMap(({ account_role }) => account_role ?? []);
  const lacking = lines.some(({ tax_code_id }) => {
    const tax = tax_code_id == null ? undefined : taxes.get(tax_code_id);
    return tax !== undefined && taxAccount(tax, side) === null;
  });
  return lacking ? [...own, taxRole(side)] : own;
}

/** Lines as they are kept, numbered from one, once nothing is wrong with them. */
export function keptLines(
  lines: readonly InvoiceLineDraft[],
  { roles, taxes }: Pick<LineReferences, 'roles' | 'taxes'>,
  side: Side,
  rate: string,
): KeptLine[] {
  return lines.map((line, n) => {
    const tax = line.tax_code_id == null ? undefined : taxes.get(line.tax_code_id);
    const { quantity = '1', discount_percent = '0', net_amount, tax_amount } = line;
    const unit_price = line.unit_price ?? '0';
    const tax_rate = tax ? (line.tax_rate ?? tax.rate) : null;
    return {
      line_no: n + 1,
      account_id: line.account_id ?? roles.get(line.account_role!)!,
      description: line.description ?? null,
      quantity,
      unit_id: line.unit_id ?? null,
      unit_price,
      discount_percent,
      ...lineAmounts({ quantity, unit_price, discount_percent, net_amount, tax_rate, tax_amount }, rate),
      tax_code_id: tax?.id ?? null,
      tax_rate,
      tax_account_id: tax ? (taxAccount(tax, side) ?? roles.get(taxRole(side))!) : null,
      department_id: line.department_id ?? null,
      source_line_id: line.source_line_id ?? null,
    };
  });
}

function taxAccount(tax: TaxOnDay, side: Side): string | null {
  return side === 'payable' ? tax.input_account_id : tax.output_account_id;
}

function taxRole(side: Side): 'input_tax' | 'output_tax' {
  return side === 'payable' ? 'input_tax' : 'output_tax';
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import { DocumentHistory, assertStates, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { addDays } from '../../master-data/index.js';
import { salesTotals } from '../lines/sales-amounts.js';
import { currencyOf, headFaults } from '../lines/sales-heads.js';
import { SalesLinesRepository } from '../lines/sales-lines.repository.js';
import { SalesLines } from '../lines/sales-lines.js';
import type { ResolvedSalesLine } from '../lines/sales-lines.js';
import { SALES_ERRORS } from '../sales.errors.js';
import { SalesQuotation, SalesQuotationLine } from './quotation.entity.js';
import { SALES_QUOTATION } from './quotation.machine.js';
import type { QuotationState } from './quotation.machine.js';
import { VALID_DAYS } from './quotations.dto.js';
import type {
  QuotationDto,
  QuotationHeadDto,
  QuotationInput,
  QuotationPatch,
  QuotationVersionDto,
} from './quotations.dto.js';
import { QuotationsRepository } from './quotations.repository.js';

/** Quotations on paper: drafted, changed, looked at. */
@Injectable()
export class QuotationsService {
  constructor(
    private readonly db: Database,
    private readonly quotations: QuotationsRepository,
    private readonly looked: SalesLinesRepository,
    private readonly lines: SalesLines,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters & { state?: string[] }): Promise<Page<QuotationHeadDto>> {
    assertStates(SALES_QUOTATION, 'a quotation', query.state);
    return this.quotations.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's companies */
  get(id: string): Promise<QuotationDto> {
    return this.quotations.get(id);
  }

  /** The versions that were sent. @throws NOT_FOUND */
  async versions(id: string): Promise<QuotationVersionDto[]> {
    await this.quotations.head(id);
    return this.quotations.versions(id);
  }

  /** @throws VALIDATION_FAILED with every fault, CUSTOMER_INACTIVE */
  create({ lines: inputs, ...input }: QuotationInput): Promise<QuotationDto> {
    const company_id = input.company_id ?? defaultCompanyId();
    assertInScope({ company_id }, 'Company');
    return this.db.transaction(async () => {
      const { customer_id, currency_code = null, payment_terms_id = null } = input;
      const found = await this.looked.circumstances({
        ...{ company_id, customer_id, currency_code, payment_terms_id, warehouse_id: null },
      });
      const currency = currencyOf(found, currency_code);
      const quoted_on = input.quoted_on ?? found.today;
      const valid_until = input.valid_until ?? addDays(quoted_on, VALID_DAYS);
      const terms = { company_id, customer_id, currency_code: currency, company_currency: found.company_currency! };
      const resolved = await this.lines.resolve({ ...terms, on: quoted_on }, inputs);
      refuse([
        ...headFaults(found, { with_warehouse: false }),
        ...dateFaults(quoted_on, valid_until),
        ...resolved.faults,
      ]);
      if (!found.customer_is_active) throw SALES_ERRORS.CUSTOMER_INACTIVE();
      const { id } = await this.db.insert(SalesQuotation, {
        ...{ company_id, customer_id, currency_code: currency, quoted_on, valid_until, payment_terms_id },
        payment_terms_days: found.payment_terms_days,
        customer_reference: input.customer_reference ?? null,
        delivery_terms: input.delivery_terms ?? null,
        notes: input.notes ?? null,
        ...salesTotals(resolved.lines, input.freight_amount ?? '0'),
      });
      await this.writeLines(id, resolved.lines);
      await this.history.record({ machine: SALES_QUOTATION, id, event: 'create', from: null, to: 'draft' });
      return this.quotations.get(id);
    });
  }

  /** @throws INVALID_STATE once it was sent: it is revised first; VALIDATION_FAILED */
  change(id: string, { lines, ...patch }: QuotationPatch): Promise<QuotationDto> {
    return this.db.transaction(async () => {
      const quotation = await this.quotations.lock(id);
      const { state } = quotation;
      if (state !== 'draft')
        throw KERNEL_ERRORS.INVALID_STATE('Only a draft is changed; what was sent is revised first', {
          ...{ state, event: 'update', allowed_from: ['draft'] },
        });
      const wanted = { ...quotation, ...(patch as Partial<SalesQuotation>) };
      const found = await this.looked.circumstances({ ...wanted, warehouse_id: null });
      const terms = { ...wanted, company_currency: found.company_currency!, on: wanted.quoted_on };
      const resolved = lines && (await this.lines.resolve(terms, lines));
      refuse([
        ...headFaults(found, { with_warehouse: false }),
        ...dateFaults(wanted.quoted_on, wanted.valid_until),
        ...(resolved?.faults ?? []),
      ]);
      const amounts = resolved?.lines ?? (await this.quotations.lines(id));
      if (resolved) {
        await this.quotations.removeLines(id);
        await this.writeLines(id, resolved.lines);
      }
      const columns: Partial<SalesQuotation> = {
        ...(patch as Partial<SalesQuotation>),
        ...(patch.payment_terms_id !== undefined && { payment_terms_days: found.payment_terms_days }),
        ...salesTotals(amounts, wanted.freight_amount),
      };
      if (resolved) await this.db.update<SalesQuotation>(SalesQuotation, id, columns);
      else await this.db.change<SalesQuotation>(SalesQuotation, id, columns);
      return this.quotations.get(id);
    });
  }

  /** Every step with whether the caller may take it now and what stands in its way. */
  async transitions(id: string): Promise<Transition[]> {
    const { state, is_expired } = await this.quotations.head(id);
    const expired = () => (is_expired ? [{ code: 'SALES_QUOTATION_EXPIRED', message: 'Its last day has passed' }] : []);
    return listTransitions(SALES_QUOTATION, state as QuotationState, { win: expired });
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.quotations.head(id);
    return this.history.of(SALES_QUOTATION, id);
  }

  private async writeLines(quotation_id: string, lines: readonly ResolvedSalesLine[]): Promise<void> {
    await this.db.insertMany<SalesQuotationLine>(
      SalesQuotationLine,
      lines.map((line) => ({ quotation_id, ...line })),
    );
  }
}

function dateFaults(quotedOn: string, validUntil: string): FieldError[] {
  if (validUntil >= quotedOn) return [];
  return [{ pointer: '/valid_until', code: 'TOO_SMALL', message: `It is of ${quotedOn}` }];
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import { DocumentHistory, assertStates, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { ExchangeRates, UnitConversion, quoteOffers } from '../../master-data/index.js';
import { QuotationRequest, QuotationRequestLine, QuotationRequestSupplier } from './quotation-request.entity.js';
import { QUOTATION_REQUEST } from './quotation-request.machine.js';
import type { QuotationRequestEvent, QuotationRequestState } from './quotation-request.machine.js';
import type {
  QuotationComparisonDto,
  QuotationListQuery,
  QuotationRequestDto,
  QuotationRequestHeadDto,
  QuotationRequestInput,
} from './quotations.dto.js';
import { QuotationsRepository } from './quotations.repository.js';
import type { QuotationFacts } from './quotations.repository.js';

/** Requests for quotation: asked, sent, compared, ended. What suppliers reply and which reply is chosen has a service of its own. */
@Injectable()
export class QuotationsService {
  constructor(
    private readonly db: Database,
    private readonly requests: QuotationsRepository,
    private readonly history: DocumentHistory,
    private readonly conversions: UnitConversion,
    private readonly rates: ExchangeRates,
  ) {}

  page(query: QuotationListQuery): Promise<Page<QuotationRequestHeadDto>> {
    assertStates(QUOTATION_REQUEST, 'a request for quotation', query.state);
    return this.requests.page(query as ListParameters);
  }

  /** @throws NOT_FOUND also outside the caller's companies */
  get(id: string): Promise<QuotationRequestDto> {
    return this.requests.get(id);
  }

  /** @throws VALIDATION_FAILED with every fault; NOT_FOUND for a company outside the caller's scope */
  create({ lines, supplier_ids, company_id, ...words }: QuotationRequestInput): Promise<QuotationRequestDto> {
    const company = company_id ?? defaultCompanyId();
    assertInScope({ company_id: company }, 'Company');
    return this.db.transaction(async () => {
      const products = lines.map(({ product_id }) => product_id);
      const facts = await this.requests.facts(company, products, supplier_ids);
      refuse(requestFaults({ ...words, lines, supplier_ids }, facts));
      const { id } = await this.db.insert(QuotationRequest, {
        company_id: company,
        title: words.title,
        reply_by: words.reply_by ?? null,
        notes: words.notes ?? null,
        state: QUOTATION_REQUEST.initial,
      });
      await this.db.insertMany(
        QuotationRequestLine,
        lines.map(({ product_id, quantity, description = null, needed_by = null }, n) => ({
          request_id: id,
          line_no: n + 1,
          product_id,
          quantity,
          description,
          needed_by,
        })),
      );
      await this.db.insertMany(
        QuotationRequestSupplier,
        supplier_ids.map((supplier_id) => ({ request_id: id, supplier_id })),
      );
      await this.history.record({ machine: QUOTATION_REQUEST, id, event: 'create', from: null, to: 'draft' });
      return this.requests.get(id);
    });
  }

  /** Sends, closes or cancels a request. @throws NOT_FOUND, STALE_VERSION, INVALID_STATE */
  step(
    id: string,
    event: Exclude<QuotationRequestEvent, 'award'>,
    reason: string | null = null,
  ): Promise<QuotationRequestDto> {
    return this.db.transaction(async () => {
      await this.requests.get(id);
      await this.history.step({ entity: QuotationRequest, machine: QUOTATION_REQUEST, id, event, reason });
      return this.requests.get(id);
    });
  }

  /** The replies side by side: what all of each line would cost, in the currency of the company at the rates of today. */
  async compare(id: string): Promise<QuotationComparisonDto> {
    const { company_id } = await this.requests.get(id);
    const { today, currency_code } = await this.requests.facts(company_id, [], []);
    const [lines, offers] = [await this.requests.lines(id), await this.requests.offers(id)];
    const rates = await this.rates.ratesInto(currency_code, today, [...new Set(offers.map((o) => o.currency_code))]);
    const graph = await this.conversions.graph(lines.map(({ product_id }) => product_id));
    return {
      request_id: id,
      currency_code,
      date: today,
      lines: lines.map(({ id: line_id, line_no, product_id, quantity, stock_unit_id }) => {
        const own = offers.filter((offer) => offer.line_id === line_id);
        const quotes = quoteOffers(own, {
          quantity,
          factorOf: (unitId) => graph.factor(unitId, stock_unit_id, product_id),
          rateOf: (code) => rates.get(code) ?? null,
        });
        return {
          line_no,
          product_id,
          quantity,
          replies: quotes.map(({ offer, ...figures }) => {
            const { is_expired, is_chosen } = own.find((each) => each.id === offer.id)!;
            const { id: reply_id, supplier_id, supplier_code, currency_code: currency, price, lead_time_days } = offer;
            const terms = { reply_id, supplier_id, supplier_code, currency_code: currency, price, lead_time_days };
            return { ...terms, ...figures, is_expired, is_chosen };
          }),
        };
      }),
    };
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state, replied_count } = await this.requests.get(id);
    return listTransitions(QUOTATION_REQUEST, state as QuotationRequestState, {
      award: () => (replied_count > 0 ? [] : [{ code: 'REFERENCE_NOT_FOUND', message: 'Nobody has replied' }]),
    });
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.requests.get(id);
    return this.history.of(QUOTATION_REQUEST, id);
  }
}

/** Everything that is wrong with a request. */
function requestFaults(
  { reply_by, lines, supplier_ids }: Pick<QuotationRequestInput, 'reply_by' | 'lines' | 'supplier_ids'>,
  { today, products, suppliers }: QuotationFacts,
): FieldError[] {
  const past = (day: string | null | undefined, pointer: string): FieldError[] =>
    day && day < today ? [{ pointer, code: 'TOO_SMALL', message: `${day} is past` }] : [];
  return [
    ...past(reply_by, '/reply_by'),
    ...lines.flatMap(({ product_id, needed_by }, n) => [
      ...past(needed_by, `/lines/${n}/needed_by`),
      ...(products.includes(product_id)
        ? []
        : [
            {
              pointer: `/lines/${n}/product_id`,
              code: 'REFERENCE_NOT_FOUND',
              message: 'There is no such product in use',
            },
          ]),
    ]),
    ...supplier_ids.flatMap((id, n): FieldError[] => {
      if (supplier_ids.indexOf(id) < n)
        return [{ pointer: `/supplier_ids/${n}`, code: 'DUPLICATE', message: 'is named twice' }];
      return suppliers.includes(id)
        ? []
        : [
            {
              pointer: `/supplier_ids/${n}`,
              code: 'REFERENCE_NOT_FOUND',
              message: 'There is no such supplier in use',
            },
          ];
    }),
  ];
}

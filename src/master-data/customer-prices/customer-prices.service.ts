import { Injectable } from '@nestjs/common';
import { Rational } from '../../kernel/numbers/index.js';
import { defaultCompanyId } from '../../kernel/security/index.js';
import { MASTER_DATA_ERRORS } from '../master-data.errors.js';
import { CUSTOMER } from '../customers/customers.kind.js';
import { PRODUCT } from '../products/products.kind.js';
import { MasterRecords } from '../records/master-records.service.js';
import { UnitConversion } from '../units/unit-conversion.service.js';
import { customerPrice } from './customer-price.js';
import type { CustomerPriceDto, CustomerPriceInput, SalesPriceDto, SalesPriceQuery } from './customer-prices.dto.js';
import { CUSTOMER_PRICE } from './customer-prices.kind.js';
import { CustomerPricesRepository } from './customer-prices.repository.js';

/** Customer price lists, and what a customer pays by them. */
@Injectable()
export class CustomerPricesService {
  constructor(
    private readonly records: MasterRecords,
    private readonly prices: CustomerPricesRepository,
    private readonly conversions: UnitConversion,
  ) {}

  async create(body: CustomerPriceInput): Promise<CustomerPriceDto> {
    const defaults = await this.prices.defaults(body.product_id, body.customer_id ?? null, defaultCompanyId());
    return this.records.create(CUSTOMER_PRICE, {
      ...body,
      unit_id: body.unit_id ?? defaults.unit_id ?? undefined,
      currency_code: body.currency_code ?? defaults.currency_code,
    });
  }

  /**
   * The price of one unit for a customer, quantity and day: the customer's list, else the list for everybody, else the product's
   * list price (which is in the company's currency).
   * @throws NO_PRICE
   */
  async priceOf(query: SalesPriceQuery): Promise<SalesPriceDto> {
    const { product_id, quantity, customer_id = null } = query as SalesPriceQuery & { customer_id: string | null };
    const product = await this.records.get(PRODUCT, product_id);
    if (customer_id !== null) await this.records.get(CUSTOMER, customer_id);
    const companyId = defaultCompanyId();
    const defaults = await this.prices.defaults(product_id, customer_id, companyId);
    const unitId = query.unit_id ?? defaults.unit_id ?? product.unit_id;
    const date = query.date ?? defaults.today;
    const currency = query.currency_code?.toUpperCase() ?? defaults.currency_code;
    const asked = { product_id, customer_id, quantity, unit_id: unitId, date, currency_code: currency };

    const graph = await this.conversions.graph([product_id]);
    const offers = await this.prices.offers(product_id, customer_id, currency, date);
    const found = customerPrice(offers, quantity, (offerUnit) => graph.factor(offerUnit, unitId, product_id));
    if (found) {
      const source = found.offer.customer_id === null ? 'general_list' : 'customer_list';
      const { discount_percent } = found.offer;
      return { ...asked, unit_price: found.unit_price, discount_percent, source, customer_price_id: found.offer.id };
    }
    const factor = graph.factor(unitId, product.unit_id, product_id);
    const listPrice = Rational.parse(product.list_price ?? '0');
    const priced = listPrice.compare(Rational.ZERO) > 0 && currency === (await this.prices.currencyOf(companyId));
    if (!factor || !priced) throw MASTER_DATA_ERRORS.NO_PRICE();
    return {
      ...asked,
      unit_price: listPrice.mul(factor).toFixed(6),
      discount_percent: '0.0000',
      source: 'product_list_price',
      customer_price_id: null,
    };
  }

  /**
   * The prices of the lines of a document, each for its unit, by the same order of lists; a break is reached by all lines of a product together.
   * Two statements however many lines there are.
   * @returns a price for each line, in their order; null where no list has one
   */
  async pricesFor(terms: PriceTerms, lines: readonly LineToPrice[]): Promise<(LinePrice | null)[]> {
    if (lines.length === 0) return [];
    const ids = [...new Set(lines.map(({ product_id }) => product_id))];
    const graph = await this.conversions.graph(ids);
    const { customer_id, currency_code, on } = terms;
    const offers = await this.prices.offersOf(ids, customer_id, currency_code, on);
    const offersOf = new Map(ids.map((id) => [id, offers.filter(({ product_id }) => product_id === id)]));
    const pieces = new Map<string, Rational>();
    for (const { product_id, quantity } of lines)
      pieces.set(product_id, (pieces.get(product_id) ?? Rational.ZERO).add(Rational.of(quantity)));
    return lines.map(({ product_id, unit_id, factor, list_price }) => {
      const wanted = pieces.get(product_id)!.div(factor);
      const found = customerPrice(offersOf.get(product_id) ?? [], wanted, (unit) =>
        graph.factor(unit, unit_id, product_id),
      );
      if (found) {
        const { id, customer_id: of, discount_percent } = found.offer;
        return { unit_price: found.unit_price, discount_percent, source: of === null ? 'general' : 'customer', id };
      }
      const listed = Rational.parse(list_price);
      if (currency_code !== terms.company_currency || listed.compare(Rational.ZERO) <= 0) return null;
      return { unit_price: listed.mul(factor).toFixed(6), discount_percent: '0', source: 'product', id: null };
    });
  }
}

/** Whose prices, in which currency, on which day. */
export interface PriceTerms {
  readonly customer_id: string;
  readonly currency_code: string;
  /** Of the company: list prices of products are in it. */
  readonly company_currency: string;
  readonly on: string;
}

export interface LineToPrice {
  readonly product_id: string;
  /** Pieces of the stock unit. */
  readonly quantity: number;
  /** The unit that the price is for. */
  readonly unit_id: string;
  /** Pieces of the stock unit in one of it. */
  readonly factor: Rational;
  /** Of the product, for a piece. */
  readonly list_price: string;
}

export interface LinePrice {
  readonly unit_price: string;
  readonly discount_percent: string;
  readonly source: 'customer' | 'general' | 'product';
  /** The row of the list; null for the list price of the product. */
  readonly id: string | null;
}

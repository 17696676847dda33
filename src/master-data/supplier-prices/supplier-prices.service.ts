import { Injectable } from '@nestjs/common';
import { defaultCompanyId } from '../../kernel/security/index.js';
import { ExchangeRates } from '../exchange-rates/exchange-rates.service.js';
import { PRODUCT } from '../products/products.kind.js';
import { MasterRecords } from '../records/master-records.service.js';
import { UnitConversion } from '../units/unit-conversion.service.js';
import { lowestUnitPrice, quoteOffers } from './supplier-offers.js';
import type { Need, QuotedOffer, SupplierOffer, UnitPrice } from './supplier-offers.js';
import type {
  BestPriceDto,
  BestPriceQuery,
  OfferDto,
  SupplierPriceDto,
  SupplierPriceInput,
} from './supplier-prices.dto.js';
import { SUPPLIER_PRICE } from './supplier-prices.kind.js';
import { SupplierPricesRepository } from './supplier-prices.repository.js';
import type { NewSupplierPrice, ProductOffer } from './supplier-prices.repository.js';

/** Supplier price lists and the question they are kept for: who covers a need for the least money. */
@Injectable()
export class SupplierPricesService {
  constructor(
    private readonly records: MasterRecords,
    private readonly prices: SupplierPricesRepository,
    private readonly conversions: UnitConversion,
    private readonly rates: ExchangeRates,
  ) {}

  async create(body: SupplierPriceInput): Promise<SupplierPriceDto> {
    const defaults = await this.prices.defaults(body.product_id, body.supplier_id);
    const currency =
      body.currency_code ??
      defaults.currency_code ??
      (await this.prices.circumstances(defaultCompanyId())).currency_code;
    return this.records.create(SUPPLIER_PRICE, {
      ...body,
      unit_id: body.unit_id ?? defaults.unit_id ?? undefined,
      currency_code: currency,
    });
  }

  /** New rows of price lists, all of them or none, in their order. @throws DUPLICATE */
  createMany(rows: readonly NewSupplierPrice[]): Promise<{ readonly id: string }[]> {
    return this.prices.insert(rows);
  }

  /**
   * What every supplier asks for a quantity of a product on a day, cheapest first in one currency.
   * @param query quantity in stock units
   */
  async best(query: BestPriceQuery): Promise<BestPriceDto> {
    const { product_id, quantity } = query;
    const product = await this.records.get(PRODUCT, product_id);
    const circumstances = await this.prices.circumstances(defaultCompanyId());
    const date = query.date ?? circumstances.today;
    const currency = query.currency_code?.toUpperCase() ?? circumstances.currency_code;
    const offers = await this.prices.offers(product_id, date);
    const rates = await this.rates.ratesInto(currency, date, [...new Set(offers.map((offer) => offer.currency_code))]);
    const graph = await this.conversions.graph([product_id]);
    const quotes = quoteOffers(offers, {
      quantity,
      factorOf: (unitId) => graph.factor(unitId, product.unit_id, product_id),
      rateOf: (code) => rates.get(code) ?? null,
    });
    return { product_id, quantity, date, currency_code: currency, offers: quotes.map(offerDto) };
  }

  /**
   * What one stock unit of each product costs at the supplier that is cheapest at its lowest break, in one currency, on a day.
   * Products without an offer that can be compared are left out.
   */
  async lowestUnitPrices(
    productIds: readonly string[],
    date: string,
    currency: string,
  ): Promise<ReadonlyMap<string, UnitPrice>> {
    const lowest = new Map<string, UnitPrice>();
    for (const { product_id, offers, factors } of await this.comparable(productIds, date, currency)) {
      const price = lowestUnitPrice(offers, factors);
      if (price) lowest.set(product_id, price);
    }
    return lowest;
  }

  /**
   * The cheapest way to buy a quantity of each product, in stock units, on a day, compared in one currency; in as many statements for many
   * products as for one. Products without an offer that can be compared are left out.
   * @param only offers of this supplier, and in the comparing currency itself
   */
  async bestOffers(
    needs: readonly { readonly product_id: string; readonly quantity: number }[],
    date: string,
    currency: string,
    only: { readonly supplier_id?: string; readonly only_currency?: boolean } = {},
  ): Promise<ReadonlyMap<string, QuotedOffer>> {
    const quantities = new Map(needs.map(({ product_id, quantity }) => [product_id, quantity]));
    const best = new Map<string, QuotedOffer>();
    for (const { product_id, offers, factors } of await this.comparable([...quantities.keys()], date, currency)) {
      const wanted = offers.filter(
        ({ supplier_id, currency_code }) =>
          (only.supplier_id === undefined || supplier_id === only.supplier_id) &&
          (!only.only_currency || currency_code === currency),
      );
      const [first] = quoteOffers(wanted, { quantity: quantities.get(product_id)!, ...factors });
      if (first && first.not_comparable === null) best.set(product_id, first);
    }
    return best;
  }

  /** The offers for each product on a day, with what makes them comparable. */
  private async comparable(
    productIds: readonly string[],
    date: string,
    currency: string,
  ): Promise<{ product_id: string; offers: SupplierOffer[]; factors: Omit<Need, 'quantity'> }[]> {
    const offers = await this.prices.offersOf(productIds, date);
    if (offers.length === 0) return [];
    const rates = await this.rates.ratesInto(currency, date, [...new Set(offers.map((offer) => offer.currency_code))]);
    const graph = await this.conversions.graph(productIds);
    const ofProduct = new Map<string, ProductOffer[]>();
    for (const offer of offers) {
      const own = ofProduct.get(offer.product_id);
      if (own) own.push(offer);
      else ofProduct.set(offer.product_id, [offer]);
    }
    return [...ofProduct].map(([product_id, own]) => ({
      product_id,
      offers: own,
      factors: {
        factorOf: (unitId) => graph.factor(unitId, own[0]!.stock_unit_id, product_id),
        rateOf: (code) => rates.get(code) ?? null,
      },
    }));
  }
}

function offerDto({ offer, ...figures }: QuotedOffer): OfferDto {
  const { id, valid_from: _validFrom, ...terms } = offer;
  return { supplier_price_id: id, ...terms, ...figures };
}

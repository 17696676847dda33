import { Injectable } from '@nestjs/common';
import { defaultCompanyId } from '../../kernel/security/index.js';
import { ExchangeRates } from '../exchange-rates/exchange-rates.service.js';
import { PRODUCT } from '../products/products.kind.js';
import { MasterRecords } from '../records/master-records.service.js';
import { UnitConversion } from '../units/unit-conversion.service.js';
import { lowestUnitPrice, quoteOffers } from './supplier-offers.js';
import type { QuotedOffer, UnitPrice } from './supplier-offers.js';
import type {
  BestPriceDto,
  BestPriceQuery,
  OfferDto,
  SupplierPriceDto,
  SupplierPriceInput,
} from './supplier-prices.dto.js';
import { SUPPLIER_PRICE } from './supplier-prices.kind.js';
import { SupplierPricesRepository } from './supplier-prices.repository.js';

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
    const offers = await this.prices.offersOf(productIds, date);
    if (offers.length === 0) return new Map();
    const rates = await this.rates.ratesInto(currency, date, [...new Set(offers.map((offer) => offer.currency_code))]);
    const graph = await this.conversions.graph(productIds);
    const lowest = new Map<string, UnitPrice>();
    for (const productId of new Set(offers.map((offer) => offer.product_id))) {
      const ofProduct = offers.filter((offer) => offer.product_id === productId);
      const price = lowestUnitPrice(ofProduct, {
        factorOf: (unitId) => graph.factor(unitId, ofProduct[0]!.stock_unit_id, productId),
        rateOf: (code) => rates.get(code) ?? null,
      });
      if (price) lowest.set(productId, price);
    }
    return lowest;
  }
}

function offerDto({ offer, ...figures }: QuotedOffer): OfferDto {
  const { id, valid_from: _validFrom, ...terms } = offer;
  return { supplier_price_id: id, ...terms, ...figures };
}

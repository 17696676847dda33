import { Rational, lineAmount } from '../../kernel/numbers/index.js';

/** One row of a supplier's price list that is valid on the day asked about. */
export interface SupplierOffer {
  readonly id: string;
  readonly supplier_id: string;
  readonly supplier_code: string;
  readonly unit_id: string;
  readonly currency_code: string;
  /** The break: this price holds from this many units of `unit_id` on. The lowest break is the minimum order. */
  readonly min_quantity: number;
  readonly order_multiple: number;
  readonly price: string;
  readonly lead_time_days: number | null;
  readonly valid_from: string;
}

/** What is needed, and how offers in other units and currencies are made comparable. */
export interface Need {
  /** In the product's stock unit. */
  readonly quantity: number;
  /** Stock units in one unit of the offer; null when no conversion leads there. */
  readonly factorOf: (unitId: string) => Rational | null;
  /** Units of the comparing currency for one unit of the offer's; null when there is no rate. */
  readonly rateOf: (currency: string) => Rational | null;
}

/** Why an offer cannot be compared; OUT_OF_RANGE: more of its unit would have to be ordered than a whole number holds exactly. */
export const NOT_COMPARABLE = ['NO_CONVERSION', 'NO_EXCHANGE_RATE', 'OUT_OF_RANGE'] as const;
export type NotComparable = (typeof NOT_COMPARABLE)[number];

/** What it takes to cover the need with one offer. The figures that cannot be worked out are null, and `not_comparable` says why. */
export interface QuotedOffer {
  readonly offer: SupplierOffer;
  /** How many units of the offer to order: the need rounded up to the break and the multiple. */
  readonly order_quantity: number | null;
  /** The order in stock units; null also when it is not a whole number of them. */
  readonly stock_quantity: number | null;
  /** Price of one stock unit in the offer's currency, six places. */
  readonly price_per_stock_unit: string | null;
  /** The order's amount in the offer's currency and in the comparing one, two places. */
  readonly amount: string | null;
  readonly compared_amount: string | null;
  readonly not_comparable: NotComparable | null;
}

/**
 * The cheapest way to cover a need, best first: for every supplier, unit and currency the break that makes the order cheapest
 * (ordering up to a higher break may cost less), ordered by amount in one currency, then lead time, then supplier code. Offers
 * in a unit without a conversion, or a currency without a rate, come last: they are shown, never guessed.
 */
export function quoteOffers(offers: readonly SupplierOffer[], need: Need): QuotedOffer[] {
  return listsOf(offers)
    .map((list) => cheapest(currentBreaks(list), need))
    .sort(byMerit);
}

/** What one stock unit costs at the lowest break of the supplier that is cheapest there. */
export interface UnitPrice {
  readonly offer: SupplierOffer;
  /** In the comparing currency, exactly. */
  readonly unit_price: Rational;
}

/**
 * The lowest price of one stock unit among offers, each taken at its lowest break: what a product may be costed at when nothing
 * is known of the quantity. Offers without a conversion or a rate are left out; null when none is left.
 */
export function lowestUnitPrice(offers: readonly SupplierOffer[], need: Omit<Need, 'quantity'>): UnitPrice | null {
  let best: UnitPrice | null = null;
  for (const list of listsOf(offers)) {
    const offer = currentBreaks(list)[0]!;
    const factor = need.factorOf(offer.unit_id);
    const rate = need.rateOf(offer.currency_code);
    if (!factor || !rate) continue;
    const unitPrice = Rational.parse(offer.price).div(factor).mul(rate);
    if (!best || unitPrice.compare(best.unit_price) < 0) best = { offer, unit_price: unitPrice };
  }
  return best;
}

/** The breaks of one list in rising order. Of two rows for the same break the one that became valid later holds. */
export function currentBreaks<Row extends { min_quantity: number; valid_from: string }>(list: readonly Row[]): Row[] {
  const breaks = new Map<number, Row>();
  for (const row of list) {
    const known = breaks.get(row.min_quantity);
    if (!known || known.valid_from < row.valid_from) breaks.set(row.min_quantity, row);
  }
  return [...breaks.values()].sort((a, b) => a.min_quantity - b.min_quantity);
}

/** Offers of one supplier in one unit and currency are one list of breaks. */
function listsOf(offers: readonly SupplierOffer[]): SupplierOffer[][] {
  const lists = new Map<string, SupplierOffer[]>();
  for (const offer of offers) {
    const key = `${offer.supplier_id} ${offer.unit_id} ${offer.currency_code}`;
    lists.set(key, [...(lists.get(key) ?? []), offer]);
  }
  return [...lists.values()];
}

function cheapest(breaks: readonly SupplierOffer[], need: Need): QuotedOffer {
  const factor = need.factorOf(breaks[0]!.unit_id);
  if (!factor) return unquoted(breaks[0]!, 'NO_CONVERSION');
  const wanted = Rational.of(need.quantity).div(factor).ceil();
  const quotes = breaks.flatMap((offer, index) => {
    const quantity = roundUp(wanted, BigInt(offer.min_quantity), BigInt(offer.order_multiple));
    const next = breaks[index + 1];
    const underAHigherBreak = next !== undefined && quantity >= BigInt(next.min_quantity);
    return underAHigherBreak || !isSafe(quantity) ? [] : [quote(offer, quantity, factor, need)];
  });
  return quotes.sort((a, b) => compare(a.amount!, b.amount!))[0] ?? unquoted(breaks[0]!, 'OUT_OF_RANGE');
}

function isSafe(quantity: bigint): boolean {
  return quantity <= BigInt(Number.MAX_SAFE_INTEGER);
}

function roundUp(wanted: bigint, minimum: bigint, multiple: bigint): bigint {
  const least = wanted > minimum ? wanted : minimum;
  return ((least + multiple - 1n) / multiple) * multiple;
}

function quote(offer: SupplierOffer, quantity: bigint, factor: Rational, need: Need): QuotedOffer {
  const amount = lineAmount(quantity, offer.price);
  const rate = need.rateOf(offer.currency_code);
  const stock = Rational.of(quantity).mul(factor);
  return {
    offer,
    order_quantity: Number(quantity),
    stock_quantity: stock.isInteger && isSafe(stock.numerator) ? Number(stock.numerator) : null,
    price_per_stock_unit: Rational.parse(offer.price).div(factor).toFixed(6),
    amount,
    compared_amount: rate && Rational.parse(amount).mul(rate).toFixed(2),
    not_comparable: rate ? null : 'NO_EXCHANGE_RATE',
  };
}

function unquoted(offer: SupplierOffer, reason: NotComparable): QuotedOffer {
  return {
    offer,
    order_quantity: null,
    stock_quantity: null,
    price_per_stock_unit: null,
    amount: null,
    compared_amount: null,
    not_comparable: reason,
  };
}

/** The amount in the comparing currency (unknown last), then lead time (unknown last), then supplier. */
function byMerit(a: QuotedOffer, b: QuotedOffer): number {
  const bySupplier = a.offer.supplier_code < b.offer.supplier_code ? -1 : 1;
  if (a.compared_amount === null || b.compared_amount === null) {
    return Number(a.compared_amount === null) - Number(b.compared_amount === null) || bySupplier;
  }
  const leadTime = (quoted: QuotedOffer): number => quoted.offer.lead_time_days ?? Number.MAX_SAFE_INTEGER;
  return compare(a.compared_amount, b.compared_amount) || leadTime(a) - leadTime(b) || bySupplier;
}

function compare(a: string, b: string): number {
  return Rational.parse(a).compare(Rational.parse(b));
}

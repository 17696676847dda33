import { Rational } from '../../kernel/numbers/index.js';
import { currentBreaks } from '../supplier-prices/supplier-offers.js';

/** One row of a customer price list that is valid on the day asked about; without a customer it is the list for everybody. */
export interface CustomerOffer {
  readonly id: string;
  readonly customer_id: string | null;
  readonly unit_id: string;
  readonly currency_code: string;
  readonly min_quantity: number;
  readonly price: string;
  readonly discount_percent: string;
  readonly valid_from: string;
}

/**
 * The price a customer pays for a quantity: the customer's own list before the list for everybody, and within a list the highest
 * break that the quantity reaches. Breaks are counted in the list's own unit.
 * @param offers of one product, in one currency
 * @param quantity in the unit that `factorOf` converts to
 * @param factorOf how many of the asked unit one unit of the offer is; null when no conversion leads there
 * @returns the row and its price for one asked unit (six places); null when no list has a price
 */
export function customerPrice(
  offers: readonly CustomerOffer[],
  quantity: Rational | number,
  factorOf: (unitId: string) => Rational | null,
): { offer: CustomerOffer; unit_price: string } | null {
  const asked = typeof quantity === 'number' ? Rational.of(quantity) : quantity;
  for (const own of [true, false]) {
    const reached = [...groupByUnit(offers.filter((offer) => (offer.customer_id !== null) === own)).entries()].flatMap(
      ([unit, list]) => {
        const factor = factorOf(unit);
        if (!factor) return [];
        const inListUnits = asked.div(factor);
        const offer = currentBreaks(list).findLast((row) => Rational.of(row.min_quantity).compare(inListUnits) <= 0);
        return offer ? [{ offer, price: Rational.parse(offer.price).div(factor) }] : [];
      },
    );
    const best = reached.sort((a, b) => a.price.compare(b.price))[0];
    if (best) return { offer: best.offer, unit_price: best.price.toFixed(6) };
  }
  return null;
}

function groupByUnit(offers: readonly CustomerOffer[]): Map<string, CustomerOffer[]> {
  const groups = new Map<string, CustomerOffer[]>();
  for (const offer of offers) groups.set(offer.unit_id, [...(groups.get(offer.unit_id) ?? []), offer]);
  return groups;
}

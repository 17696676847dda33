import { Injectable } from '@nestjs/common';
import type { FieldError } from '../../kernel/errors/index.js';
import { Rational, UNIT_COST_SCALE } from '../../kernel/numbers/index.js';
import { SupplierPricesService, addDays } from '../../master-data/index.js';
import type { QuotedOffer } from '../../master-data/index.js';
import { LineUnits } from '../../warehouse/index.js';
import type { SaidQuantity } from '../../warehouse/index.js';
import { lineAmounts, toleratedQuantities } from './order-amounts.js';
import { OrderWritingRepository } from './order-writing.repository.js';
import type { OrderedProduct } from './order-writing.repository.js';
import type { PurchaseOrderLineInput } from './orders.dto.js';
import type { PurchaseOrderLine } from './purchase-order.entity.js';

/** The order that lines belong to, as far as they need to know it. */
export interface OrderTerms {
  readonly company_id: string;
  readonly supplier_id: string;
  readonly currency_code: string;
  readonly ordered_on: string;
}

/** A line about to be written. */
export type NewOrderLine = Omit<
  PurchaseOrderLine,
  | 'id'
  | 'order_id'
  | 'confirmed_on'
  | 'confirmed_quantity'
  | 'confirmed_at'
  | 'received_quantity'
  | 'rejected_quantity'
  | 'returned_quantity'
  | 'reopened_quantity'
  | 'is_closed_short'
  | 'open_quantity'
  | 'is_complete'
>;

/** Makes whole lines of what a buyer says: quantities in both units, prices of the list, amounts, dates and tolerances. */
@Injectable()
export class OrderLines {
  constructor(
    private readonly units: LineUnits,
    private readonly prices: SupplierPricesService,
    private readonly rows: OrderWritingRepository,
  ) {}

  /**
   * Six statements at most however many lines there are.
   * @param at where the lines stand in the request, for the pointers of faults
   * @returns the lines, those at fault left out, with every fault
   */
  async resolve(
    terms: OrderTerms,
    inputs: readonly PurchaseOrderLineInput[],
    { at = '/lines', first_line_no = 1 }: { at?: string; first_line_no?: number } = {},
  ): Promise<{ lines: NewOrderLine[]; faults: FieldError[] }> {
    const placed = inputs.map((line, n) => ({ ...line, at: `${at}/${n}` }));
    const { lines: counted, said, faults } = await this.units.count(placed, 'purchase');
    const ids = [...new Set(inputs.map(({ product_id }) => product_id))];
    const products = await this.rows.products(ids, terms.company_id, terms.supplier_id);
    const offers = await this.offers(terms, counted);
    const lines = counted.flatMap((line, n): NewOrderLine[] => {
      const product = products.get(line.product_id);
      const fault = productFault(product);
      if (fault) faults.push({ pointer: `${at}/${n}/product_id`, ...fault });
      if (fault || line.quantity < 1) return [];
      const words = said.find(({ line_no }) => line_no === n + 1);
      const made = lineOf(
        { ...inputs[n]!, quantity: line.quantity },
        words,
        product!,
        offers.get(line.product_id),
        terms,
      );
      if (!made) faults.push(priceFault(`${at}/${n}`, terms));
      return made ? [{ ...made, line_no: first_line_no + n }] : [];
    });
    return { lines, faults };
  }

  /** What the supplier asks for the products, each as much as all lines together, in the currency of the order only. */
  private async offers(
    { supplier_id, currency_code, ordered_on }: OrderTerms,
    lines: readonly { product_id: string; quantity: number }[],
  ): Promise<ReadonlyMap<string, QuotedOffer>> {
    const wanted = new Map<string, number>();
    for (const { product_id, quantity } of lines)
      if (quantity > 0)
        wanted.set(product_id, Math.min((wanted.get(product_id) ?? 0) + quantity, Number.MAX_SAFE_INTEGER));
    const needs = [...wanted].map(([product_id, quantity]) => ({ product_id, quantity }));
    return this.prices.bestOffers(needs, ordered_on, currency_code, { supplier_id, only_currency: true });
  }
}

type ProductFault = Pick<FieldError, 'code' | 'message'>;

function productFault(product: OrderedProduct | undefined): ProductFault | null {
  if (!product) return { code: 'REFERENCE_NOT_FOUND', message: 'There is no such product' };
  if (!product.is_active) return { code: 'PRODUCT_INACTIVE', message: 'The product is deactivated' };
  return product.is_purchased ? null : { code: 'NOT_ALLOWED', message: 'The product is not bought' };
}

function priceFault(at: string, { currency_code }: OrderTerms): FieldError {
  const message = `The price list of the supplier has none in ${currency_code} for it: give a price`;
  return { pointer: `${at}/unit_price`, code: 'REQUIRED', message };
}

function lineOf(
  input: PurchaseOrderLineInput & { quantity: number },
  words: SaidQuantity | undefined,
  product: OrderedProduct,
  offer: QuotedOffer | undefined,
  { ordered_on }: OrderTerms,
): Omit<NewOrderLine, 'line_no'> | null {
  const unit_id = words?.unit_id ?? product.unit_id;
  const list_price = offer ? priceIn(unit_id, words?.factor ?? Rational.ONE, offer) : null;
  const unit_price = input.unit_price ?? list_price;
  if (unit_price === null) return null;
  const lead = offer?.offer.lead_time_days ?? product.lead_time_days;
  const priced = {
    unit_quantity: words?.unit_quantity ?? String(input.quantity),
    unit_price,
    discount_percent: input.discount_percent ?? '0',
    tax_percent: input.tax_percent ?? '0',
  };
  return {
    product_id: input.product_id,
    description: input.description ?? null,
    supplier_sku: product.supplier_sku,
    unit_id,
    quantity: input.quantity,
    ...priced,
    ...lineAmounts(priced),
    list_price,
    tax_code: input.tax_code ?? null,
    needed_on: input.needed_on ?? null,
    promised_on: input.promised_on ?? (lead === null ? (input.needed_on ?? null) : addDays(ordered_on, lead)),
    ...toleratedQuantities(input.quantity, product),
  };
}

/** The price of an offer for another unit of the same product: exact where it is the unit of the offer, else of six places. */
function priceIn(
  unitId: string,
  factor: Rational,
  { offer, order_quantity, stock_quantity, price_per_stock_unit }: QuotedOffer,
): string {
  if (offer.unit_id === unitId) return offer.price;
  const perPiece =
    order_quantity !== null && stock_quantity !== null && stock_quantity > 0
      ? Rational.parse(offer.price).mul(Rational.of(order_quantity, stock_quantity))
      : Rational.parse(price_per_stock_unit!);
  return perPiece.mul(factor).toFixed(UNIT_COST_SCALE);
}

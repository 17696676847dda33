import { Injectable } from '@nestjs/common';
import type { FieldError } from '../../kernel/errors/index.js';
import { Rational } from '../../kernel/numbers/index.js';
import { CustomerPricesService } from '../../master-data/index.js';
import type { LinePrice, PriceTerms } from '../../master-data/index.js';
import { LineUnits } from '../../warehouse/index.js';
import type { SaidQuantity } from '../../warehouse/index.js';
import { salesAmounts } from './sales-amounts.js';
import type { SalesLineInput } from './sales-line.dto.js';
import { SalesLinesRepository } from './sales-lines.repository.js';
import type { SoldProduct } from './sales-lines.repository.js';

/** The document that lines belong to, as far as they need to know it. */
export interface SalesTerms extends PriceTerms {
  readonly company_id: string;
}

export type PriceSource = 'given' | LinePrice['source'];

/** A line with its quantities, its price and what it comes to. */
export interface ResolvedSalesLine {
  readonly line_no: number;
  readonly product_id: string;
  readonly description: string | null;
  readonly unit_id: string;
  readonly unit_quantity: string;
  readonly quantity: number;
  readonly unit_price: string;
  readonly list_price: string | null;
  readonly price_source: PriceSource;
  readonly price_id: string | null;
  readonly discount_percent: string;
  readonly tax_code: string | null;
  readonly tax_percent: string;
  readonly net_amount: string;
  readonly tax_amount: string;
  readonly requested_on: string | null;
}

export interface ResolvedLines {
  readonly lines: readonly ResolvedSalesLine[];
  readonly products: ReadonlyMap<string, SoldProduct>;
  readonly faults: FieldError[];
}

/** Makes whole lines of what a seller says: quantities in both units, prices of the lists, taxes and amounts. */
@Injectable()
export class SalesLines {
  constructor(
    private readonly units: LineUnits,
    private readonly prices: CustomerPricesService,
    private readonly rows: SalesLinesRepository,
  ) {}

  /** A fixed number of statements however many lines there are. @returns the lines, those at fault left out, with every fault */
  async resolve(terms: SalesTerms, inputs: readonly SalesLineInput[]): Promise<ResolvedLines> {
    const placed = inputs.map((line, n) => ({ ...line, at: `/lines/${n}` }));
    const { lines: counted, said, faults } = await this.units.count(placed, 'sales');
    const products = await this.rows.products([...new Set(inputs.map(({ product_id }) => product_id))]);
    const codes = inputs.flatMap(({ tax_code, tax_percent }) => (tax_code && !tax_percent ? [tax_code] : []));
    const taxes = await this.rows.taxes(terms.company_id, [...new Set(codes)], terms.on);
    const sound = counted.flatMap(({ quantity }, n) => {
      const input = inputs[n]!;
      const product = products.get(input.product_id);
      const own = [...productFaults(product), ...taxFaults(input, taxes)];
      faults.push(...own.map((fault) => ({ ...fault, pointer: `/lines/${n}${fault.pointer}` })));
      return own.length > 0 || quantity < 1 ? [] : [measured(input, n, quantity, product!, said)];
    });
    const prices = await this.prices.pricesFor(terms, sound);
    const lines = sound.flatMap((line, n) => {
      const made = pricedLine(line, prices[n]!, taxes);
      if (!made) faults.push(priceFault(line.n, terms));
      return made ?? [];
    });
    return { lines, products, faults };
  }
}

interface MeasuredLine {
  readonly n: number;
  readonly input: SalesLineInput;
  readonly product_id: string;
  readonly unit_id: string;
  readonly unit_quantity: string;
  readonly quantity: number;
  readonly factor: Rational;
  readonly list_price: string;
}

function measured(
  input: SalesLineInput,
  n: number,
  quantity: number,
  { unit_id, list_price }: SoldProduct,
  said: readonly SaidQuantity[],
): MeasuredLine {
  const words = said.find(({ line_no }) => line_no === n + 1);
  return {
    ...{ n, input, product_id: input.product_id, quantity, list_price },
    unit_id: words?.unit_id ?? unit_id,
    unit_quantity: words?.unit_quantity ?? String(quantity),
    factor: words?.factor ?? Rational.ONE,
  };
}

function pricedLine(
  { n, input, product_id, unit_id, unit_quantity, quantity }: MeasuredLine,
  price: LinePrice | null,
  taxes: ReadonlyMap<string, string>,
): ResolvedSalesLine | null {
  const unit_price = input.unit_price ?? price?.unit_price;
  if (unit_price === undefined) return null;
  const listed = input.unit_price == null ? price : null;
  const tax_code = input.tax_code ?? null;
  const priced = {
    unit_quantity,
    unit_price,
    discount_percent: input.discount_percent ?? listed?.discount_percent ?? '0',
    tax_percent: input.tax_percent ?? (tax_code === null ? '0' : taxes.get(tax_code.toLowerCase())!),
  };
  return {
    line_no: n + 1,
    ...{ product_id, unit_id, quantity, tax_code },
    description: input.description ?? null,
    requested_on: input.requested_on ?? null,
    list_price: price?.unit_price ?? null,
    price_source: listed?.source ?? 'given',
    price_id: listed?.id ?? null,
    ...priced,
    ...salesAmounts(priced),
  };
}

function productFaults(product: SoldProduct | undefined): FieldError[] {
  const fault = (code: string, message: string): FieldError[] => [{ pointer: '/product_id', code, message }];
  if (!product) return fault('REFERENCE_NOT_FOUND', 'There is no such product');
  if (!product.is_active) return fault('PRODUCT_INACTIVE', 'The product is deactivated');
  return product.is_sold ? [] : fault('NOT_ALLOWED', 'The product is not sold');
}

function taxFaults({ tax_code, tax_percent }: SalesLineInput, taxes: ReadonlyMap<string, string>): FieldError[] {
  if (!tax_code || tax_percent !== undefined || taxes.has(tax_code.toLowerCase())) return [];
  const message = 'The company has no such tax code in use with a rate on that day: give a percentage';
  return [{ pointer: '/tax_code', code: 'REFERENCE_NOT_FOUND', message }];
}

function priceFault(n: number, { currency_code }: SalesTerms): FieldError {
  const message = `No price list has one in ${currency_code} for it: give a price`;
  return { pointer: `/lines/${n}/unit_price`, code: 'REQUIRED', message };
}

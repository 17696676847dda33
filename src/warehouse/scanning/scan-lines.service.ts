import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../kernel/config/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { wireTime } from '../../kernel/http/index.js';
import { LOT_ERRORS } from '../lots/index.js';
import { quantityOf } from './scanned-quantity.js';
import type { ScannedQuantity } from './scanned-quantity.js';
import { productCode, scannedItem } from './scanned-item.js';
import type { ScannedItem } from './scanned-item.js';
import { readScan } from './scan-text.js';
import type { Scan } from './scan-text.js';
import type { ScanLineInput } from './scans.dto.js';
import { ScansRepository } from './scans.repository.js';
import type { NamedLot, NamedProduct } from './scans.repository.js';

/** A line whose scans have been found out. */
export interface ItemLine extends ScannedQuantity {
  readonly product: NamedProduct;
  readonly item: ScannedItem;
  /** The lot or serial number that a tracked product was scanned with. */
  readonly lot_code: string | null;
  readonly lot: NamedLot | null;
}

/** From what readers sent to what a document says. A fixed number of statements however many lines there are. */
@Injectable()
export class ScanLines {
  constructor(
    private readonly scans: ScansRepository,
    private readonly config: AppConfig,
  ) {}

  read(text: string): Scan {
    return readScan(text, wireTime(this.config.appTimezone).slice(0, 10));
  }

  /** The products, lots and quantities of lines, with every fault. @throws LOT_DIFFERS for a lot that is known with another expiry */
  async items(lines: readonly ScanLineInput[]): Promise<{ lines: (ItemLine | null)[]; faults: FieldError[] }> {
    const read = lines.map(({ scans }, index) =>
      scannedItem(
        scans.map((scan) => this.read(scan)),
        `/lines/${index}/scans`,
      ),
    );
    const faults = read.flatMap((each) => each.faults);
    const codes = read.flatMap(({ item }) => item.products.map(({ code }) => code));
    const products = await this.scans.products([...new Set(codes)]);
    const named = read.map(({ item, faults: unreadable }, index) =>
      this.productOf(item, products, index, unreadable.length > 0 ? [] : faults),
    );
    const units = await this.scans.units([
      ...new Set(read.flatMap(({ item }) => (item.measure ? [item.measure.unit] : []))),
    ]);
    const lotCodes = named.map((product, index) => (product ? lotCodeOf(product, read[index]!.item) : null));
    const lots = await this.scans.lots(
      named.flatMap((product, n) =>
        product && lotCodes[n] ? [{ product_id: product.product_id, code: lotCodes[n] }] : [],
      ),
    );
    const found = named.map((product, index): ItemLine | null => {
      if (!product) return null;
      const { item } = read[index]!;
      const quantity = quantityOf(lines[index]!, item, product, units, index, faults);
      const lot_code = lotCodes[index] ?? null;
      return { product, item, lot_code, lot: lots.get(`${product.product_id} ${lot_code}`) ?? null, ...quantity };
    });
    faults.push(...serialsTwice(found));
    if (faults.length === 0) refuseOtherExpiry(found);
    return { lines: found, faults };
  }

  /** The locations that scans name, under the text as it was sent; those that name none are faults. */
  async locations(
    companyId: string,
    scanned: readonly { text: string; pointer: string }[],
  ): Promise<{ ids: Map<string, string>; faults: FieldError[] }> {
    const codes = new Map(scanned.map(({ text }) => [text, locationCode(this.read(text))]));
    const found = await this.scans.locations(companyId, [...new Set(codes.values())]);
    const ids = new Map(
      [...codes].flatMap(([text, code]) => (found.has(code) ? [[text, found.get(code)!] as const] : [])),
    );
    const faults = scanned
      .filter(({ text }) => !ids.has(text))
      .map(({ pointer }) => ({ pointer, code: 'LOCATION_UNKNOWN', message: 'Names no location that you may see' }));
    return { ids, faults };
  }

  private productOf(
    item: ScannedItem,
    products: ReadonlyMap<string, NamedProduct>,
    index: number,
    faults: FieldError[],
  ): NamedProduct | null {
    const at = (scan: number, code: string, message: string): null => {
      faults.push({ pointer: `/lines/${index}/scans/${scan}`, code, message });
      return null;
    };
    const [first] = item.products;
    if (!first) return at(0, 'SCAN_NO_ITEM', 'Names no product');
    const unknown = item.products.find(({ code }) => !products.has(code));
    if (unknown) return at(unknown.scan, 'PRODUCT_UNKNOWN', `No product or pack has the code ${unknown.code}`);
    const product = products.get(first.code)!;
    const other = item.products.find(({ code }) => products.get(code)!.product_id !== product.product_id);
    return other
      ? at(other.scan, 'SCAN_CONTRADICTS', `Names ${products.get(other.code)!.sku}, and ${product.sku} before`)
      : product;
  }
}

/** A location by our own code, its global number (AI 414), or its code in plain. */
function locationCode({ document, elements, text }: Scan): string {
  if (document) return document.letter === 'L' ? (document.parts[1] ?? '') : '';
  return elements.find(({ ai }) => ai === '414')?.value ?? productCode(text);
}

/** The lot or serial number that an item of a tracked product was scanned with. */
export function lotCodeOf({ tracking }: NamedProduct, { lot, serial }: ScannedItem): string | null {
  return tracking === 'none' ? null : tracking === 'serial' ? serial : lot;
}

/** One piece is not there twice, whatever was read twice. */
function serialsTwice(lines: readonly (ItemLine | null)[]): FieldError[] {
  const seen = new Set<string>();
  return lines.flatMap((line, index) => {
    if (line?.product.tracking !== 'serial' || line.lot_code === null) return [];
    const key = `${line.product.product_id} ${line.lot_code}`;
    if (!seen.has(key)) return seen.add(key) && [];
    return [{ pointer: `/lines/${index}/scans`, code: 'DUPLICATE', message: `${line.lot_code} was scanned before` }];
  });
}

/** @throws LOT_DIFFERS for lots that are known with another expiry than was scanned */
export function refuseOtherExpiry(lines: readonly (Pick<ItemLine, 'item' | 'lot'> | null)[]): void {
  const lots = lines.flatMap((line) => {
    const given = line?.item.expires_on;
    return line?.lot && given && given !== line.lot.expires_on
      ? [{ code: line.lot.code, field: 'expires_on', known: line.lot.expires_on, given }]
      : [];
  });
  if (lots.length > 0) throw LOT_ERRORS.LOT_DIFFERS(undefined, { lots });
}

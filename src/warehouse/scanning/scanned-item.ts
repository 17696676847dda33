import type { FieldError } from '../../kernel/errors/index.js';
import { gtin14 } from '../../master-data/index.js';
import type { Scan } from './scan-text.js';

/** What the scans of one thing say together: its product, its lot, its dates, how much of it. */
export interface ScannedItem {
  /** Each code that names the product: a GTIN with 14 digits, another barcode, or a SKU; with the scan it stands in. */
  readonly products: readonly { readonly code: string; readonly scan: number }[];
  readonly lot: string | null;
  readonly serial: string | null;
  readonly expires_on: string | null;
  readonly manufactured_on: string | null;
  /** How many of what the code stands for: of the items in a logistic unit (AI 37), or of pieces in a pack (AI 30). */
  readonly count: number | null;
  /** A net weight, length, area or volume. */
  readonly measure: { readonly decimal: string; readonly unit: string } | null;
}

interface Said {
  readonly value: string;
  readonly scan: number;
}

/** The application identifiers that say each thing of an item, the weightier first: a date of expiry before one of best quality. */
const SAYS = {
  lot: ['10'],
  serial: ['21'],
  expires_on: ['17', '15'],
  manufactured_on: ['11'],
  count: ['37', '30'],
} as const;

/**
 * Reads the scans of one thing, from one symbol or several.
 * @param pointer where the list of scans stands in the body
 * @returns faults for codes that are unreadable, that are no item, or that contradict each other
 */
export function scannedItem(scans: readonly Scan[], pointer: string): { item: ScannedItem; faults: FieldError[] } {
  const faults: FieldError[] = [];
  const at = (scan: number, code: string, message: string): void =>
    void faults.push({ pointer: `${pointer}/${scan}`, code, message });
  scans.forEach(({ faults: wrong }, scan) =>
    wrong.forEach(({ position, ai, code, message }) =>
      at(scan, code, `At character ${position}${ai ? ` (${ai})` : ''}: ${message}`),
    ),
  );
  const once = (ais: readonly string[]): string | null => {
    for (const ai of ais) {
      const said = valuesOf(scans, ai);
      const other = said.find(({ value }) => value !== said[0]!.value);
      if (other) at(other.scan, 'SCAN_CONTRADICTS', `(${ai}) says ${other.value} here and ${said[0]!.value} before`);
      if (said[0]) return said[0].value;
    }
    return null;
  };
  const { products, lots } = named(scans, at);
  const lot = once(SAYS.lot);
  const count = once(SAYS.count);
  const item: ScannedItem = {
    products,
    lot: lot ?? lots[0] ?? null,
    serial: once(SAYS.serial) ?? lots[0] ?? null,
    expires_on: once(SAYS.expires_on),
    manufactured_on: once(SAYS.manufactured_on),
    count: count === null ? null : Number(count),
    measure: measureOf(scans),
  };
  return { item, faults };
}

/** The code of a product as it is looked for. */
export function productCode(text: string): string {
  return gtin14(text) ?? text;
}

function named(scans: readonly Scan[], at: (scan: number, code: string, message: string) => void) {
  const products: { code: string; scan: number }[] = [];
  const lots: string[] = [];
  scans.forEach(({ format, text, elements, document }, scan) => {
    if (format === 'plain') products.push({ code: productCode(text), scan });
    for (const { ai, value } of elements) if (ai === '01' || ai === '02') products.push({ code: value, scan });
    if (!document) return;
    if (document.letter === 'P' || document.letter === 'T') products.push({ code: document.parts[0]!, scan });
    else at(scan, 'SCAN_NO_ITEM', 'Is the code of something that is neither a product nor a lot');
    if (document.letter === 'T' && document.parts[1] !== undefined) lots.push(document.parts[1]);
  });
  return { products, lots };
}

function valuesOf(scans: readonly Scan[], ai: string): Said[] {
  return scans.flatMap(({ elements }, scan) =>
    elements.filter((element) => element.ai === ai).map(({ value, date }) => ({ value: date ?? value, scan })),
  );
}

function measureOf(scans: readonly Scan[]): ScannedItem['measure'] {
  const found = scans.flatMap(({ elements }) => elements).find(({ unit }) => unit !== undefined);
  return found ? { decimal: found.decimal!, unit: found.unit! } : null;
}

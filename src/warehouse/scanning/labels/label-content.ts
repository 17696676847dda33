import { gtin14 } from '../../../master-data/index.js';
import { documentCode } from '../document-codes.js';
import { GS } from '../gs1/application-identifiers.js';
import { elementString, fitsElement, humanReadable } from '../gs1/element-builder.js';
import type { ElementToWrite } from '../gs1/element-builder.js';
import { gs1Date, gs1DateDigits } from '../gs1/gs1-date.js';
import type { ScannedRow } from '../scannables.js';

export const SYMBOLOGIES = ['gs1_datamatrix', 'gs1_128', 'qr', 'code_128'] as const;
export type Symbology = (typeof SYMBOLOGIES)[number];

/** A symbol that a label can carry. */
export interface LabelSymbol {
  readonly symbology: Symbology;
  /** What a reader sends, without its symbology identifier; separators are the character GS. */
  readonly content: string;
  /** What stands beside it for people. */
  readonly human_readable: string;
}

/** What a label says, whatever it looks like. */
export interface LabelContent {
  readonly kind: string;
  readonly id: string;
  readonly code: string;
  readonly name: string | null;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  /** The first is the one that is printed unless another is asked for. */
  readonly symbols: readonly LabelSymbol[];
}

/**
 * What the label of a thing says. A product or lot with a GTIN has the symbols that anybody can read (GTIN, expiry, lot or serial number); everything has
 * those of our own codes.
 * @param letter of the codes of its kind
 * @param today ISO date: a date that GS1 could not tell from one of another century is left out of the symbol
 */
export function labelContent(row: ScannedRow, letter: string, today: string): LabelContent {
  const { kind, id, code, name } = row;
  const own = documentCode({ letter, parts: row.parts });
  const elements = elementsOf(row, today);
  const gs1 = elements && { content: elementString(elements), human_readable: humanReadable(elements) };
  return {
    kind,
    id,
    code,
    name,
    facts: factsOf(row),
    symbols: [
      ...(gs1
        ? [
            { symbology: 'gs1_datamatrix' as const, ...gs1 },
            { symbology: 'gs1_128' as const, ...gs1 },
          ]
        : []),
      { symbology: 'qr', content: own, human_readable: code },
      { symbology: 'code_128', content: own, human_readable: code },
    ],
  };
}

/** The content of a GS1 symbol as printers are told it: FNC1 at the beginning and in place of each separator. */
export function withFunctionCharacters(content: string, fnc1: string): string {
  return fnc1 + content.replaceAll(GS, fnc1);
}

function elementsOf({ kind, code, details }: ScannedRow, today: string): ElementToWrite[] | null {
  const gtin = typeof details['barcode'] === 'string' ? gtin14(details['barcode']) : null;
  if (!gtin) return null;
  if (kind === 'product' || details['tracking'] === 'none') return [['01', gtin]];
  if (!fitsElement(code)) return null;
  const expiry = details['expires_on'] as string | null;
  const digits = expiry && gs1DateDigits(expiry);
  return [
    ['01', gtin],
    ...(digits && gs1Date(digits, today) === expiry ? [['17', digits] as const] : []),
    [details['tracking'] === 'serial' ? '21' : '10', code],
  ];
}

function factsOf({ kind, state, details }: ScannedRow): LabelContent['facts'] {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const facts: Record<string, [string, unknown][]> = {
    product: [
      ['Unit', details['unit_code']],
      ['Barcode', details['barcode']],
    ],
    lot: [
      ['Product', details['sku']],
      ['Expires', details['expires_on']],
      ['Made', details['manufactured_on']],
    ],
    location: [
      ['Type', text(details['type']).replaceAll('_', ' ')],
      ['Company', details['company_code']],
    ],
    finished_goods: [
      ['Product', details['sku']],
      ['Order', details['order_number']],
      ['Made', details['manufactured_on']],
      ['Expires', details['expires_on']],
    ],
    movement: [['Type', text(details['type']).replaceAll('_', ' ')]],
  };
  return (facts[kind] ?? [['State', state?.replaceAll('_', ' ')]])
    .map(([name, value]) => ({ name, value: text(value) }))
    .filter(({ value }) => value !== '');
}

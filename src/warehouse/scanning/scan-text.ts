import { gtin14 } from '../../master-data/index.js';
import { readDocumentCode } from './document-codes.js';
import type { DocumentCode } from './document-codes.js';
import { GS } from './gs1/application-identifiers.js';
import { readElementString } from './gs1/element-string.js';
import type { Gs1Element } from './gs1/element-string.js';

export const SCAN_FORMATS = ['gs1', 'document', 'plain'] as const;

export interface ScanFault {
  /** Character, counted from one, at which it goes wrong; a separator counts as one. */
  readonly position: number;
  readonly ai: string | null;
  readonly code: string;
  readonly message: string;
}

/** What a reader sent, as far as the text alone says it. */
export interface Scan {
  readonly format: (typeof SCAN_FORMATS)[number];
  /** The kind of symbol, where the reader tells it (ISO/IEC 15424), such as `]d2`. */
  readonly symbology: string | null;
  /** Without symbology and line end. */
  readonly text: string;
  readonly elements: readonly Gs1Element[];
  readonly document: DocumentCode | null;
  readonly faults: readonly ScanFault[];
}

/** Symbols that hold element strings: GS1-128, GS1 DataBar, GS1 DataMatrix, GS1 QR, GS1 DotCode. */
const GS1_SYMBOLOGIES = new Set([']C1', ']e0', ']e1', ']e2', ']d2', ']Q3', ']J1']);
/** How readers that cannot send the separator write it. */
const WRITTEN_SEPARATOR = /\u241d|<GS>|\{GS\}/g;

/**
 * Tells what kind of code a text is: an element string by its symbology, brackets or form; one of our own documents by its prefix; anything else
 * is plain, such as the digits of an EAN symbol or a code that was typed.
 * @param today ISO date, for the century of dates
 */
export function readScan(raw: string, today: string): Scan {
  const sent = raw.replace(/[\r\n\t ]+$/, '').replace(WRITTEN_SEPARATOR, GS);
  const symbology = /^\][A-Za-z]\w/.exec(sent)?.[0] ?? null;
  const text = symbology ? sent.slice(symbology.length) : sent;
  const offset = symbology?.length ?? 0;
  const plain = { format: 'plain' as const, symbology, text, elements: [], document: null, faults: [] };
  const document = readDocumentCode(text);
  if (document === 'damaged') {
    const message = 'The checksum does not fit: the code was read or typed wrongly';
    return {
      ...plain,
      format: 'document',
      faults: [{ position: offset + 1, ai: null, code: 'DOCUMENT_CHECKSUM', message }],
    };
  }
  if (document) return { ...plain, format: 'document', document };
  const certain = (symbology !== null && GS1_SYMBOLOGIES.has(symbology)) || /^\(\d/.test(text) || text.includes(GS);
  if (!certain && (symbology !== null || gtin14(text) !== null || !/^\d{8}/.test(text))) return plain;
  const { elements, faults } = readElementString(text, today, offset);
  return certain || faults.length === 0 ? { ...plain, format: 'gs1', elements, faults } : plain;
}

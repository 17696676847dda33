/** What the codes of our own documents begin with: whose they are, and in which version of this form. */
export const DOCUMENT_PREFIX = 'PBK1:';

export interface DocumentCode {
  /** Which kind of thing: `P` a product, `T` a lot, `L` a location, `M` a movement, and what other modules register. */
  readonly letter: string;
  /** What it is known by, such as the code of a company and of a location in it. */
  readonly parts: readonly string[];
}

/**
 * The text of a Code 128 or QR symbol for something of ours: `PBK1:L:MAIN:Z1-A-3*9F3C`. It says what it is, and its checksum tells a code
 * that was read wrongly or typed wrongly from one that is not known. Characters beyond printable ASCII are written as percent codes.
 */
export function documentCode({ letter, parts }: DocumentCode): string {
  const text = `${DOCUMENT_PREFIX}${letter}:${parts.map(escaped).join(':')}`;
  return `${text}*${checksum(text)}`;
}

/** @returns null for a text that is no code of ours; `damaged` for one whose checksum does not fit */
export function readDocumentCode(text: string): DocumentCode | 'damaged' | null {
  if (!text.startsWith(DOCUMENT_PREFIX)) return null;
  const match = /^(PBK1:([A-Z]{1,4}):([!-)+-~]+))\*([0-9A-F]{4})$/.exec(text);
  if (!match || checksum(match[1]!) !== match[4]) return 'damaged';
  try {
    return { letter: match[2]!, parts: match[3]!.split(':').map(decodeURIComponent) };
  } catch {
    return 'damaged';
  }
}

function escaped(part: string): string {
  return part.replace(/[^!-~]|[%:*]/gu, (character) =>
    [...new TextEncoder().encode(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}

/** CRC-16/IBM-3740 (polynomial 1021, beginning with FFFF) as four hexadecimal digits: finds every error of one or two characters that are typed wrongly side by side. */
export function checksum(text: string): string {
  let crc = 0xffff;
  for (let i = 0; i < text.length; i += 1) {
    crc ^= text.charCodeAt(i) << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

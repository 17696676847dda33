import type { LabelContent, LabelSymbol } from './label-content.js';
import type { SymbolShape } from './symbol.js';

/** A label as black rectangles and lines of text; millimetres from its upper left corner. */
export interface LabelDrawing {
  readonly width: number;
  readonly height: number;
  readonly rectangles: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
  readonly texts: readonly LabelText[];
}

export interface LabelText {
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  /** Height of the type. */
  readonly size: number;
  readonly bold: boolean;
  readonly text: string;
}

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const EDGE = 2;
/** Smallest modules that ordinary readers take (GS1 General Specifications, 5.12.3). */
const SMALLEST = { linear: 0.17, matrix: 0.25 } as const;
const LARGEST = { linear: 0.5, matrix: 1 } as const;
/** A character is about this wide, of its height, in the wider of the fonts that stand in for Helvetica. */
const CHARACTER = { plain: 0.6, bold: 0.72 } as const;

/** Lays a label out. @returns null when its symbol would have modules too small to be read */
export function drawLabel(
  content: LabelContent,
  symbol: LabelSymbol,
  shape: SymbolShape,
  size: { width: number; height: number },
): LabelDrawing | null {
  const { width, height } = size;
  const inner = { x: EDGE, y: EDGE, width: width - 2 * EDGE, height: height - 2 * EDGE };
  return shape.is_linear
    ? besideBars(content, symbol, shape, inner, size)
    : besideMatrix(content, symbol, shape, inner, size);
}

/** The symbol stands at the left, as large as it may, and the words at its right. */
function besideMatrix(
  content: LabelContent,
  symbol: LabelSymbol,
  { width, height, quiet, dark }: SymbolShape,
  inner: Area,
  size: { width: number; height: number },
): LabelDrawing | null {
  const across = width + 2 * quiet;
  const down = height + 2 * quiet;
  const module = Math.min(inner.height / down, (inner.width * 0.5) / across, LARGEST.matrix);
  if (module < SMALLEST.matrix) return null;
  const [x0, y0] = [inner.x + quiet * module, inner.y + quiet * module];
  const left = inner.x + across * module + 1;
  return {
    ...size,
    rectangles: dark.map(({ x, y, width: long }) => ({
      x: x0 + x * module,
      y: y0 + y * module,
      width: long * module,
      height: module,
    })),
    texts: words(content, symbol, { ...inner, x: left, width: inner.x + inner.width - left }),
  };
}

/** The bars stand at the bottom over the whole width, their text below, the words above. */
function besideBars(
  content: LabelContent,
  symbol: LabelSymbol,
  { width, quiet, dark }: SymbolShape,
  inner: Area,
  size: { width: number; height: number },
): LabelDrawing | null {
  const across = width + 2 * quiet;
  const module = Math.min(inner.width / across, LARGEST.linear);
  if (module < SMALLEST.linear) return null;
  const tall = Math.min(15, inner.height * 0.45);
  const type = Math.min(2.6, inner.height * 0.1, (width * module) / (symbol.human_readable.length * CHARACTER.plain));
  const top = inner.y + inner.height - tall - type - 0.6;
  const x0 = inner.x + (inner.width - across * module) / 2 + quiet * module;
  return {
    ...size,
    rectangles: dark.map(({ x, width: wide }) => ({ x: x0 + x * module, y: top, width: wide * module, height: tall })),
    texts: [
      ...words(content, null, { ...inner, height: top - inner.y - 0.8 }),
      textAt(
        { x: x0, y: inner.y + inner.height, size: type, bold: false, text: symbol.human_readable },
        inner.x + inner.width - x0,
      ),
    ],
  };
}

/** The code large, then its name, its facts, and what the symbol says, as far as there is room. */
function words(
  { code, name, facts }: LabelContent,
  symbol: LabelSymbol | null,
  { x, y, width, height }: Area,
): LabelText[] {
  // Each element on a line of its own: a number that is cut off is worse than none.
  const spoken = symbol && symbol.human_readable !== code ? symbol.human_readable.split(/(?=\(\d{2,4}\))/) : [];
  const lines = [...(name === null ? [] : [name]), ...facts.map((fact) => `${fact.name} ${fact.value}`), ...spoken];
  const large = Math.min(6, height * 0.28, width / (Math.max(code.length, 8) * CHARACTER.bold));
  const small = Math.max(1.6, Math.min(3, large * 0.6, (height - large) / (lines.length * 1.35 + 0.3)));
  const texts = [textAt({ x, y: y + large * 0.9, size: large, bold: true, text: code }, width)];
  lines.forEach((text, n) => {
    const base = y + large + small * 1.35 * (n + 1);
    if (base <= y + height) texts.push(textAt({ x, y: base, size: small, bold: false, text }, width));
  });
  return texts;
}

/** Text that does not run out of its place. */
function textAt(text: LabelText, width: number): LabelText {
  const room = Math.max(1, Math.floor(width / (text.size * (text.bold ? CHARACTER.bold : CHARACTER.plain))));
  const characters = [...text.text];
  return characters.length <= room ? text : { ...text, text: `${characters.slice(0, room - 1).join('')}…` };
}

import bwipjs from 'bwip-js';
import type { LabelSymbol } from './label-content.js';
import { withFunctionCharacters } from './label-content.js';

/** Rectangles of a symbol, in modules from its upper left corner; for a linear one a row of bars one module high. */
export interface SymbolShape {
  readonly is_linear: boolean;
  readonly width: number;
  readonly height: number;
  readonly dark: readonly { readonly x: number; readonly y: number; readonly width: number }[];
  /** Modules of white that have to stand around it. */
  readonly quiet: number;
}

/** The quiet zones that the symbologies ask for: 10 modules beside bars, 4 around QR, 1 around Data Matrix. */
const ENCODERS = {
  gs1_datamatrix: { bcid: 'datamatrix', quiet: 1 },
  gs1_128: { bcid: 'code128', quiet: 10 },
  qr: { bcid: 'qrcode', quiet: 4 },
  code_128: { bcid: 'code128', quiet: 10 },
} as const;

/** The shape of a symbol; null when it holds more than there can be in one. */
export function symbolShape({ symbology, content }: LabelSymbol): SymbolShape | null {
  const { bcid, quiet } = ENCODERS[symbology];
  const gs1 = symbology.startsWith('gs1');
  const options = {
    bcid,
    text: gs1 ? withFunctionCharacters(content, '^FNC1') : content,
    ...(gs1 && { parsefnc: true }),
    ...(bcid === 'qrcode' && { eclevel: 'M' }),
  };
  try {
    const [part] = bwipjs.raw(options) as (Bars | Matrix)[];
    return 'pixs' in part! ? matrixShape(part, quiet) : barShape(part!.sbs, quiet);
  } catch {
    return null;
  }
}

/** Widths of bars and spaces by turns. */
interface Bars {
  readonly sbs: readonly number[];
}

/** Rows of cells, dark ones not zero. */
interface Matrix {
  readonly pixs: readonly number[];
  readonly pixx: number;
  readonly pixy: number;
}

/** Widths of bars and spaces by turns, beginning with a bar. */
function barShape(widths: readonly number[], quiet: number): SymbolShape {
  let x = 0;
  const dark: { x: number; y: number; width: number }[] = [];
  widths.forEach((width, n) => {
    if (n % 2 === 0) dark.push({ x, y: 0, width });
    x += width;
  });
  return { is_linear: true, width: x, height: 1, dark, quiet };
}

function matrixShape({ pixs, pixx, pixy }: Matrix, quiet: number): SymbolShape {
  const dark: { x: number; y: number; width: number }[] = [];
  for (let y = 0; y < pixy; y += 1)
    for (let x = 0; x < pixx; x += 1) {
      const start = x;
      while (x < pixx && pixs[y * pixx + x]) x += 1;
      if (x > start) dark.push({ x: start, y, width: x - start });
    }
  return { is_linear: false, width: pixx, height: pixy, dark, quiet };
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Resvg, initWasm } from '@resvg/resvg-wasm';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** What an independent reader finds on a label. */
export interface ReadSymbol {
  readonly format: string;
  readonly text: string;
  readonly symbology: string;
}

const file = (name: string): Buffer => readFileSync(createRequire(__filename).resolve(name));
const READER = new Uint8Array(file('zxing-wasm/reader/zxing_reader.wasm'));
let ready: Promise<void> | undefined;

/** Renders an SVG to pixels, ten to a millimetre, and reads the symbols on it as a reader's camera would. */
export async function readSymbols(svg: string, zoom = 10): Promise<ReadSymbol[]> {
  ready ??= initWasm(file('@resvg/resvg-wasm/index_bg.wasm'));
  prepareZXingModule({ overrides: { wasmBinary: READER.buffer as ArrayBuffer } });
  await ready;
  const width = Number(/viewBox="0 0 ([\d.]+)/.exec(svg)![1]);
  const png = new Resvg(svg, { fitTo: { mode: 'width', value: Math.round(width * zoom) } }).render().asPng();
  const found = await readBarcodes(new Uint8Array(png), { tryHarder: true, textMode: 'Plain' });
  return found.map(({ format, text, symbologyIdentifier }) => ({ format, text, symbology: symbologyIdentifier }));
}

import type { LabelDrawing } from './label-drawing.js';
import { placesOn } from './sheets.js';
import type { Sheet } from './sheets.js';

/** Points to a millimetre. */
const MM = 72 / 25.4;

/** Labels on sheets, as a PDF of vectors and the fonts that every reader of PDF has. */
export async function labelsPdf(drawings: readonly LabelDrawing[], sheet: Sheet, skip: number): Promise<Buffer> {
  const { default: PDFDocument } = await import('pdfkit');
  const size: [number, number] = [sheet.page[0] * MM, sheet.page[1] * MM];
  const document = new PDFDocument({
    size,
    margin: 0,
    autoFirstPage: false,
    info: { Title: 'Labels', Producer: 'Pabrik' },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const written = new Promise<void>((resolve, reject) => document.on('end', resolve).on('error', reject));
  let page = -1;
  placesOn(sheet, drawings.length, skip).forEach((place, n) => {
    for (; page < place.page; page += 1) document.addPage({ size, margin: 0 });
    document
      .save()
      .translate(place.x * MM, place.y * MM)
      .scale(MM);
    draw(document, drawings[n]!);
    document.restore();
  });
  document.end();
  await written;
  return Buffer.concat(chunks);
}

function draw(document: PDFKit.PDFDocument, { rectangles, texts }: LabelDrawing): void {
  for (const { x, y, width, height } of rectangles) document.rect(x, y, width, height);
  document.fill('#000');
  for (const { x, y, size, bold, text } of texts)
    document
      .font(bold ? 'Helvetica-Bold' : 'Helvetica')
      .fontSize(size)
      .text(printable(text), x, y, { lineBreak: false, baseline: 'alphabetic' });
}

/** The standard fonts have the letters of western languages; others stand as a question mark, in words only, never in a symbol. */
function printable(text: string): string {
  return text.replace(/[^\u0020-\u007e\u00a0-\u00ff\u2013\u2014\u2018-\u201e\u2022\u2026\u20ac\u2122]/gu, '?');
}

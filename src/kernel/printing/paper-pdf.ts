import { partyLines } from './paper.js';
import type { Paper, PaperColumn, Party } from './paper.js';

const MARGIN = 42;
const SIZE = 8.5;
const GAP = 4;

/** The paper as a PDF of A4 pages, its head repeated above the lines of each page. */
export async function paperPdf(paper: Paper): Promise<Buffer> {
  const { default: PDFDocument } = await import('pdfkit');
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    info: { Title: paper.number, Producer: 'Pabrik' },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const written = new Promise<void>((resolve, reject) => document.on('end', resolve).on('error', reject));
  drawHead(document, paper);
  drawLines(document, paper);
  drawTotals(document, paper);
  if (paper.notes) write(document, paper.notes, MARGIN, document.y + 12, widthOf(document));
  document.end();
  await written;
  return Buffer.concat(chunks);
}

function drawHead(document: PDFKit.PDFDocument, paper: Paper): void {
  if (paper.warning !== null) {
    document.font('Helvetica-Bold').fontSize(SIZE).fillColor('#a00000');
    document.text(printable(paper.warning), MARGIN, MARGIN);
  }
  document.fillColor('#000000').font('Helvetica-Bold').fontSize(15);
  document.text(printable(`${paper.title} ${paper.number}`), MARGIN, document.y + GAP);
  const top = document.y + 8;
  const share = widthOf(document) / paper.parties.length;
  let y = top;
  paper.parties.forEach(([label, party], n) => {
    drawParty(document, label, party, MARGIN + n * share, top, share - 10);
    y = Math.max(y, document.y);
  });
  y += 8;
  for (const [word, value] of paper.words) {
    write(document, word, MARGIN, y, 90);
    write(document, value, MARGIN + 95, y, widthOf(document) - 95);
    y = document.y + 1;
  }
  document.y = y + 8;
}

function drawParty(
  document: PDFKit.PDFDocument,
  title: string,
  party: Party,
  x: number,
  y: number,
  width: number,
): void {
  write(document, title, x, y, width, { bold: true });
  write(document, partyLines(party).join('\n'), x, document.y, width);
}

function drawLines(document: PDFKit.PDFDocument, { columns, rows }: Paper): void {
  const titles = columns.map(({ title }) => title);
  drawRow(document, columns, titles, true);
  for (const cells of rows) {
    if (document.y + heightOf(document, columns, cells, false) > document.page.height - MARGIN) {
      document.addPage();
      drawRow(document, columns, titles, true);
    }
    drawRow(document, columns, cells, false);
  }
}

function drawRow(
  document: PDFKit.PDFDocument,
  columns: readonly PaperColumn[],
  cells: readonly string[],
  bold: boolean,
): void {
  const y = document.y;
  const height = heightOf(document, columns, cells, bold);
  let x = MARGIN;
  cells.forEach((cell, n) => {
    const { share, right } = columns[n]!;
    const width = widthOf(document) * share;
    write(document, cell, x, y + GAP / 2, width - GAP, { bold, right });
    x += width;
  });
  document
    .moveTo(MARGIN, y + height)
    .lineTo(MARGIN + widthOf(document), y + height)
    .lineWidth(bold ? 0.8 : 0.3)
    .stroke(bold ? '#000000' : '#bbbbbb');
  document.y = y + height + 1;
}

function drawTotals(document: PDFKit.PDFDocument, paper: Paper): void {
  if (document.y + 60 > document.page.height - MARGIN) document.addPage();
  let y = document.y + 6;
  paper.totals.forEach(([word, amount], n, all) => {
    const bold = n === all.length - 1;
    const width = widthOf(document);
    write(document, word, MARGIN, y, width - 110, { right: true, bold });
    write(document, amount, MARGIN + width - 100, y, 100, { right: true, bold });
    y = document.y + 2;
  });
  document.y = y;
}

function heightOf(
  document: PDFKit.PDFDocument,
  columns: readonly PaperColumn[],
  cells: readonly string[],
  bold: boolean,
): number {
  document.font(bold ? 'Helvetica-Bold' : 'Helvetica').fontSize(SIZE);
  const heights = cells.map((cell, n) =>
    document.heightOfString(printable(cell), { width: widthOf(document) * columns[n]!.share - GAP }),
  );
  return Math.max(...heights) + GAP;
}

function write(
  document: PDFKit.PDFDocument,
  text: string,
  x: number,
  y: number,
  width: number,
  { bold = false, right = false }: { bold?: boolean; right?: boolean } = {},
): void {
  document
    .font(bold ? 'Helvetica-Bold' : 'Helvetica')
    .fontSize(SIZE)
    .fillColor('#000000')
    .text(printable(text), x, y, { width, align: right ? 'right' : 'left' });
}

function widthOf(document: PDFKit.PDFDocument): number {
  return document.page.width - 2 * MARGIN;
}

/** The standard fonts have the letters of western languages; others stand as a question mark. */
function printable(text: string): string {
  return text.replace(/[^\n\u0020-\u007e\u00a0-\u00ff\u2013\u2014\u2018-\u201e\u2022\u2026\u20ac\u2122]/gu, '?');
}

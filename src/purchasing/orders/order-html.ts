import { PRINTED_COLUMNS, headWords, isDraft, printedLines, totalWords } from './printed-order.js';
import type { Party, PrintedOrder } from './printed-order.js';

const STYLE = `body{font:10pt/1.4 system-ui,sans-serif;color:#111;max-width:190mm;margin:12mm auto}h1{font-size:16pt;margin:0 0 4mm}
.parties{display:flex;gap:12mm;margin-bottom:6mm}.parties div{flex:1;white-space:pre-line}dl{display:grid;grid-template-columns:max-content 1fr;gap:0 4mm}dt{color:#555}dd{margin:0}
table{width:100%;border-collapse:collapse;margin-top:6mm}th{text-align:left;border-bottom:1px solid #111}td{border-bottom:1px solid #ddd;vertical-align:top;white-space:pre-line}
th,td{padding:1.2mm 1.5mm}.right{text-align:right;white-space:nowrap}tfoot td{border:0}tfoot tr:last-child td{font-weight:bold}.draft{color:#a00;font-weight:bold}@page{size:A4;margin:12mm}`;

/** The order as a page that stands by itself: nothing is loaded from anywhere, and nothing of the words is markup. */
export function orderHtml(order: PrintedOrder): string {
  const cell = (text: string, right: boolean, tag = 'td'): string =>
    `<${tag}${right ? ' class="right"' : ''}>${escaped(text)}</${tag}>`;
  const head = PRINTED_COLUMNS.map(({ title, right }) => cell(title, right, 'th')).join('');
  const rows = printedLines(order).map(
    (line) => `<tr>${PRINTED_COLUMNS.map(({ text, right }) => cell(text(line), right)).join('')}</tr>`,
  );
  const totals = totalWords(order).map(
    ([word, amount]) =>
      `<tr><td colspan="${PRINTED_COLUMNS.length - 1}" class="right">${escaped(word)}</td>${cell(amount, true)}</tr>`,
  );
  const words = headWords(order).map(([word, value]) => `<dt>${escaped(word)}</dt><dd>${escaped(value)}</dd>`);
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<title>${escaped(order.number)}</title><style>${STYLE}</style></head><body>`,
    isDraft(order)
      ? `<p class="draft">${escaped(order.state.toUpperCase())}: not an order yet, or not any more</p>`
      : '',
    `<h1>Purchase order ${escaped(order.number)}</h1>`,
    `<div class="parties">${party('Buyer', order.buyer)}${party('Supplier', order.seller)}</div>`,
    `<dl>${words.join('')}</dl>`,
    `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody><tfoot>${totals.join('')}</tfoot></table>`,
    order.notes ? `<p style="white-space:pre-line">${escaped(order.notes)}</p>` : '',
    '</body></html>',
  ].join('\n');
}

function party(title: string, { name, address, tax_number }: Party): string {
  const lines = [name, address, tax_number && `Tax number ${tax_number}`].filter(Boolean) as string[];
  return `<div><strong>${escaped(title)}</strong>\n${lines.map(escaped).join('\n')}</div>`;
}

function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (sign) => entities[sign]!);
}

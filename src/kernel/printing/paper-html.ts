import { partyLines } from './paper.js';
import type { Paper, Party } from './paper.js';

const STYLE = `body{font:10pt/1.4 system-ui,sans-serif;color:#111;max-width:190mm;margin:12mm auto}h1{font-size:16pt;margin:0 0 4mm}
.parties{display:flex;gap:12mm;margin-bottom:6mm}.parties div{flex:1;white-space:pre-line}dl{display:grid;grid-template-columns:max-content 1fr;gap:0 4mm}dt{color:#555}dd{margin:0}
table{width:100%;border-collapse:collapse;margin-top:6mm}th{text-align:left;border-bottom:1px solid #111}td{border-bottom:1px solid #ddd;vertical-align:top;white-space:pre-line}
th,td{padding:1.2mm 1.5mm}.right{text-align:right;white-space:nowrap}tfoot td{border:0}tfoot tr:last-child td{font-weight:bold}.draft{color:#a00;font-weight:bold}@page{size:A4;margin:12mm}`;

/** The paper as a page that stands by itself: nothing is loaded from anywhere, and nothing of the words is markup. */
export function paperHtml(paper: Paper): string {
  const cell = (text: string, right: boolean, tag = 'td'): string =>
    `<${tag}${right ? ' class="right"' : ''}>${escaped(text)}</${tag}>`;
  const head = paper.columns.map(({ title, right }) => cell(title, right, 'th')).join('');
  const rows = paper.rows.map(
    (row) => `<tr>${row.map((text, n) => cell(text, paper.columns[n]!.right)).join('')}</tr>`,
  );
  const totals = paper.totals.map(
    ([word, amount]) =>
      `<tr><td colspan="${paper.columns.length - 1}" class="right">${escaped(word)}</td>${cell(amount, true)}</tr>`,
  );
  const words = paper.words.map(([word, value]) => `<dt>${escaped(word)}</dt><dd>${escaped(value)}</dd>`);
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<title>${escaped(paper.number)}</title><style>${STYLE}</style></head><body>`,
    paper.warning === null ? '' : `<p class="draft">${escaped(paper.warning)}</p>`,
    `<h1>${escaped(paper.title)} ${escaped(paper.number)}</h1>`,
    `<div class="parties">${paper.parties.map(([label, party]) => partyHtml(label, party)).join('')}</div>`,
    `<dl>${words.join('')}</dl>`,
    `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody><tfoot>${totals.join('')}</tfoot></table>`,
    paper.notes ? `<p style="white-space:pre-line">${escaped(paper.notes)}</p>` : '',
    '</body></html>',
  ].join('\n');
}

function partyHtml(label: string, party: Party): string {
  return `<div><strong>${escaped(label)}</strong>\n${partyLines(party).map(escaped).join('\n')}</div>`;
}

function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (sign) => entities[sign]!);
}

import { paperHtml, paperLines, paperPdf, percent, saidWords, tidy } from './index.js';
import type { Paper } from './index.js';

const row = { name: '<b>Bear</b>', amount: '12.50' };
const PAPER: Paper = {
  number: 'SO-000001',
  title: 'Order',
  warning: 'DRAFT: counts for nothing',
  parties: [
    ['Seller', { name: 'Pabrik & Sons', address: 'Jl. Merdeka 1', tax_number: '01.234' }],
    ['Customer', { name: 'Toko', address: null, tax_number: null }],
  ],
  words: saidWords([
    ['Date', '2026-03-01'],
    ['Reference', null],
    ['Delivery', ''],
  ]),
  ...paperLines(
    [
      { title: 'Article', share: 0.8, right: false, text: ({ name }: typeof row) => name },
      { title: 'Amount', share: 0.2, right: true, text: ({ amount }: typeof row) => amount },
    ],
    [row],
  ),
  totals: [
    ['Net', '12.50'],
    ['Total', '12.50'],
  ],
  notes: 'Before noon, 箱',
};

test('a paper as a page has all of its words and none of them as markup', () => {
  const html = paperHtml(PAPER);
  for (const text of ['Order SO-000001', '&lt;b&gt;Bear&lt;/b&gt;', 'Pabrik &amp; Sons', 'Tax number 01.234', 'DRAFT'])
    expect(html).toContain(text);
  for (const text of ['<b>Bear', 'Reference', 'Delivery']) expect(html).not.toContain(text);
  const sober = paperHtml({ ...PAPER, warning: null, notes: null });
  expect(sober).not.toContain('class="draft"');
  expect(sober).not.toContain('Before noon');
});

test('a paper as a PDF goes on over as many pages as its lines need', async () => {
  const pages = async (paper: Paper) => (await paperPdf(paper)).toString('latin1').match(/\/Type \/Page\b/g)!.length;
  expect(await pages(PAPER)).toBe(1);
  expect(
    await pages({ ...PAPER, warning: null, notes: null, rows: Array.from({ length: 90 }, () => ['Bear', '1']) }),
  ).toBe(3);
});

test('numbers are written without needless places', () => {
  expect(['10.500000', '10', '0.125000'].map(tidy)).toEqual(['10.50', '10.00', '0.125']);
  expect(['11.0000', '2.5000', '0.0000', '10.0000'].map(percent)).toEqual(['11 %', '2.5 %', '', '10 %']);
});

import { documentCode } from './document-codes.js';
import { readScan } from './scan-text.js';
import { scannedItem } from './scanned-item.js';

const item = (...texts: string[]) =>
  scannedItem(
    texts.map((text) => readScan(text, '2026-01-26')),
    '/scans',
  );

it('says everything that one symbol holds', () => {
  expect(item('(01)09506000134352(17)290228(10)L-7(21)S-1(11)260101(3103)001250(30)4')).toEqual({
    item: {
      products: [{ code: '09506000134352', scan: 0 }],
      lot: 'L-7',
      serial: 'S-1',
      expires_on: '2029-02-28',
      manufactured_on: '2026-01-01',
      count: 4,
      measure: { decimal: '1.250', unit: 'KG' },
    },
    faults: [],
  });
});

it('adds up what stands in several symbols, and takes the date of expiry before that of best quality', () => {
  expect(item('4006381333931', '(10)L-7(15)280101', '(17)290101').item).toMatchObject({
    products: [{ code: '04006381333931', scan: 0 }],
    lot: 'L-7',
    expires_on: '2029-01-01',
    count: null,
    measure: null,
  });
  expect(item('(02)10614141543219(37)24').item).toMatchObject({
    products: [{ code: '10614141543219', scan: 0 }],
    count: 24,
  });
});

it('knows our own codes of products and lots, and no others', () => {
  const lot = documentCode({ letter: 'T', parts: ['BEAR', 'L-9'] });
  expect(item(lot).item).toMatchObject({ products: [{ code: 'BEAR', scan: 0 }], lot: 'L-9', serial: 'L-9' });
  expect(item(documentCode({ letter: 'L', parts: ['MAIN', 'A'] })).faults).toMatchObject([
    { pointer: '/scans/0', code: 'SCAN_NO_ITEM' },
  ]);
});

it('tells what cannot be read and what contradicts, each at its scan', () => {
  const { faults } = item('(01)09506000134353', '(10)A', '(10)B(17)260231');
  expect(faults.map(({ pointer, code }) => [pointer, code])).toEqual([
    ['/scans/0', 'GS1_CHECK_DIGIT'],
    ['/scans/2', 'GS1_DATE'],
    ['/scans/2', 'SCAN_CONTRADICTS'],
  ]);
  expect(faults[0]!.message).toContain('At character 1 (01)');
});

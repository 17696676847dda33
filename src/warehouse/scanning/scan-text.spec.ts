import { documentCode } from './document-codes.js';
import { GS } from './gs1/application-identifiers.js';
import { readScan } from './scan-text.js';

const read = (text: string) => readScan(text, '2026-01-26');

test.each([
  [`]C10109506000134352`, 'gs1', ']C1', '0109506000134352'],
  [`]d2010950600013435210A${GS}21B`, 'gs1', ']d2', `010950600013435210A${GS}21B`],
  [']Q310A', 'gs1', ']Q3', '10A'],
  ['(10)A', 'gs1', null, '(10)A'],
  ['0109506000134352', 'gs1', null, '0109506000134352'],
  ['00106141412345678908', 'gs1', null, '00106141412345678908'],
  ['010950600013435210A<GS>21B', 'gs1', null, `010950600013435210A${GS}21B`],
  ['10A\u241d21B{GS}', 'gs1', null, `10A${GS}21B${GS}`],
  [']E04006381333931', 'plain', ']E0', '4006381333931'],
  ['4006381333931\r\n', 'plain', null, '4006381333931'],
  ['96385074', 'plain', null, '96385074'],
  ['12345678', 'plain', null, '12345678'],
  ['TEDDY-30', 'plain', null, 'TEDDY-30'],
  [']C0TEDDY-30', 'plain', ']C0', 'TEDDY-30'],
])('%j is %s', (raw, format, symbology, text) => {
  expect(read(raw)).toMatchObject({ format, symbology, text, faults: [] });
});

it('knows the codes of our own documents, and damaged ones', () => {
  const code = documentCode({ letter: 'P', parts: ['TEDDY-30'] });
  expect(read(`]C0${code}\r`)).toMatchObject({ format: 'document', document: { letter: 'P', parts: ['TEDDY-30'] } });
  expect(read(`]Q1${code.replace('3', '8')}`)).toMatchObject({
    format: 'document',
    document: null,
    faults: [{ position: 4, code: 'DOCUMENT_CHECKSUM' }],
  });
});

it('tells where an element string goes wrong, counted in what was sent', () => {
  expect(read(']C10109506000134353').faults).toMatchObject([{ position: 4, code: 'GS1_CHECK_DIGIT' }]);
  expect(read('(10)')).toMatchObject({ format: 'gs1', faults: [{ position: 1, code: 'GS1_TOO_SHORT' }] });
});

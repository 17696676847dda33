import fc from 'fast-check';
import { checksum, documentCode, readDocumentCode } from './document-codes.js';

it('computes the checksum of the standard', () => expect(checksum('123456789')).toBe('29B1'));

it('says what it is, and is read again', () => {
  const code = documentCode({ letter: 'L', parts: ['MAIN', 'Z1-A-3'] });
  expect(code).toMatch(/^PBK1:L:MAIN:Z1-A-3\*[0-9A-F]{4}$/);
  expect(readDocumentCode(code)).toEqual({ letter: 'L', parts: ['MAIN', 'Z1-A-3'] });
});

it('holds any characters in printable ones', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1, maxLength: 3 }), (parts) => {
      const code = documentCode({ letter: 'MO', parts });
      expect(code).toMatch(/^[!-~]+$/);
      expect(readDocumentCode(code)).toEqual({ letter: 'MO', parts });
    }),
  );
});

it('finds every character that was changed, and two that changed places', () => {
  const code = documentCode({ letter: 'M', parts: ['SM-000000142'] });
  for (let i = 5; i < code.length; i += 1) {
    const other = code[i] === '7' ? '8' : '7';
    expect(readDocumentCode(code.slice(0, i) + other + code.slice(i + 1))).toBe('damaged');
    const swapped = code.slice(0, i - 1) + code[i]! + code[i - 1]! + code.slice(i + 1);
    if (swapped !== code && i > 5) expect(readDocumentCode(swapped)).toBe('damaged');
  }
});

it('leaves other texts alone', () => {
  expect(readDocumentCode('SM-000000142')).toBeNull();
  const bad = 'PBK1:P:%FF';
  expect(readDocumentCode(`${bad}*${checksum(bad)}`)).toBe('damaged');
});

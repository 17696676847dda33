import { checkDigit, gtin14, hasCheckDigit } from './gs1-check-digit.js';

test.each([
  ['96385074', 'GTIN-8'],
  ['614141123452', 'GTIN-12'],
  ['4006381333931', 'GTIN-13'],
  ['10614141543219', 'GTIN-14'],
  ['9501101021037', 'GLN'],
  ['106141412345678908', 'SSCC'],
])('%s is a good %s', (key) => {
  expect(hasCheckDigit(key)).toBe(true);
  for (const wrong of '0123456789') expect(hasCheckDigit(key.slice(0, -1) + wrong)).toBe(wrong === key.at(-1));
});

it('is nought where the sum is a multiple of ten', () => expect(checkDigit('13')).toBe('0'));

test.each([
  ['96385074', '00000096385074'],
  ['614141123452', '00614141123452'],
  ['4006381333931', '04006381333931'],
  ['10614141543219', '10614141543219'],
  ['10614141543210', null],
  ['1234567', null],
  ['ABC', null],
])('%s is the number %s', (text, number) => expect(gtin14(text)).toBe(number));

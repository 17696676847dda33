import { isIbanSumRight, maskedAccountNumber, readAccountNumber } from './account-number.js';

const code = (text: string): string => {
  try {
    return readAccountNumber(text);
  } catch (error) {
    expect(JSON.stringify(error)).not.toContain(text.length > 4 ? text : '\0');
    return (error as { field_errors: { code: string }[] }).field_errors[0]!.code;
  }
};

describe('account numbers', () => {
  it.each([
    ['123-456.789 0', '1234567890'],
    ['GB82 WEST 1234 5698 7654 32', 'GB82WEST12345698765432'],
    ['de89370400440532013000', 'DE89370400440532013000'],
    ['GB82 WEST 1234 5698 7654 33', 'IBAN_CHECK_SUM'],
    ['12', 'INVALID_FORMAT'],
    ['12345678901234567890123456789012345', 'INVALID_FORMAT'],
    ['1234;drop', 'INVALID_FORMAT'],
  ])('%s is %s', (text, expected) => expect(code(text)).toBe(expected));

  it('have the check sums of ISO 13616', () => {
    expect(isIbanSumRight('NL91ABNA0417164300')).toBe(true);
    expect(isIbanSumRight('NL92ABNA0417164300')).toBe(false);
  });

  it.each([
    ['1234567890', '******7890'],
    ['12345', '***45'],
    ['1234', '**34'],
  ])('%s is shown as %s', (bare, masked) => expect(maskedAccountNumber(bare)).toBe(masked));
});

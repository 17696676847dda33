import { invalid } from '../../kernel/errors/index.js';

const FORM = /^[A-Z0-9]{4,34}$/;
const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/;
const SHOWN = 4;

/** A number as it is kept: capitals and digits, without the spaces, dots and dashes that people write. */
export function bareAccountNumber(text: string): string {
  return text.toUpperCase().replace(/[\s.-]/g, '');
}

/** ISO 7064, mod 97-10, as ISO 13616 has it for IBANs. */
export function isIbanSumRight(iban: string): boolean {
  let rest = 0;
  for (const sign of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** @throws VALIDATION_FAILED for what is no account number, or an IBAN with a wrong check sum; the number itself is not repeated */
export function readAccountNumber(text: string): string {
  const bare = bareAccountNumber(text);
  const fault = !FORM.test(bare)
    ? { code: 'INVALID_FORMAT', message: 'must have 4 to 34 letters and digits' }
    : IBAN.test(bare) && !isIbanSumRight(bare)
      ? { code: 'IBAN_CHECK_SUM', message: 'looks like an IBAN and has a wrong check sum' }
      : null;
  if (fault) throw invalid([{ pointer: '/account_number', ...fault }]);
  return bare;
}

/** What everybody may see of a number: its last four signs, never more than half of it. */
export function maskedAccountNumber(bare: string): string {
  const shown = Math.min(SHOWN, Math.floor(bare.length / 2));
  return '*'.repeat(bare.length - shown) + bare.slice(bare.length - shown);
}

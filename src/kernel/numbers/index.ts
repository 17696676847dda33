export { Rational } from './rational.js';
export { AMOUNT_SCALE, UNIT_COST_SCALE, allocateByLargestRemainder, lineAmount, sumAmounts } from './money.js';

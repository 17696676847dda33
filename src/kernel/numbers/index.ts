export { Rational } from './rational.js';
export { AMOUNT_SCALE, UNIT_COST_SCALE, allocateByLargestRemainder, lineAmount, negated, sumAmounts } from './money.js';

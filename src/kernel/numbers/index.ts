export { Rational } from './rational.js';
export {
  AMOUNT_SCALE,
  UNIT_COST_SCALE,
  allocateByLargestRemainder,
  lineAmount,
  negated,
  netAmount,
  percentOf,
  sumAmounts,
} from './money.js';

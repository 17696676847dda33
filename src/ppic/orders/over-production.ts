import { Rational } from '../../kernel/numbers/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';

const HUNDRED = Rational.of(100);

/**
 * The most good pieces that may be made for a target: `floor(target * (1 + percent / 100))`.
 * @param percent how far beyond the target; null: any number
 */
export function mostGood(target: number, percent: string | null): number | null {
  if (percent === null) return null;
  const factor = Rational.ONE.add(Rational.parse(percent).div(HUNDRED));
  return Number(Rational.of(target).mul(factor).floor());
}

/** @throws OVER_PRODUCTION when more good pieces than the company's settings allow would have been made */
export function assertNotBeyond(
  target: number,
  good: number,
  { over_production_percent }: { readonly over_production_percent: string | null },
): void {
  const most = mostGood(target, over_production_percent);
  if (most === null || good <= most) return;
  throw PPIC_ERRORS.OVER_PRODUCTION(`${good} good pieces are more than the ${most} that may be made for ${target}`, {
    target,
    most,
    good_quantity: good,
  });
}

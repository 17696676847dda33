import { Rational } from '../../kernel/numbers/index.js';
import type { Ratio } from '../orders/cumulative-requirements.js';

/** A component of which a part is to be met by another product. */
export interface Shared extends Ratio {
  /** Pieces for all that is planned. */
  readonly required_quantity: number;
}

/** Pieces of the substitute for pieces of the component. */
export interface SubstituteRatio {
  readonly numerator: number;
  readonly denominator: number;
}

/** What of the need stays with the component, and what becomes the substitute's: pieces for each piece processed. */
export interface Shares {
  readonly component: Ratio;
  readonly substitute: Ratio;
}

/**
 * Splits a need: of `required_quantity` pieces, `quantity` are met by the substitute. Every processed piece is made of both in that proportion, so each
 * of the two needs is cumulative by itself, and ten reports of one still consume what one report of ten does; where the parts are no whole
 * pieces each is rounded up, at most one piece of either more than the whole would have been.
 */
export function splitNeed(need: Shared, quantity: number, ratio: SubstituteRatio): Shares {
  const whole = rational(need);
  const part = Rational.of(quantity, need.required_quantity);
  return {
    component: text(whole.mul(Rational.ONE.sub(part))),
    substitute: text(whole.mul(part).mul(Rational.of(ratio.numerator, ratio.denominator))),
  };
}

/** The need as it was before: what stayed with the component, and what the substitute met of it. */
export function joinNeed(component: Ratio, substitute: Ratio, ratio: SubstituteRatio): Ratio {
  const met = rational(substitute).mul(Rational.of(ratio.denominator, ratio.numerator));
  return text(rational(component).add(met));
}

/** How many pieces of the component so many of the substitute can stand for. */
export function metBy(free: number, { numerator, denominator }: SubstituteRatio): number {
  return Number(Rational.of(free).mul(Rational.of(denominator, numerator)).floor());
}

function rational({ numerator, denominator }: Ratio): Rational {
  return Rational.of(BigInt(numerator), BigInt(denominator));
}

function text(value: Rational): Ratio {
  return { numerator: value.numerator.toString(), denominator: value.denominator.toString() };
}

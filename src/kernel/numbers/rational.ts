/**
 * An exact fraction of two whole numbers, always in lowest terms with a positive denominator. It is what conversion factors,
 * scrap percentages and cost shares are computed with, so that nothing is rounded before the one place where a rule says so.
 */
export class Rational {
  private constructor(
    readonly numerator: bigint,
    readonly denominator: bigint,
  ) {}

  static readonly ZERO = new Rational(0n, 1n);
  static readonly ONE = new Rational(1n, 1n);

  /** `numerator / denominator`. @throws RangeError when the denominator is zero. */
  static of(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
    let top = BigInt(numerator);
    let bottom = BigInt(denominator);
    if (bottom === 0n) throw new RangeError('A fraction cannot have a denominator of zero');
    if (bottom < 0n) [top, bottom] = [-top, -bottom];
    const divisor = greatestCommonDivisor(top < 0n ? -top : top, bottom);
    return divisor > 1n ? new Rational(top / divisor, bottom / divisor) : new Rational(top, bottom);
  }

  /** Reads a plain decimal such as `-12.340`; no exponent. @throws RangeError on any other text. */
  static parse(text: string): Rational {
    const match = /^(-?)(\d{1,60})(?:\.(\d{1,60}))?$/.exec(text);
    if (!match) throw new RangeError(`Not a plain decimal number: ${text.slice(0, 40)}`);
    const fraction = match[3] ?? '';
    const magnitude = BigInt(`${match[2]}${fraction}`);
    return Rational.of(match[1] ? -magnitude : magnitude, 10n ** BigInt(fraction.length));
  }

  add(other: Rational): Rational {
    return Rational.of(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }

  sub(other: Rational): Rational {
    return this.add(Rational.of(-other.numerator, other.denominator));
  }

  mul(other: Rational): Rational {
    return Rational.of(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  /** @throws RangeError when dividing by zero. */
  div(other: Rational): Rational {
    return Rational.of(this.numerator * other.denominator, this.denominator * other.numerator);
  }

  /** -1, 0 or 1 as this is below, equal to or above the other. */
  compare(other: Rational): -1 | 0 | 1 {
    const difference = this.numerator * other.denominator - other.numerator * this.denominator;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  get isInteger(): boolean {
    return this.denominator === 1n;
  }

  /** The largest whole number not above this one. */
  floor(): bigint {
    const quotient = this.numerator / this.denominator;
    return this.numerator < 0n && quotient * this.denominator !== this.numerator ? quotient - 1n : quotient;
  }

  /** The smallest whole number not below this one. */
  ceil(): bigint {
    return -Rational.of(-this.numerator, this.denominator).floor();
  }

  /** A decimal text with exactly `scale` places, halves away from zero, as PostgreSQL's `round(numeric, scale)` does. */
  toFixed(scale: number): string {
    const negative = this.numerator < 0n;
    const scaled = (negative ? -this.numerator : this.numerator) * 10n ** BigInt(scale);
    const units = (2n * scaled + this.denominator) / (2n * this.denominator);
    const digits = units.toString().padStart(scale + 1, '0');
    const whole = digits.slice(0, digits.length - scale);
    const text = scale === 0 ? whole : `${whole}.${digits.slice(digits.length - scale)}`;
    return negative && units !== 0n ? `-${text}` : text;
  }
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}

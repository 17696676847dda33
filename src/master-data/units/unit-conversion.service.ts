import { Injectable } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Rational } from '../../kernel/numbers/index.js';
import { MASTER_DATA_ERRORS } from '../master-data.errors.js';
import { UnitConversionsRepository } from './unit-conversions.repository.js';
import type { ConversionDto, ConvertQuery, ReachableUnitDto } from './units.dto.js';
import { fractionText, roundedQuantity } from './rounding.js';
import { UnitGraph, exactQuantity } from './unit-graph.js';

/** Exact conversion of quantities between units. A result that is not whole is refused, unless the unit's rule says how to round it. */
@Injectable()
export class UnitConversion {
  constructor(private readonly conversions: UnitConversionsRepository) {}

  /** The conversions that hold for some products, read once: for work on many quantities. */
  async graph(productIds: readonly string[] = []): Promise<UnitGraph> {
    return new UnitGraph(await this.conversions.edges(productIds));
  }

  /**
   * How many of `to` one `from` is, for a product or in general.
   * @throws NO_CONVERSION
   */
  async factor(from: string, to: string, productId: string | null = null): Promise<Rational> {
    if (from === to) return Rational.ONE;
    const graph = await this.graph(productId === null ? [] : [productId]);
    const factor = graph.factor(from, to, productId);
    if (!factor) throw await this.noConversion(from, to);
    return factor;
  }

  /**
   * A whole quantity of one unit in another.
   * @throws NO_CONVERSION when no path leads there; INEXACT_CONVERSION when the result is not whole; VALUE_OUT_OF_RANGE past 2^53 - 1
   */
  async convert(quantity: number, from: string, to: string, productId: string | null = null): Promise<number> {
    return wholeQuantity(quantity, await this.factor(from, to, productId));
  }

  /** A conversion with the factor that it was made with, as an answer. */
  async explain({ quantity, from_unit_id, to_unit_id, product_id }: ConvertQuery): Promise<ConversionDto> {
    const factor = await this.factor(from_unit_id, to_unit_id, product_id ?? null);
    const exact = Rational.of(quantity).mul(factor);
    const [rule] = await this.conversions.units([to_unit_id]);
    const rounded = rule && roundedQuantity(exact, rule);
    const converted = rounded == null ? wholeQuantity(quantity, factor) : safeQuantity(rounded);
    return {
      quantity,
      from_unit_id,
      to_unit_id,
      product_id: product_id ?? null,
      converted,
      difference: fractionText(Rational.of(converted).sub(exact)),
      numerator: String(factor.numerator),
      denominator: String(factor.denominator),
    };
  }

  /** The units that a product's stock unit can be expressed in, with what one of each is in stock units. */
  async unitsOf(productId: string, stockUnitId: string): Promise<ReachableUnitDto[]> {
    const graph = await this.graph([productId]);
    const reachable = graph.reachable(stockUnitId, productId);
    const units = await this.conversions.units([...reachable.keys()]);
    return units.map(({ id, code, name }) => {
      const perStockUnit = reachable.get(id)!;
      return {
        unit_id: id,
        code,
        name,
        numerator: String(perStockUnit.denominator),
        denominator: String(perStockUnit.numerator),
      };
    });
  }

  private async noConversion(from: string, to: string): Promise<Error> {
    const codes = new Map((await this.conversions.units([from, to])).map(({ id, code }) => [id, code]));
    const missing = [from, to].filter((id) => !codes.has(id));
    if (missing.length) return KERNEL_ERRORS.REFERENCE_NOT_FOUND(`There is no unit ${missing.join(', ')}`);
    return MASTER_DATA_ERRORS.NO_CONVERSION(`No conversions lead from ${codes.get(from)} to ${codes.get(to)}`, {
      from_unit_id: from,
      to_unit_id: to,
    });
  }
}

/** `quantity * factor` as a whole number. @throws INEXACT_CONVERSION, VALUE_OUT_OF_RANGE */
export function wholeQuantity(quantity: number, factor: Rational): number {
  const whole = exactQuantity(quantity, factor);
  if (whole === null) {
    throw MASTER_DATA_ERRORS.INEXACT_CONVERSION(
      `${quantity} x ${factor.numerator}/${factor.denominator} is not a whole number; it is for multiples of ${factor.denominator}`,
      { quantity, factor: `${factor.numerator}/${factor.denominator}`, multiple: String(factor.denominator) },
    );
  }
  return safeQuantity(whole);
}

function safeQuantity(whole: bigint): number {
  if (whole > BigInt(Number.MAX_SAFE_INTEGER)) throw KERNEL_ERRORS.VALUE_OUT_OF_RANGE();
  return Number(whole);
}

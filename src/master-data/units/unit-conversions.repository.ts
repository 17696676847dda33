import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { RoundingRule } from './rounding.js';
import type { UnitEdge } from './unit-graph.js';

/** The questions about units and what they are of each other. */
@Injectable()
export class UnitConversionsRepository {
  constructor(private readonly db: Database) {}

  /** The general conversions and those of the given products. */
  edges(productIds: readonly string[]): Promise<UnitEdge[]> {
    return this.db.query<UnitEdge>(
      `select from_unit_id, to_unit_id, product_id, numerator, denominator from erp.unit_conversions
        where product_id is null or product_id = any($1::uuid[])`,
      [productIds],
    );
  }

  /** Code, name and rounding rule of units, by id. */
  units(ids: readonly string[]): Promise<({ id: string; code: string; name: string } & RoundingRule)[]> {
    return this.db.query(
      'select id, code, name, rounding, rounding_increment from erp.units where id = any($1::uuid[]) order by code',
      [ids],
    );
  }
}

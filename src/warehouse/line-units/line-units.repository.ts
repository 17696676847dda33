import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { Rational } from '../../kernel/numbers/index.js';
import type { ProductUnits, SaidQuantity } from './line-quantities.js';

/** The words of a line, and the ledger lines that it became. */
export interface KeptWords extends Omit<SaidQuantity, 'field'> {
  readonly first_line_no: number;
  readonly last_line_no: number;
}

/** Questions about the units of products, and what documents said in them. */
@Injectable()
export class LineUnitsRepository {
  constructor(private readonly db: Database) {}

  products(ids: readonly string[]): Promise<ProductUnits[]> {
    return this.db.query<ProductUnits>(
      `select p.id, p.unit_id, p.purchase_unit_id, p.sales_unit_id, u.rounding, u.rounding_increment
         from erp.products p join erp.units u on u.id = p.unit_id where p.id = any($1::uuid[])`,
      [ids],
    );
  }

  units(ids: readonly string[], codes: readonly string[]): Promise<{ id: string; code: string }[]> {
    return this.db.query('select id, code from erp.units where id = any($1::uuid[]) or code = any($2::text[])', [
      ids,
      codes,
    ]);
  }

  /** Keeps what a document that is no movement said, in place of what it said of the same quantity before. */
  async keepOf(document_type: string, words: readonly (SaidQuantity & { document_id: string })[]): Promise<void> {
    const rows = words.map(({ factor, ...said }) => ({
      ...said,
      factor_numerator: String(factor.numerator),
      factor_denominator: String(factor.denominator),
    }));
    await this.db.query(
      `insert into erp.document_line_units (document_type, document_id, line_no, field, product_id, unit_id, unit_quantity, quantity, factor_numerator, factor_denominator)
       select $1, w.document_id, w.line_no, w.field, w.product_id, w.unit_id, w.unit_quantity, w.quantity, w.factor_numerator, w.factor_denominator
         from jsonb_to_recordset($2::jsonb) w (document_id uuid, line_no integer, field text, product_id uuid, unit_id uuid, unit_quantity numeric, quantity bigint,
                factor_numerator numeric, factor_denominator numeric)`,
      [document_type, JSON.stringify(rows)],
    );
  }

  /** What a document said, in the order of its lines. */
  async said(document_type: string, document_id: string): Promise<SaidQuantity[]> {
    const rows = await this.db.query<SaidQuantity & { factor_numerator: string; factor_denominator: string }>(
      `select w.line_no, w.field, w.product_id, w.unit_id, u.code as unit_code, trim_scale(w.unit_quantity)::text as unit_quantity, null as unit_cost, w.quantity,
              w.factor_numerator::text, w.factor_denominator::text
         from erp.document_line_units w join erp.units u on u.id = w.unit_id
        where w.document_type = $1 and w.document_id = $2 order by w.line_no, w.field`,
      [document_type, document_id],
    );
    return rows.map(({ factor_numerator, factor_denominator, ...words }) => ({
      ...words,
      factor: Rational.of(BigInt(factor_numerator), BigInt(factor_denominator)),
    }));
  }

  /** What a draft said of a quantity that is now said otherwise. */
  async forget(document_type: string, document_id: string): Promise<void> {
    await this.db.query('delete from erp.document_line_units where document_type = $1 and document_id = $2', [
      document_type,
      document_id,
    ]);
  }

  /** Keeps what the lines of a posted movement said, in the transaction of its posting. */
  async keep(movementId: string, words: readonly KeptWords[]): Promise<void> {
    const rows = words.map(({ factor, ...said }) => ({
      ...said,
      factor_numerator: String(factor.numerator),
      factor_denominator: String(factor.denominator),
    }));
    await this.db.query(
      `insert into erp.movement_line_units (movement_id, line_no, first_line_no, last_line_no, product_id, unit_id, unit_quantity, unit_cost, quantity,
              factor_numerator, factor_denominator)
       select $1, w.line_no, w.first_line_no, w.last_line_no, w.product_id, w.unit_id, w.unit_quantity, w.unit_cost, w.quantity, w.factor_numerator, w.factor_denominator
         from jsonb_to_recordset($2::jsonb) w (line_no integer, first_line_no integer, last_line_no integer, product_id uuid, unit_id uuid, unit_quantity numeric,
                unit_cost numeric, quantity bigint, factor_numerator numeric, factor_denominator numeric)`,
      [movementId, JSON.stringify(rows)],
    );
  }

  /** What the lines of a movement said, in the order of its document. */
  async of(movementId: string): Promise<KeptWords[]> {
    const rows = await this.db.query<KeptWords & { factor_numerator: string; factor_denominator: string }>(
      `select w.line_no, w.first_line_no, w.last_line_no, w.product_id, w.unit_id, u.code as unit_code, trim_scale(w.unit_quantity)::text as unit_quantity,
              w.unit_cost::text, w.quantity, w.factor_numerator::text, w.factor_denominator::text
         from erp.movement_line_units w join erp.units u on u.id = w.unit_id where w.movement_id = $1 order by w.line_no`,
      [movementId],
    );
    return rows.map(({ factor_numerator, factor_denominator, ...words }) => ({
      ...words,
      factor: Rational.of(BigInt(factor_numerator), BigInt(factor_denominator)),
    }));
  }
}

import { Injectable } from '@nestjs/common';
import { UnitConversion, fractionText } from '../../master-data/index.js';
import type { MovementLineDraft, PostedMovement } from '../stock/movement-draft.js';
import { countedLines, differenceOf, unitFaults } from './line-quantities.js';
import type { Counted, SaidQuantity, UnitLine, UsualUnit } from './line-quantities.js';
import type { LineUnitDto } from './line-units.dto.js';
import { LineUnitsRepository } from './line-units.repository.js';
import type { KeptWords } from './line-units.repository.js';

/** Quantities that documents give in purchase, sales or other units: in pieces for the ledger, in their own words for those who read them. */
@Injectable()
export class LineUnits {
  constructor(
    private readonly conversion: UnitConversion,
    private readonly repository: LineUnitsRepository,
  ) {}

  /**
   * The lines in pieces of the stock unit, with all faults of their quantities. Three statements however many lines there are, none when no
   * line names a unit.
   */
  async count<Line extends UnitLine>(lines: readonly Line[], usual: UsualUnit = 'stock'): Promise<Counted<Line>> {
    const faults = unitFaults(lines);
    const inUnits = lines.filter(({ unit_quantity }) => unit_quantity != null);
    if (inUnits.length === 0 || faults.length > 0)
      return { lines: lines.map((line) => ({ ...line, quantity: line.quantity ?? 0 })), said: [], faults };
    const ids = [...new Set(inUnits.map(({ product_id }) => product_id))];
    const [products, graph] = [await this.repository.products(ids), await this.conversion.graph(ids)];
    const unitIds = [
      ...products.flatMap(({ unit_id, purchase_unit_id, sales_unit_id }) => [unit_id, purchase_unit_id, sales_unit_id]),
      ...inUnits.map(({ unit_id }) => unit_id ?? null),
    ].filter((id) => id !== null);
    const units = await this.repository.units([...new Set(unitIds)]);
    const facts = {
      products: new Map(products.map((product) => [product.id, product])),
      codes: new Map(units.map(({ id, code }) => [id, code])),
      graph,
    };
    return countedLines(lines, facts, usual);
  }

  /**
   * Keeps what a document said beside the movement it became, and shows it in the answer.
   * @param draft the lines as they were posted, each with its place in the document
   */
  async keep(
    posted: PostedMovement,
    draft: readonly MovementLineDraft[],
    said: readonly SaidQuantity[],
  ): Promise<PostedMovement & { units?: LineUnitDto[] }> {
    if (said.length === 0) return posted;
    const ranges = ledgerLinesOf(posted, draft);
    const words = said.map((each): KeptWords => ({ ...each, ...ranges.get(each.line_no)! }));
    await this.repository.keep(posted.id, words);
    return { ...posted, units: words.map(shown) };
  }

  async of(movementId: string): Promise<LineUnitDto[]> {
    return (await this.repository.of(movementId)).map(shown);
  }
}

/** Which ledger lines each line of the document became: a line that is picked in several places becomes several, one after the other. */
export function ledgerLinesOf(
  posted: Pick<PostedMovement, 'lines'>,
  draft: readonly Pick<MovementLineDraft, 'place' | 'quantity'>[],
): Map<number, { first_line_no: number; last_line_no: number }> {
  const ranges = new Map<number, { first_line_no: number; last_line_no: number }>();
  let next = 0;
  draft.forEach(({ place, quantity }, index) => {
    const first = posted.lines[next]!.line_no;
    for (let left = quantity; left > 0; next += 1) left -= posted.lines[next]!.quantity;
    const line = place ?? index + 1;
    const last_line_no = posted.lines[next - 1]!.line_no;
    ranges.set(line, { first_line_no: ranges.get(line)?.first_line_no ?? first, last_line_no });
  });
  return ranges;
}

function shown({ factor, ...said }: KeptWords): LineUnitDto {
  return {
    ...said,
    numerator: String(factor.numerator),
    denominator: String(factor.denominator),
    difference: fractionText(differenceOf({ ...said, factor })),
  };
}

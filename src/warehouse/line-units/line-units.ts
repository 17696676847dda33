import { Injectable } from '@nestjs/common';
import { refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { UnitConversion, fractionText } from '../../master-data/index.js';
import type { MovementLineDraft, PostedMovement } from '../stock/movement-draft.js';
import { countedLines, differenceOf, namedQuantities, unitFaults } from './line-quantities.js';
import type { Counted, SaidQuantity, UnitLine, Usual, UsualUnit } from './line-quantities.js';
import type { DocumentUnitDto, LineUnitDto } from './line-units.dto.js';
import { LineUnitsRepository } from './line-units.repository.js';
import type { KeptWords } from './line-units.repository.js';

/** Quantities of one thing, in pieces. */
export interface NamedPieces<Name extends string> {
  readonly pieces: Record<`${Name}_quantity`, number>;
  readonly said: SaidQuantity[];
  readonly faults: FieldError[];
}

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
  async count<Line extends UnitLine>(lines: readonly Line[], usual: Usual<Line> = 'stock'): Promise<Counted<Line>> {
    const faults = unitFaults(lines);
    const inUnits = lines.filter(({ unit_quantity }) => unit_quantity != null);
    if (inUnits.length === 0)
      return { lines: lines.map((line) => ({ ...line, quantity: line.quantity ?? 0 })), said: [], faults };
    const ids = [...new Set(inUnits.map(({ product_id }) => product_id))];
    const [products, graph] = [await this.repository.products(ids), await this.conversion.graph(ids)];
    const unitIds = [
      ...products.flatMap(({ unit_id, purchase_unit_id, sales_unit_id }) => [unit_id, purchase_unit_id, sales_unit_id]),
      ...inUnits.map(({ unit_id }) => unit_id ?? null),
    ].filter((id) => id !== null);
    const unitCodes = inUnits.flatMap(({ unit_code }) => unit_code ?? []);
    const units = await this.repository.units([...new Set(unitIds)], [...new Set(unitCodes)]);
    const facts = {
      products: new Map(products.map((product) => [product.id, product])),
      codes: new Map(units.map(({ id, code }) => [id, code])),
      ids: new Map(units.map(({ id, code }) => [code, id])),
      graph,
    };
    const counted = countedLines(lines, facts, usual);
    return { ...counted, faults: onePerPlace([...faults, ...counted.faults]) };
  }

  /** The lines in pieces. @throws VALIDATION_FAILED with every fault, those given included */
  async counted<Line extends UnitLine>(
    lines: readonly Line[],
    usual: Usual<Line> = 'stock',
    others: readonly FieldError[] = [],
  ): Promise<Omit<Counted<Line>, 'faults'>> {
    const { faults, ...counted } = await this.count(lines, usual);
    refuse(onePerPlace([...others, ...faults]));
    return counted;
  }

  /**
   * The quantities of one thing that a document names, such as `good_quantity` or `good_unit_quantity`, in pieces, with all faults.
   * @param optional whether one that is not said is no piece; otherwise it must be said
   */
  async named<Name extends string>(
    source: object,
    product_id: string,
    names: readonly Name[],
    { usual = 'stock', optional = false }: { usual?: UsualUnit; optional?: boolean } = {},
  ): Promise<NamedPieces<Name>> {
    const { lines, said, faults } = await this.count(
      namedQuantities(source, names, { product_id, at: '' }, optional),
      usual,
    );
    const pieces = Object.fromEntries(lines.map(({ name, quantity }) => [`${name}_quantity`, quantity]));
    return {
      pieces: pieces as Record<`${Name}_quantity`, number>,
      said: said.map((each) => ({ ...each, line_no: 1 })),
      faults: onePerPlace(faults),
    };
  }

  /** Keeps what a document that is no movement said beside its own rows. */
  async keepOf(document_type: string, document_id: string, said: readonly SaidQuantity[]): Promise<void> {
    await this.keepOfMany(
      document_type,
      said.map((each) => ({ ...each, document_id })),
    );
  }

  async keepOfMany(document_type: string, said: readonly (SaidQuantity & { document_id: string })[]): Promise<void> {
    if (said.length > 0) await this.repository.keepOf(document_type, said);
  }

  /** What a document said, to be said again of the movement that it becomes. */
  said(document_type: string, document_id: string): Promise<SaidQuantity[]> {
    return this.repository.said(document_type, document_id);
  }

  /** What a draft said goes when it says otherwise. */
  async forget(document_type: string, document_id: string): Promise<void> {
    await this.repository.forget(document_type, document_id);
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
    const words = said
      .filter(({ line_no }) => ranges.has(line_no))
      .map(({ field: _, ...each }): KeptWords => ({ ...each, ...ranges.get(each.line_no)! }));
    if (words.length === 0) return posted;
    await this.repository.keep(posted.id, words);
    return { ...posted, units: words.map(shown) };
  }

  async of(movementId: string): Promise<LineUnitDto[]> {
    return (await this.repository.of(movementId)).map(shown);
  }
}

/** What was said, in the words of an answer. */
export function documentUnits(said: readonly SaidQuantity[]): DocumentUnitDto[] {
  return said.map(({ factor, unit_cost: _, ...words }) => ({
    ...words,
    numerator: String(factor.numerator),
    denominator: String(factor.denominator),
    difference: fractionText(differenceOf({ ...words, factor })),
  }));
}

/** One fault of a kind in a place: the unit of three quantities is wrong once. */
function onePerPlace(faults: readonly FieldError[]): FieldError[] {
  return [...new Map(faults.map((fault) => [`${fault.pointer} ${fault.code}`, fault])).values()];
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

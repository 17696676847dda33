import { Rational } from '../../kernel/numbers/index.js';
import type { IssueMethod, LineKind } from './bom-structure.js';

/** A line as comparing looks at it; percentages are equal as numbers, not as texts. */
export interface ComparedLine {
  readonly line_no: number;
  readonly kind: LineKind;
  readonly component_id: string;
  readonly sku?: string;
  readonly quantity: number;
  readonly scrap_percent: string;
  readonly cost_share_percent: string;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
  readonly operation: string | null;
  readonly issue_method: IssueMethod;
  readonly notes: string | null;
  readonly external_id: string | null;
  readonly substitutes: readonly { readonly component_id: string; readonly sku?: string; readonly quantity: number }[];
}

export interface ComparedBom {
  readonly revision: string;
  readonly type: string;
  readonly output_quantity: number;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
  readonly notes: string | null;
  readonly external_id: string | null;
  readonly lines: readonly ComparedLine[];
}

/** One figure that differs, as text. */
export interface FieldChange {
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

export interface LineChange {
  readonly change: 'added' | 'removed' | 'changed';
  readonly kind: LineKind;
  readonly component_id: string;
  readonly sku: string;
  readonly from_line_no: number | null;
  readonly to_line_no: number | null;
  readonly fields: readonly FieldChange[];
}

/** Whether two bills say the same, down to line numbers and notes. */
export function sameContent(a: ComparedBom, b: ComparedBom): boolean {
  const content = (bom: ComparedBom): string =>
    JSON.stringify([
      bom.revision,
      bom.type,
      bom.output_quantity,
      bom.valid_from,
      bom.valid_to,
      bom.notes,
      bom.external_id,
      [...bom.lines]
        .sort((x, y) => x.line_no - y.line_no)
        .map((line) => [
          line.line_no,
          line.kind,
          line.component_id,
          line.quantity,
          plain(line.scrap_percent),
          plain(line.cost_share_percent),
          line.valid_from,
          line.valid_to,
          line.operation,
          line.issue_method,
          line.notes,
          line.external_id,
          line.substitutes.map((substitute) => [substitute.component_id, substitute.quantity]),
        ]),
    ]);
  return content(a) === content(b);
}

/** What differs in the headers of two bills. */
export function compareHeaders(from: ComparedBom, to: ComparedBom): FieldChange[] {
  return changes([
    ['revision', from.revision, to.revision],
    ['type', from.type, to.type],
    ['output_quantity', String(from.output_quantity), String(to.output_quantity)],
    ['valid_from', from.valid_from, to.valid_from],
    ['valid_to', from.valid_to, to.valid_to],
  ]);
}

/**
 * What differs in the lines. A line is the same line when its kind and component are (several of them are paired in their
 * order). Quantities are compared for one piece, so 24 for a dozen and 2 for one are no difference.
 */
export function compareLines(from: ComparedBom, to: ComparedBom): LineChange[] {
  const waiting = new Map<string, ComparedLine[]>();
  for (const line of to.lines) waiting.set(keyOf(line), [...(waiting.get(keyOf(line)) ?? []), line]);
  const result: LineChange[] = [];
  for (const line of from.lines) {
    const twin = waiting.get(keyOf(line))?.shift();
    if (!twin) {
      result.push(lineChange('removed', line, line, undefined, []));
      continue;
    }
    const fields = compareLine(line, from.output_quantity, twin, to.output_quantity);
    if (fields.length > 0) result.push(lineChange('changed', line, line, twin, fields));
  }
  const added = [...waiting.values()].flat().sort((a, b) => a.line_no - b.line_no);
  return [...result, ...added.map((line) => lineChange('added', line, undefined, line, []))];
}

function compareLine(from: ComparedLine, fromOutput: number, to: ComparedLine, toOutput: number): FieldChange[] {
  return changes([
    ['quantity_per_piece', perPiece(from.quantity, fromOutput), perPiece(to.quantity, toOutput)],
    ['scrap_percent', plain(from.scrap_percent), plain(to.scrap_percent)],
    ['cost_share_percent', plain(from.cost_share_percent), plain(to.cost_share_percent)],
    ['valid_from', from.valid_from, to.valid_from],
    ['valid_to', from.valid_to, to.valid_to],
    ['operation', from.operation, to.operation],
    ['issue_method', from.issue_method, to.issue_method],
    ['substitutes', substitutes(from, fromOutput), substitutes(to, toOutput)],
  ]);
}

function changes(fields: [field: string, from: string | null, to: string | null][]): FieldChange[] {
  return fields.filter(([, from, to]) => from !== to).map(([field, from, to]) => ({ field, from, to }));
}

function lineChange(
  change: LineChange['change'],
  { kind, component_id, sku = '' }: ComparedLine,
  from: ComparedLine | undefined,
  to: ComparedLine | undefined,
  fields: readonly FieldChange[],
): LineChange {
  return {
    change,
    kind,
    component_id,
    sku,
    from_line_no: from?.line_no ?? null,
    to_line_no: to?.line_no ?? null,
    fields,
  };
}

function keyOf({ kind, component_id }: ComparedLine): string {
  return `${kind} ${component_id}`;
}

function substitutes(line: ComparedLine, output: number): string {
  return line.substitutes
    .map(({ sku, component_id, quantity }) => `${sku ?? component_id} ${perPiece(quantity, output)}`)
    .join(', ');
}

/** An exact ratio in lowest terms: `2` or `3/2`. */
function perPiece(quantity: number, output: number): string {
  const { numerator, denominator } = Rational.of(quantity, output);
  return denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`;
}

/** A percentage with the four places of its column. */
function plain(percent: string): string {
  return Rational.parse(percent).toFixed(4);
}

/** One thing that a revision changes: of a line, or of the order itself where there is no line. */
export interface Difference {
  readonly line_no: number | null;
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** What of a line a revision can change. */
export const CHANGEABLE_FIELDS = [
  'unit_quantity',
  'quantity',
  'unit_price',
  'discount_percent',
  'tax_code',
  'tax_percent',
  'description',
  'needed_on',
  'promised_on',
  'is_closed_short',
] as const;

export type ChangeableLine = { readonly line_no: number; readonly product_id: string } & Readonly<
  Record<(typeof CHANGEABLE_FIELDS)[number], unknown>
>;

/** Of a changed line, what makes its confirmation void: what the supplier has to say anew. */
const CONFIRMED_FIELDS: ReadonlySet<string> = new Set([
  'unit_quantity',
  'quantity',
  'unit_price',
  'discount_percent',
  'needed_on',
  'promised_on',
]);

/** What is different, line by line in their order; a line that is new is told by its product and its figures. */
export function differences(before: readonly ChangeableLine[], after: readonly ChangeableLine[]): Difference[] {
  const known = new Map(before.map((line) => [line.line_no, line]));
  return after.flatMap((line) => {
    const old = known.get(line.line_no);
    const added = old ? [] : [{ line_no: line.line_no, field: 'product_id', from: null, to: line.product_id }];
    return [
      ...added,
      ...CHANGEABLE_FIELDS.flatMap((field): Difference[] => {
        const [from, to] = [old ? text(old[field]) : null, text(line[field])];
        const same = from === to || (!old && (to === null || to === 'false'));
        return same || (from !== null && to !== null && isSameNumber(from, to))
          ? []
          : [{ line_no: line.line_no, field, from, to }];
      }),
    ];
  });
}

/** The lines whose confirmation by the supplier does not hold any more. */
export function unconfirmedBy(changes: readonly Difference[]): Set<number> {
  return new Set(
    changes.flatMap(({ line_no, field }) => (line_no !== null && CONFIRMED_FIELDS.has(field) ? [line_no] : [])),
  );
}

function text(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value as string | number | boolean);
}

/** Decimals are the same number with and without the zeros after them. */
function isSameNumber(a: string, b: string): boolean {
  const decimal = /^\d+(\.\d+)?$/;
  const tidy = (value: string): string => (value.includes('.') ? value.replace(/\.?0+$/, '') : value);
  return decimal.test(a) && decimal.test(b) && tidy(a) === tidy(b);
}

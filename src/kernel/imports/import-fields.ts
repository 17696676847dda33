/** Where a reference leads: the file gives a code, an id or another system's id, the row keeps what `value` says. */
export interface ImportReference {
  readonly table: string;
  /** Column of the code by which people know the row. */
  readonly code: string;
  /** Codes differ by case: `A1` is not `a1`. */
  readonly exact?: boolean;
  /** Column of the referred row that is kept; its id by default. */
  readonly value?: string;
  /** Kind of row in `external_ids`. */
  readonly entity_type?: string;
  /** The code is looked for within the row's company only. */
  readonly in_company?: boolean;
  /** Leads to another row of the same table, which may stand in the same file. */
  readonly self?: boolean;
}

interface Common {
  /** What a person reads in the template's documentation. */
  readonly description: string;
  readonly example?: string;
  /** Must be there; for a field that is no part of the key this holds for new rows only. */
  readonly required?: boolean;
  /** Value of an empty cell. */
  readonly default?: string;
  /** Column of the target, when its name is another one than the field's. */
  readonly column?: string;
}

export type ImportField = Common &
  (
    | {
        readonly type: 'text';
        readonly min: number;
        readonly max: number;
        readonly exact?: boolean;
        readonly lines?: boolean;
      }
    | { readonly type: 'choice'; readonly values: readonly string[] }
    | { readonly type: 'integer' | 'quantity'; readonly min: number; readonly max: number }
    | { readonly type: 'decimal'; readonly digits: number; readonly scale: number; readonly max?: string }
    | { readonly type: 'boolean' | 'date' }
    | { readonly type: 'reference'; readonly reference: ImportReference }
    | { readonly type: 'attributes' }
  );

type Options = Common;

/** The kinds of field that an import definition is made of; sizes are those of the kernel's field decorators. */
export const importField = {
  /** A business code: 1 to 64 visible characters. `exact`: letters of another case make another code. */
  code: (options: Options & { exact?: boolean }): ImportField => ({ type: 'text', min: 1, max: 64, ...options }),
  text: (options: Options & { max?: number; lines?: boolean; exact?: boolean }): ImportField => ({
    type: 'text',
    min: 0,
    max: 200,
    ...options,
  }),
  choice: (values: readonly string[], options: Options): ImportField => ({ type: 'choice', values, ...options }),
  integer: (options: Options & { min?: number; max?: number }): ImportField => ({
    type: 'integer',
    min: 0,
    max: 2_147_483_647,
    ...options,
  }),
  /** Whole pieces of the stock unit. `12.00` is 12; `12.50` is refused. */
  quantity: (options: Options & { min?: number }): ImportField => ({
    type: 'quantity',
    min: 1,
    max: Number.MAX_SAFE_INTEGER,
    ...options,
  }),
  unitCost: (options: Options): ImportField => ({ type: 'decimal', digits: 13, scale: 6, ...options }),
  money: (options: Options): ImportField => ({ type: 'decimal', digits: 13, scale: 2, ...options }),
  percent: (options: Options): ImportField => ({ type: 'decimal', digits: 3, scale: 4, max: '100', ...options }),
  boolean: (options: Options): ImportField => ({ type: 'boolean', ...options }),
  date: (options: Options): ImportField => ({ type: 'date', ...options }),
  reference: (reference: ImportReference, options: Options): ImportField => ({
    type: 'reference',
    reference,
    ...options,
  }),
  /** Free attributes: one column each, `attributes.colour`. */
  attributes: (options: Options): ImportField => ({ type: 'attributes', ...options }),
} as const;

import type { ImportField } from './import-fields.js';

/** The table that an import keeps, one row of it for each row of the file. */
export interface ImportTarget {
  readonly table: string;
  /** Names of the fields that find the row again; texts are compared without regard to case unless the field says otherwise. */
  readonly key: readonly string[];
  /** A change bumps `version`. */
  readonly versioned: boolean;
}

/** A rule over the rows of a file, as SQL: the predicate may use `s`, a row of `import_row`, and is true for a row at fault. */
export interface ImportRule {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  /** The field at fault; null: the row as a whole. */
  readonly field: string | null;
  readonly message: string;
  readonly where: string;
}

/** An import that is more than rows of one table: its own static SQL over `import_row`. */
export interface ImportProcedure {
  /** SQL over `s` by which rows belong together: they are applied, or refused, as one. Rows are applied in this order. */
  readonly unit: string;
  /** SQL over `s` that is equal for two rows that say the same thing twice. */
  readonly key: readonly string[];
  /** Run once before the rules, for columns of `working_columns`. */
  readonly prepare: readonly string[];
  /**
   * Statements that apply the units from $1 to $2 that are neither rejected nor merged, and set `outcome` of each of their rows to
   * inserted, updated or unchanged.
   */
  readonly apply: readonly string[];
  /** Further columns of `import_row`, `name type`. */
  readonly working_columns: readonly string[];
}

/**
 * What a resource takes from a file. Definitions are data and lie with the module that owns the tables; the engine
 * (operations/imports) turns them into set-based SQL over the temporary table `import_row`, which has for each row of the file
 *
 *   row_no, line, unit_no, rejected, merged, outcome, new_id (for a new row), target_id (of the row found), company_id,
 *   each field by its name with its type, and for each reference the column it fills.
 */
export interface ImportDefinition {
  /** Name in `POST /imports/{resource}`. */
  readonly resource: string;
  readonly title: string;
  readonly description: string;
  /** All of them are needed. */
  readonly permissions: readonly string[];
  readonly fields: Readonly<Record<string, ImportField>>;
  /** Kind of row in `external_ids`; with it a file may name rows as its own system does. */
  readonly entity_type?: string;
  /** Rows belong to a company: field `company`, by default the one of the person who imports. */
  readonly company?: boolean;
  readonly target?: ImportTarget;
  readonly procedure?: ImportProcedure;
  readonly rules?: readonly ImportRule[];
}

const definitions = new Map<string, ImportDefinition>();

/** Declares, once and at load, what `POST /imports/{resource}` takes. */
export function defineImport(definition: ImportDefinition): ImportDefinition {
  const { resource, fields, target, procedure } = definition;
  if (definitions.has(resource)) throw new Error(`Import of ${resource} is declared twice`);
  if (!target === !procedure) throw new Error(`Import of ${resource} needs either a target or a procedure`);
  for (const name of target?.key ?? [])
    if (!(name in fields)) throw new Error(`Import of ${resource} has no field ${name}`);
  definitions.set(resource, definition);
  return definition;
}

/** Every resource that can be imported, in the order of the alphabet. */
export function importDefinitions(): ImportDefinition[] {
  return [...definitions.values()].sort((a, b) => a.resource.localeCompare(b.resource));
}

export function importDefinition(resource: string): ImportDefinition | undefined {
  return definitions.get(resource);
}

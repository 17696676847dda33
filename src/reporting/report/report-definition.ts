import type { ListDefinition } from '../../kernel/database/index.js';
import type { ScopeColumns } from '../../kernel/security/index.js';

/** What a column holds; decides how it is validated, documented and written. */
export type ColumnType =
  | 'uuid'
  | 'text'
  | 'quantity'
  | 'signed_quantity'
  | 'integer'
  | 'amount'
  | 'unit_cost'
  | 'percent'
  | 'date'
  | 'time'
  | 'boolean';

export interface ReportColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Heading and meaning, units included. */
  readonly title: string;
  readonly nullable?: boolean;
}

export interface ReportFilter {
  readonly name: string;
  readonly type: 'uuid' | 'date' | 'time' | 'boolean' | 'choice';
  /** What a choice may be. */
  readonly values?: readonly string[];
  /** SQL over the view (alias `r`), `?` for the value. */
  readonly sql: string;
  readonly description: string;
  readonly required?: boolean;
}

/** A report as data: one definition gives the JSON page, the CSV file, the validation of its filters and its documentation. */
export interface ReportDefinition {
  /** Its path below /reports. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly permission: string;
  /** A versioned view; reporting owns no tables. */
  readonly view: string;
  readonly columns: readonly ReportColumn[];
  readonly filters: readonly ReportFilter[];
  /** Names of columns that it can be sorted by. */
  readonly sorts: readonly string[];
  readonly default_sort: string;
  readonly search: readonly string[];
  /** Which columns place a row in a company and a warehouse. */
  readonly scope: ScopeColumns;
  /** Its figures speak of a whole company: refused to callers who are limited to some of its warehouses. */
  readonly whole_company?: boolean;
}

/** The list behind a report. `row_id` of the view is the tie-break. */
export function listOf(report: ReportDefinition): ListDefinition {
  return {
    select: report.columns.map(({ name }) => `r.${name}`).join(', '),
    from: `erp.${report.view} r`,
    id: 'r.row_id',
    sorts: Object.fromEntries(report.sorts.map((name) => [name, `r.${name}`])),
    default_sort: report.default_sort,
    search: report.search.map((name) => `r.${name}`),
    filters: Object.fromEntries(report.filters.map(({ name, sql }) => [name, sql])),
  };
}

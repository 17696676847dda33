import { AppError, KERNEL_ERRORS } from '../errors/index.js';

/** A list as data: where its rows come from, what it may be sorted and filtered by. Every sort key needs an index and no NULLs. */
export interface ListDefinition {
  readonly select: string;
  readonly from: string;
  /** SQL of the unique tie-break, e.g. `p.id`. */
  readonly id: string;
  readonly sorts: Readonly<Record<string, string>>;
  /** Name of a sort key, with a leading `-` for descending. */
  readonly default_sort: string;
  /** SQL texts that `q` is looked for in. */
  readonly search?: readonly string[];
  /** Name of a query parameter -> SQL with `?` for its value. */
  readonly filters?: Readonly<Record<string, string>>;
}

/** The common query of every list; filters are further members of the same object. */
export interface ListParameters {
  readonly limit?: number;
  readonly cursor?: string;
  readonly sort?: string;
  readonly q?: string;
  readonly include_total?: boolean;
}

export interface Page<Row> {
  readonly data: Row[];
  readonly next_cursor: string | null;
  readonly total?: number;
}

export const DEFAULT_LIMIT = 50;

export function defineList(definition: ListDefinition): ListDefinition {
  const key = definition.default_sort.replace(/^-/, '');
  if (!(key in definition.sorts)) throw new Error(`Default sort ${key} is not a sort key`);
  return definition;
}

interface Cursor {
  readonly sort: string;
  readonly value: string;
  readonly id: string;
}

export interface BuiltQuery {
  readonly sql: string;
  readonly params: unknown[];
  readonly count_sql: string;
  readonly count_params: unknown[];
  readonly sort: string;
  readonly limit: number;
}

/**
 * The SQL of one page. Keyset paging: the cursor holds the last row's sort value and id, so that inserts neither repeat nor skip
 * a row. One row more than asked is read to know whether there is a next page.
 * @throws UNKNOWN_QUERY_PARAMETER for a sort key or cursor that the list does not have
 */
export function buildPage(
  list: ListDefinition,
  query: ListParameters,
  extra: { where?: string; params?: readonly unknown[] } = {},
): BuiltQuery {
  const sort = query.sort ?? list.default_sort;
  const descending = sort.startsWith('-');
  const key = descending ? sort.slice(1) : sort;
  const expression = Object.hasOwn(list.sorts, key) ? list.sorts[key] : undefined;
  if (expression === undefined) {
    throw queryFault('?sort', `cannot be sorted by ${sort}; possible are ${Object.keys(list.sorts).join(', ')}`);
  }
  const params: unknown[] = [];
  const conditions: string[] = [];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  if (extra.where) {
    let next = 0;
    conditions.push(`(${extra.where.replace(/\?/g, () => bind(extra.params?.[next++]))})`);
  }
  for (const [name, template] of Object.entries(list.filters ?? {})) {
    const value = (query as Record<string, unknown>)[name];
    if (value === undefined) continue;
    const placeholder = bind(value);
    conditions.push(`(${template.replaceAll('?', placeholder)})`);
  }
  if (query.q !== undefined && list.search?.length) {
    const pattern = bind(`%${query.q.replace(/[\\%_]/g, '\\$&')}%`);
    conditions.push(`(${list.search.map((column) => `${column} ilike ${pattern}`).join(' or ')})`);
  }
  const where = (all: readonly string[]): string => (all.length ? ` where ${all.join(' and ')}` : '');
  const countSql = `select count(*) as total from ${list.from}${where(conditions)}`;
  const countParams = [...params];
  if (query.cursor !== undefined) {
    const cursor = readCursor(query.cursor, sort);
    conditions.push(
      `(${expression}, ${list.id}) ${descending ? '<' : '>'} (${bind(cursor.value)}, ${bind(cursor.id)})`,
    );
  }
  const direction = descending ? 'desc' : 'asc';
  const limit = query.limit ?? DEFAULT_LIMIT;
  const sql =
    `select ${list.select}, (${expression})::text as "__sort", (${list.id})::text as "__id" from ${list.from}${where(conditions)}` +
    ` order by ${expression} ${direction}, ${list.id} ${direction} limit ${bind(limit + 1)}`;
  return { sql, params, count_sql: countSql, count_params: countParams, sort, limit };
}

/** Cuts the extra row off and says where the next page begins. */
export function finishPage<Row>(
  rows: (Row & { __sort?: string; __id?: string })[],
  sort: string,
  limit: number,
): Page<Row> {
  const data = rows.length > limit ? rows.slice(0, limit) : rows;
  const last = rows.length > limit ? data.at(-1) : undefined;
  const next = last ? writeCursor({ sort, value: last.__sort ?? '', id: last.__id ?? '' }) : null;
  for (const row of data) {
    delete row.__sort;
    delete row.__id;
  }
  return { data, next_cursor: next };
}

function writeCursor({ sort, value, id }: Cursor): string {
  return Buffer.from(JSON.stringify([sort, value, id])).toString('base64url');
}

function readCursor(text: string, sort: string): Cursor {
  try {
    const parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown;
    if (
      Array.isArray(parts) &&
      parts.length === 3 &&
      parts.every((part) => typeof part === 'string' && !part.includes('\0'))
    ) {
      const [cursorSort, value, id] = parts as [string, string, string];
      if (cursorSort === sort && /^[\w:-]{1,128}$/.test(id)) return { sort, value, id };
    }
  } catch {
    // falls through to the refusal below
  }
  throw badCursor();
}

/** What a failed query of a later page means: a value that cannot be read as its type can only be a cursor made by hand. */
export function cursorFault(error: unknown): unknown {
  return error instanceof AppError && (error.entry.kind === 'malformed' || error.entry.kind === 'invalid')
    ? badCursor()
    : error;
}

function badCursor(): AppError {
  return queryFault('?cursor', 'is not a cursor that this list, sorted like this, has given out');
}

function queryFault(pointer: string, message: string): AppError {
  return KERNEL_ERRORS.UNKNOWN_QUERY_PARAMETER(`${pointer.slice(1)} ${message}`, {}, [
    { pointer, code: 'INVALID_VALUE', message },
  ]);
}

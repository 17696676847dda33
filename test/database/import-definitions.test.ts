import '../../src/app.module.js';
import { importDefinitions } from '../../src/kernel/imports/index.js';
import type { ImportDefinition } from '../../src/kernel/imports/index.js';
import { cloneDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

interface Column {
  readonly table: string;
  readonly column: string;
  readonly nullable: boolean;
}

/** What does not fit between a definition and the table that it fills. */
function faultsOf({ resource, target, fields }: ImportDefinition, columns: readonly Column[]): string[] {
  if (!target) return [];
  const table = new Map(
    columns.filter(({ table }) => `erp.${table}` === target.table).map((column) => [column.column, column]),
  );
  return Object.entries(fields).flatMap(([name, field]) => {
    const column = field.column ?? (field.type === 'reference' ? `${name}_id` : name);
    const found = table.get(column);
    if (!found) return [`${resource}.${name}: ${target.table} has no column ${column}`];
    const mayBeEmpty = !field.required && field.default === undefined && field.type !== 'attributes';
    if (mayBeEmpty && !found.nullable) return [`${resource}.${name}: an empty cell would put null into ${column}`];
    return [];
  });
}

describe('every import definition', () => {
  let database: TestDatabase;
  let columns: Column[];
  beforeAll(async () => {
    database = await cloneDatabase();
    const { rows } = await database.pool().query<Column>(
      `select c.relname as table, a.attname as column, not a.attnotnull as nullable from pg_attribute a join pg_class c on c.oid = a.attrelid
        where c.relnamespace = 'erp'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`,
    );
    columns = rows;
  });
  afterAll(() => database.drop());

  it('fits its table: columns are there, and an empty cell puts no null where none may be', () => {
    expect(importDefinitions().length).toBeGreaterThanOrEqual(10);
    expect(importDefinitions().flatMap((definition) => faultsOf(definition, columns))).toEqual([]);
  });

  it('is found not to fit when it does not', () => {
    const [units] = importDefinitions().filter(({ resource }) => resource === 'units');
    const { required: _, ...name } = units!.fields['name']!;
    const planted = { ...units!, fields: { ...units!.fields, name: name as never, colour: units!.fields['code']! } };
    expect(faultsOf(planted, columns)).toEqual([
      'units.name: an empty cell would put null into name',
      'units.colour: erp.units has no column colour',
    ]);
  });

  it('refers to tables and codes that are there', () => {
    const references = importDefinitions().flatMap(({ resource, fields }) =>
      Object.entries(fields).flatMap(([name, field]) =>
        field.type === 'reference' ? [{ at: `${resource}.${name}`, ...field.reference }] : [],
      ),
    );
    expect(references.length).toBeGreaterThan(15);
    const known = new Set(columns.map(({ table, column }) => `erp.${table}.${column}`));
    expect(
      references.filter(
        ({ table, code, value = 'id' }) => !known.has(`${table}.${code}`) || !known.has(`${table}.${value}`),
      ),
    ).toEqual([]);
  });

  it('has an example for each required field', () => {
    const silent = importDefinitions().flatMap(({ resource, fields }) =>
      Object.entries(fields).flatMap(([name, { required, example, default: fallback }]) =>
        required && example === undefined && fallback === undefined ? [`${resource}.${name}`] : [],
      ),
    );
    expect(silent).toEqual([]);
  });
});

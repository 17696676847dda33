import type { DataSource, EntityMetadata } from 'typeorm';

export type EntityClass<E extends object> = new () => E;

/** SQL for whole rows of one table, made from its entity: the columns are written down once, in the entity. */
export class EntitySql {
  private readonly metadata: EntityMetadata;
  private readonly columns: ReadonlyMap<string, string>;
  readonly table: string;
  readonly versioned: boolean;

  constructor(source: DataSource, entity: EntityClass<object>) {
    this.metadata = source.getMetadata(entity);
    this.table = `${this.metadata.schema ?? 'erp'}.${this.metadata.tableName}`;
    this.columns = new Map(
      this.metadata.columns.map((column) => [
        column.databaseName,
        column.isArray ? `${String(column.type)}[]` : String(column.type),
      ]),
    );
    this.versioned = this.columns.has('version');
  }

  /** What a 404 calls the row: the class name in words. */
  get label(): string {
    return this.metadata.name.replace(/Entity$/, '').replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
  }

  get returning(): string {
    return [...this.columns.keys()].join(', ');
  }

  /** Columns of the row that are given (not undefined), with their values as the driver takes them. */
  given(values: object): { names: string[]; params: unknown[] } {
    const names: string[] = [];
    const params: unknown[] = [];
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) continue;
      names.push(name);
      params.push(this.parameter(name, value));
    }
    return { names, params };
  }

  insert(values: object): { sql: string; params: unknown[] } {
    const { names, params } = this.given(values);
    const list = names.length
      ? `(${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`
      : 'default values';
    return { sql: `insert into ${this.table} ${list} returning ${this.returning}`, params };
  }

  /** One statement for many rows; every row gives the same columns as the first. */
  insertMany(rows: readonly object[]): { sql: string; params: unknown[] } {
    const names = Object.keys(rows[0] ?? {}).filter((name) =>
      rows.some((row) => (row as Record<string, unknown>)[name] !== undefined),
    );
    const params = names.map((name) =>
      rows.map((row) => this.parameter(name, (row as Record<string, unknown>)[name] ?? null)),
    );
    const arrays = names.map((name, i) => `$${i + 1}::${this.type(name)}[]`);
    return {
      sql: `insert into ${this.table} (${names.join(', ')}) select * from unnest(${arrays.join(', ')}) returning ${this.returning}`,
      params,
    };
  }

  update(id: string, patch: object): { sql: string; params: unknown[] } {
    const { names, params } = this.given(patch);
    const sets = names.map((name, i) => `${name} = $${i + 2}`);
    if (this.versioned) sets.push('version = version + 1');
    if (!sets.length) sets.push('id = id');
    return {
      sql: `update ${this.table} set ${sets.join(', ')} where id = $1 returning ${this.returning}`,
      params: [id, ...params],
    };
  }

  /** An update that finds no row where every given column has its value already. */
  change(id: string, patch: object): { sql: string; params: unknown[] } {
    const { names } = this.given(patch);
    const { sql, params } = this.update(id, patch);
    const differs = names.map((name, i) => `${name} is distinct from $${i + 2}`).join(' or ');
    return { sql: sql.replace(' where id = $1 ', ` where id = $1 and (${differs || 'false'}) `), params };
  }

  find(forUpdate: boolean): string {
    return `select ${this.returning} from ${this.table} where id = $1${forUpdate ? ' for update' : ''}`;
  }

  delete(): string {
    return `delete from ${this.table} where id = $1 returning id`;
  }

  private type(name: string): string {
    const type = this.columns.get(name);
    if (type === undefined) throw new Error(`${this.table} has no column ${name}`);
    return type;
  }

  private parameter(name: string, value: unknown): unknown {
    const type = this.type(name);
    return value !== null && (type === 'jsonb' || type === 'json') ? JSON.stringify(value) : value;
  }
}

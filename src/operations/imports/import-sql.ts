import type { ImportDefinition, ImportField } from '../../kernel/imports/index.js';
import { fieldsOf } from './field-names.js';
import type { GivenField } from './row-reader.js';

/** One SQL statement; texts are made of a definition's own names only, everything of a file or a person is a parameter. */
export interface Statement {
  readonly text: string;
  readonly values?: readonly unknown[];
}

/** For whom an import runs: the company of rows that name none, and the companies that rows may name. */
export interface ImportScope {
  readonly company_id: string;
  readonly company_ids: readonly string[];
}

const ENGINE_COLUMNS = [
  'row_no integer',
  'line integer',
  'unit_no integer',
  'rejected boolean not null default false',
  'merged boolean not null default false',
  'outcome text',
  'new_id uuid',
  'key_id uuid',
  'named_id uuid',
  'target_id uuid',
  'company_id uuid',
];

/** The statements of one import: what a definition and the fields given by a file make of the staged rows. */
export class ImportSql {
  private readonly fields: readonly (readonly [name: string, field: ImportField])[];
  private readonly given: ReadonlyMap<string, GivenField>;

  constructor(
    private readonly definition: ImportDefinition,
    given: readonly GivenField[],
  ) {
    this.fields = Object.entries(fieldsOf(definition));
    this.given = new Map(given.map((field) => [field.name, field]));
  }

  /** The temporary table of the rows, gone with the transaction. */
  createTable(): Statement {
    const columns = new Map(ENGINE_COLUMNS.map((column) => [column.split(' ')[0]!, column]));
    for (const [name, field] of this.fields) {
      columns.set(name, `${name} ${sqlType(field)}`);
      if (field.type === 'reference')
        columns.set(referenceColumn(name, field), `${referenceColumn(name, field)} ${referenceType(field)}`);
    }
    for (const column of this.definition.procedure?.working_columns ?? []) columns.set(column.split(' ')[0]!, column);
    return { text: `create temporary table import_row (${[...columns.values()].join(', ')}) on commit drop` };
  }

  /**
   * Takes the staged rows over with their references resolved, and finds the row of the target that each speaks of: by the name in
   * their own system first, by the key else.
   */
  fill(jobId: string, scope: ImportScope): Statement {
    const values: unknown[] = [jobId];
    const columns = new Map([
      ['row_no', 'r.row_no'],
      ['line', 'r.line'],
      ['new_id', 'erp.uuid_v7()'],
    ]);
    if (this.unitIsRow) columns.set('unit_no', 'r.row_no');
    const joins = this.fillColumns(columns, values, scope);
    for (const name of this.definition.target?.key ?? []) {
      const field = this.definition.fields[name]!;
      const column = field.type === 'reference' ? referenceColumn(name, field) : name;
      if (!columns.has(column))
        columns.set(column, `null::${field.type === 'reference' ? referenceType(field) : sqlType(field)}`);
    }
    const record = [...this.given.values()].map(({ name, field }) => `${name} ${sqlType(field)}`).join(', ');
    const expressions = [...columns].map(([name, sql]) => `${sql} as ${name}`).join(', ');
    const found = this.targetJoins();
    return {
      text: `insert into import_row (${[...columns.keys(), ...found.columns].join(', ')})
        select ${['q.*', ...found.values].join(', ')} from (
          select ${expressions} from erp.import_rows r
          cross join lateral jsonb_to_record(r.data) as c (${record})
          ${joins.join(' ')}
          where r.job_id = $1) q ${found.joins.join(' ')}`,
      values,
    };
  }

  /** Rows that say the same again are merged into the first; those that say something else are at fault (see `duplicates`). */
  mergeRepeated(jobId: string): Statement[] {
    return this.duplicateKeys().map((key) => ({
      text: `update import_row s set merged = true from (${this.repeated(key)}) d
        where d.row_no = s.row_no and d.same and not s.merged`,
      values: [jobId],
    }));
  }

  /** Lets a row's parent be another row of the file. */
  relateWithinFile(): Statement[] {
    const self = this.selfReference();
    if (!self) return [];
    const { name, by, system, field } = self;
    const code = field.type === 'reference' ? field.reference.code : '';
    const company = this.definition.company ? ' and p.company_id = s.company_id' : '';
    const [match, values] =
      by === 'external_id'
        ? [`p.external_id = s.${name} and p.external_system = $1`, [system]]
        : [`${this.folded(code, `p.${code}`)} = ${this.folded(code, `s.${name}`)}${company}`, []];
    return [
      {
        text: `update import_row s set ${referenceColumn(name, field)} = coalesce(p.target_id, p.new_id)
          from import_row p where ${match} and not p.merged`,
        values,
      },
    ];
  }

  /** The keys by which a row of the file may not repeat another one, each as a list of SQL over `{s}`. */
  duplicateKeys(): string[][] {
    const { target, procedure, entity_type: entityType } = this.definition;
    const keys: string[][] = [];
    if (target?.key.every((name) => this.given.has(name) || !this.definition.fields[name]?.required))
      keys.push(this.keyParts('s'));
    if (procedure) keys.push([...procedure.key]);
    if (target && entityType && this.given.has('external_id')) keys.push(['s.external_system', 's.external_id']);
    if (target) keys.push(['s.target_id']);
    return keys;
  }

  /** SQL over the rows that repeat the key of an earlier one: row_no, first_line, same. $1 is the job. */
  repeated(key: readonly string[]): string {
    const complete = key.map((part) => `${part} is not null`).join(' and ');
    const named = key.map((part, i) => `${part} as k${i}`).join(', ');
    const same = key.map((part, i) => `${part} = g.k${i}`).join(' and ');
    return `select k.row_no, k.first_line, r.data = f.data as same
      from (select s.row_no, first_value(s.row_no) over w as first_no, first_value(s.line) over w as first_line
              from import_row s
              join (select ${named} from import_row s where ${complete} group by ${key.join(', ')} having count(*) > 1) g on ${same}
            window w as (partition by ${key.join(', ')} order by s.row_no)) k
      join erp.import_rows r on r.job_id = $1 and r.row_no = k.row_no
      join erp.import_rows f on f.job_id = $1 and f.row_no = k.first_no
      where k.row_no <> k.first_no`;
  }

  /** Numbers the units in the order in which they are applied, where that is not simply the order of the rows. */
  numberUnits(): Statement[] {
    const index = { text: 'create index on import_row (unit_no)' };
    const { procedure } = this.definition;
    const self = this.selfReference();
    if (this.unitIsRow) return [index];
    const numbered = self
      ? `select d.row_no, row_number() over (order by max(d.depth), d.row_no) as n
           from (${depths(referenceColumn(self.name, self.field))}) d group by d.row_no`
      : `select s.row_no, dense_rank() over (order by ${procedure!.unit}) as n from import_row s where not s.rejected and not s.merged`;
    return [
      { text: `update import_row s set unit_no = u.n from (${numbered}) u where u.row_no = s.row_no` },
      index,
      { text: 'analyze import_row' },
    ];
  }

  /** What became of a row that was applied, as SQL over `s`. A procedure says it of every row; else only changes are marked. */
  get outcome(): string {
    return this.definition.procedure
      ? 's.outcome'
      : `coalesce(s.outcome, case when s.target_id is null then 'inserted' else 'unchanged' end)`;
  }

  /** Applies the units from $1 to $2. */
  apply(): readonly string[] {
    const { target, procedure, entity_type: entityType } = this.definition;
    if (!target) return procedure!.apply;
    const within = 's.unit_no between $1 and $2 and not s.rejected and not s.merged';
    const columns = this.targetColumns();
    const company = this.definition.company ? ['company_id'] : [];
    const inserted = ['id', ...company, ...columns.map(({ column }) => column)];
    const values = ['s.new_id', ...company.map((name) => `s.${name}`), ...columns.map(({ value }) => value)];
    const statements = [
      this.updateTargets(target.table, target.versioned, within),
      `insert into ${target.table} (${inserted.join(', ')})
        select ${values.join(', ')} from import_row s where ${within} and s.target_id is null order by s.unit_no`,
    ];
    if (entityType && this.given.has('external_id')) {
      statements.push(`with linked as (
          insert into erp.external_ids (system, entity_type, external_id, entity_id)
          select s.external_system, '${entityType}', s.external_id, coalesce(s.target_id, s.new_id) from import_row s
          where ${within} and s.external_id is not null and s.named_id is null returning entity_id)
        update import_row s set outcome = 'updated' from linked where linked.entity_id = s.target_id and ${within}`);
    }
    return statements;
  }

  /** The reference to another row of the same table, if the file gives it. */
  selfReference(): GivenField | undefined {
    return [...this.given.values()].find(({ field }) => field.type === 'reference' && field.reference.self);
  }

  /** The order of the rows is the order in which they are applied, each by itself. */
  private get unitIsRow(): boolean {
    return !this.definition.procedure && !this.selfReference();
  }

  /** Fills in the company and the given fields with their references. @returns the joins that they need */
  private fillColumns(columns: Map<string, string>, values: unknown[], scope: ImportScope): string[] {
    const joins: string[] = [];
    let company = '';
    const given = [...this.given.values()];
    if (this.definition.company) {
      company = `$${values.push(scope.company_id)}::uuid`;
      if (this.given.has('company')) company = `case when c.company is null then ${company} else ref_company.id end`;
      columns.set('company_id', company);
      // The company is joined first: other references are looked for within it.
      given.sort((a, b) => Number(b.name === 'company') - Number(a.name === 'company'));
    }
    for (const field of given) {
      columns.set(field.name, `c.${field.name}`);
      if (field.field.type !== 'reference') continue;
      const within =
        field.name === 'company'
          ? `ref_company.id = any($${values.push(scope.company_ids)}::uuid[])`
          : company && `ref_${field.name}.company_id = ${company}`;
      joins.push(this.referenceJoin(field, values, within));
      if (field.name === 'company') continue;
      const value = field.by === 'external_id' ? 'entity_id' : (field.field.reference.value ?? 'id');
      columns.set(referenceColumn(field.name, field.field), `ref_${field.name}.${value}`);
    }
    return joins;
  }

  private targetJoins(): { columns: string[]; values: string[]; joins: string[] } {
    const { target, entity_type: entityType } = this.definition;
    if (!target) return { columns: [], values: [], joins: [] };
    const theirs = this.keyParts('q');
    const match = this.keyParts('t').map((part, i) => `${part} = ${theirs[i]}`);
    const joins = [`left join ${target.table} t on ${match.join(' and ')}`];
    if (!entityType || !this.given.has('external_id')) {
      return { columns: ['key_id', 'target_id'], values: ['t.id', 't.id'], joins };
    }
    joins.push(
      `left join erp.external_ids x on x.entity_type = '${entityType}' and x.system = q.external_system and x.external_id = q.external_id`,
    );
    return {
      columns: ['key_id', 'named_id', 'target_id'],
      values: ['t.id', 'x.entity_id', 'coalesce(x.entity_id, t.id)'],
      joins,
    };
  }

  private updateTargets(table: string, versioned: boolean, within: string): string {
    const columns = this.targetColumns();
    const sets = columns.map(({ column, merged }) => `${column} = ${merged}`);
    if (versioned) sets.push('version = t.version + 1');
    const before = columns.map(({ column }) => `t.${column}`).join(', ');
    const after = columns.map(({ merged }) => merged).join(', ');
    return `with changed as (
        update ${table} t set ${sets.join(', ')} from import_row s
        where t.id = s.target_id and ${within} and (${before}) is distinct from (${after}) returning s.row_no)
      update import_row s set outcome = 'updated' from changed where changed.row_no = s.row_no`;
  }

  /** Columns of the target that the file gives: for a new row, and for one that exists. */
  private targetColumns(): { column: string; value: string; merged: string }[] {
    return [...this.given.values()]
      .filter(({ name }) => name in this.definition.fields)
      .map(({ name, field }) => {
        const column = field.type === 'reference' ? referenceColumn(name, field) : (field.column ?? name);
        if (field.type === 'attributes') {
          return {
            column,
            value: `jsonb_strip_nulls(s.${name})`,
            merged: `jsonb_strip_nulls(t.${column} || s.${name})`,
          };
        }
        const value = field.type === 'reference' ? `s.${column}` : `s.${name}`;
        return { column, value, merged: value };
      })
      .filter(({ column }, index, all) => all.findIndex((other) => other.column === column) === index);
  }

  private referenceJoin({ name, field, by, system }: GivenField, values: unknown[], within: string): string {
    const { reference } = field as ImportField & { type: 'reference' };
    const alias = `ref_${name}`;
    if (by === 'external_id') {
      return `left join erp.external_ids ${alias} on ${alias}.entity_type = '${reference.entity_type}'
        and ${alias}.system = $${values.push(system)} and ${alias}.external_id = c.${name}`;
    }
    const byCode = reference.exact
      ? `${alias}.${reference.code} = c.${name}`
      : `lower(${alias}.${reference.code}) = lower(c.${name})`;
    const match = by === 'id' ? `${alias}.id::text = lower(c.${name})` : byCode;
    const limited = within && (name === 'company' || reference.in_company);
    return `left join ${reference.table} ${alias} on ${match}${limited ? ` and ${within}` : ''}`;
  }

  /** The key as comparable SQL over a row of the table (`t`) or of the file (any other alias); a key part that may be empty counts too. */
  private keyParts(alias: string): string[] {
    const parts = this.definition.target!.key.map((name) => this.keyText(alias, name));
    return this.definition.company ? [`${alias}.company_id`, ...parts] : parts;
  }

  private keyText(alias: string, name: string): string {
    const field = this.definition.fields[name]!;
    const isReference = field.type === 'reference';
    const ofTable = alias === 't';
    const column = isReference ? referenceColumn(name, field) : ofTable ? (field.column ?? name) : name;
    const text = this.folded(name, `${alias}.${column}`);
    if (field.required || field.default !== undefined) return text;
    return `coalesce(${text}, ${isReference && referenceType(field) === 'uuid' ? "'00000000-0000-0000-0000-000000000000'" : "''"})`;
  }

  private folded(name: string, sql: string): string {
    const field = this.definition.fields[name]!;
    return field.type === 'text' && !field.exact ? `lower(${sql})` : sql;
  }
}

/** The column that a reference fills. */
export function referenceColumn(name: string, field: ImportField): string {
  return field.column ?? `${name}_id`;
}

function referenceType(field: ImportField): string {
  return field.type === 'reference' && field.reference.value ? 'text' : 'uuid';
}

function sqlType(field: ImportField): string {
  switch (field.type) {
    case 'integer':
      return 'integer';
    case 'quantity':
      return 'bigint';
    case 'decimal':
      return 'numeric';
    case 'boolean':
    case 'date':
      return field.type;
    case 'attributes':
      return 'jsonb';
    case 'text':
    case 'choice':
    case 'reference':
      return 'text';
  }
}

/** How deep each usable row lies below the rows whose parent is not in the file; a row on a cycle does not come up. */
export function depths(parent: string): string {
  return `with recursive usable as (
      select s.row_no, coalesce(s.target_id, s.new_id) as id, s.${parent} as parent_id from import_row s where not s.rejected and not s.merged
    ), level as (
      select u.row_no, u.id, 0 as depth from usable u where not exists (select from usable p where p.id = u.parent_id)
      union all
      select u.row_no, u.id, l.depth + 1 from level l join usable u on u.parent_id = l.id
    )
    select row_no, depth from level`;
}

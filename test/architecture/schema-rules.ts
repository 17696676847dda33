import type { Pool } from 'pg';
import { UNINDEXED } from '../../src/operations/maintenance/findings.repository.js';
import type { Machine } from '../../src/kernel/state-machine/index.js';

type Rows = Record<string, any>;
/** Functions that somebody wrote; a range type brings some of its own. */
const WRITTEN = `p.prolang in (select oid from pg_language where lanname in ('sql', 'plpgsql'))`;
const OURS = `n.nspname = 'erp' and not c.relispartition`;

async function read(db: Pool, sql: string, params: unknown[] = []): Promise<Rows[]> {
  return (await db.query(sql, params)).rows as Rows[];
}

/** Constraints and indexes whose name does not say what they are. */
export async function badNames(db: Pool): Promise<string[]> {
  const constraints = await read(
    db,
    `select c.relname as table_name, o.conname as name, o.contype as type
       from pg_constraint o join pg_class c on c.oid = o.conrelid join pg_namespace n on n.oid = c.relnamespace
      where ${OURS} and o.contype in ('p', 'u', 'f', 'c', 'x') and c.relname <> 'schema_migrations' order by 1, 2`,
  );
  const prefixes: Record<string, string> = { p: 'pk', u: 'uq', f: 'fk', c: 'ck', x: 'ex' };
  const badConstraints = constraints.filter(({ table_name, name, type }) =>
    type === 'p' ? name !== `pk_${table_name}` : !(name as string).startsWith(`${prefixes[type]}_${table_name}_`),
  );
  const indexes = await read(
    db,
    `select c.relname as table_name, i.relname as name, x.indisunique as is_unique
       from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid join pg_namespace n on n.oid = c.relnamespace
      where ${OURS} and c.relname <> 'schema_migrations' and not exists (select from pg_constraint o where o.conindid = x.indexrelid) order by 1, 2`,
  );
  const badIndexes = indexes.filter(
    ({ table_name, name, is_unique }) => !(name as string).startsWith(`${is_unique ? 'uq' : 'ix'}_${table_name}_`),
  );
  return [...badConstraints, ...badIndexes].map(({ table_name, name }) => `${table_name}: ${name}`);
}

/** Foreign keys whose columns are not the first of any index: deleting what they refer to would read the whole table. */
export async function unindexedForeignKeys(db: Pool): Promise<string[]> {
  const rows = await read(
    db,
    `select o.conname as name from pg_constraint o join pg_class c on c.oid = o.conrelid join pg_namespace n on n.oid = c.relnamespace
      where ${OURS} and o.contype = 'f' and o.conparentid = 0
        and not exists (select from pg_index x where x.indrelid = o.conrelid
                         and (select array_agg(k order by k) from unnest((x.indkey::int2[])[0:cardinality(o.conkey) - 1]) k)
                           = (select array_agg(k order by k) from unnest(o.conkey) k))
      order by 1`,
  );
  return rows.map(({ name }) => name as string).filter((name) => !(name in UNINDEXED));
}

/** Tables with updated_at that no enabled trigger of the one name and form keeps. */
export async function missingTimestampTriggers(db: Pool): Promise<string[]> {
  const rows = await read(
    db,
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'updated_at' and not a.attisdropped
      where ${OURS} and c.relkind in ('r', 'p')
        and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'trg_' || c.relname || '_updated_at'
                         and t.tgenabled in ('O', 'A') and t.tgfoid = 'erp.fn_set_updated_at'::regproc
                         and t.tgtype & 1 = 1 and t.tgtype & 2 = 2 and t.tgtype & 16 = 16)
      order by 1`,
  );
  return rows.map(({ name }) => qualified(name));
}

export async function oddTimestamps(db: Pool): Promise<string[]> {
  const rows = await read(
    db,
    `select c.oid::regclass::text || '.' || a.attname as name, format_type(a.atttypid, a.atttypmod) as type
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where ${OURS} and c.relkind in ('r', 'p') and a.attnum > 0 and a.atttypid in ('timestamp'::regtype, 'timestamptz'::regtype)
        and format_type(a.atttypid, a.atttypmod) <> 'timestamp(3) with time zone' order by 1`,
  );
  return rows.map(({ name, type }) => `${qualified(name)} is ${type}`);
}

/**
 * Numeric columns that would take NaN (or Infinity, where no precision keeps it out): every CHECK that names the column is asked,
 * with the other columns unknown; one of them has to say no.
 */
export async function boundlessNumerics(db: Pool): Promise<string[]> {
  const columns = await read(
    db,
    `select c.oid, c.oid::regclass::text as table_name, a.attname as name, a.atttypmod > 0 as has_precision, t.oid is not null as in_domain,
            (select json_agg(pg_get_expr(o.conbin, o.conrelid)) from pg_constraint o
              where o.conrelid = c.oid and o.contype = 'c' and a.attnum = any(o.conkey)) as checks,
            (select string_agg(format('%s as %I', case when b.attnum = a.attnum then '$1::numeric' else 'null::' || format_type(b.atttypid, b.atttypmod) end, b.attname), ', ')
               from pg_attribute b where b.attrelid = c.oid and b.attnum > 0 and not b.attisdropped) as one_row
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace left join pg_type t on false
      where ${OURS} and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and a.atttypid = 'numeric'::regtype and a.attgenerated = ''
      order by 2, 3`,
  );
  const faults: string[] = [];
  for (const { table_name, name, has_precision, checks, one_row } of columns) {
    for (const value of has_precision ? ['NaN'] : ['NaN', 'Infinity']) {
      const refusals = ((checks ?? []) as string[]).map((check) => `((${check}) is false)`);
      const [row] = refusals.length
        ? await read(db, `select ${refusals.join(' or ')} as refused from (select ${one_row}) one_row`, [value])
        : [];
      if (!row?.['refused']) faults.push(`${qualified(table_name)}.${name} takes ${value}`);
    }
  }
  return faults;
}

export async function foreignTables(db: Pool): Promise<string[]> {
  const rows = await read(
    db,
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where ${OURS} and c.relkind in ('r', 'p', 'v', 'm', 'S') and (pg_get_userbyid(c.relowner) <> 'erp_admin'
         or c.relkind in ('r', 'p') and not exists (select from pg_index x where x.indrelid = c.oid and x.indisprimary)) order by 1`,
  );
  return rows.map(({ name }) => qualified(name));
}

/** Tables that only functions of their owner write. */
const WRITTEN_BY_FUNCTIONS =
  /^erp\.(stock_(movements|ledgers|balances|valuations|value_adjustments|reservations)|audit_|seal_)/;
/** Tables that prove who somebody is: no role reads them. */
const SECRET =
  /^erp\.(user_credentials|refresh_tokens|api_key_secrets|login_attempts|user_mfa|user_recovery_codes|mfa_challenges)$/;

export async function excessiveGrants(db: Pool): Promise<string[]> {
  const rows = await read(
    db,
    `select c.oid::regclass::text as table_name, c.relispartition as is_partition, coalesce(g.rolname, 'public') as grantee, lower(a.privilege_type) as privilege,
            exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgfoid = 'erp.fn_refuse_change'::regproc) as append_only
       from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join lateral aclexplode(c.relacl) a left join pg_roles g on g.oid = a.grantee
      where n.nspname = 'erp' and c.relkind in ('r', 'p', 'v', 'm') and a.grantee <> c.relowner order by 1, 3, 4`,
  );
  return rows
    .filter(({ table_name, is_partition, grantee, privilege, append_only }) => {
      const table = qualified(table_name);
      if (is_partition || SECRET.test(table)) return true;
      if (grantee === 'erp_readonly') return privilege !== 'select';
      if (grantee !== 'erp_app') return true;
      if (!['select', 'insert', 'update', 'delete'].includes(privilege)) return true;
      return privilege !== 'select' && (WRITTEN_BY_FUNCTIONS.test(table) || (append_only && privilege !== 'insert'));
    })
    .map(({ table_name, grantee, privilege }) => `${qualified(table_name)}: ${grantee} may ${privilege}`);
}

export async function openFunctions(db: Pool): Promise<string[]> {
  const rows = await read(
    db,
    `select 'erp.' || p.proname as name,
            exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0) as for_everybody,
            p.prosecdef and not coalesce(array_to_string(p.proconfig, ' ') ~ 'search_path=', false) as without_path
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'erp' and ${WRITTEN} order by 1`,
  );
  return rows
    .filter((row) => row['for_everybody'] || row['without_path'])
    .map(
      ({ name, for_everybody }) =>
        `${name} ${for_everybody ? 'is executable by everybody' : 'acts as its owner without a fixed path'}`,
    );
}

/** Functions of the database that are not the latest of their files, and those that have none. */
export async function functionDrift(db: Pool, files: ReadonlyMap<string, string>): Promise<string[]> {
  const rows = await read(
    db,
    `select p.proname as name, p.prosrc as body from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'erp' and ${WRITTEN}`,
  );
  const wrong = rows.filter(({ name, body }) => {
    const bodies = [...(files.get(name) ?? '').matchAll(/\bas\s+(\$\w*\$)([\s\S]*?)\1/gi)].map(([, , text]) => text);
    return !bodies.includes(body);
  });
  const installed = new Set(rows.map(({ name }) => name as string));
  return [
    ...wrong.map(({ name }) => `${name} is not what its file says`),
    ...[...files.keys()].filter((name) => !installed.has(name)).map((name) => `${name} is not installed`),
  ];
}

/** Views of the database that are not the latest of their files, and those that have none. */
export async function viewDrift(db: Pool, files: ReadonlyMap<string, string>): Promise<string[]> {
  const definition = `select pg_get_viewdef(to_regclass($1), true) as text`;
  const installed = (
    await read(
      db,
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'erp' and c.relkind in ('v', 'm')`,
    )
  ).map(({ name }) => name as string);
  const faults = installed.filter((name) => !files.has(name)).map((name) => `${name} has no file`);
  for (const [name, sql] of files) {
    const renamed = sql.replace(new RegExp(`view\\s+erp\\.${name}\\b`, 'i'), 'view erp.test_from_file');
    await db.query(renamed);
    const [[now], [file]] = [
      await read(db, definition, [`erp.${name}`]),
      await read(db, definition, ['erp.test_from_file']),
    ];
    await db.query('drop view erp.test_from_file');
    if (now?.['text'] !== file?.['text']) faults.push(`${name} is not what its file says`);
  }
  return faults;
}

/** Where a machine, its table's CHECK, its rows in erp.state_transitions and its trigger differ. */
export async function machineFaults(
  db: Pool,
  machine: Machine,
  arrows: readonly { event: string; from_state: string; to_state: string }[],
): Promise<string[]> {
  const faults: string[] = [];
  const [column] = await read(
    db,
    `select pg_get_expr(d.adbin, d.adrelid) as default_value,
            (select json_agg(pg_get_constraintdef(o.oid)) from pg_constraint o where o.conrelid = a.attrelid and o.contype = 'c' and o.conkey = array[a.attnum]) as checks
       from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = to_regclass($1) and a.attname = 'state'`,
    [machine.table],
  );
  const allowed = new Set([...String(column?.['checks'] ?? '').matchAll(/'([a-z_]+)'/g)].map(([, state]) => state!));
  for (const state of machine.states)
    if (!allowed.has(state)) faults.push(`${machine.table} does not take the state ${state}`);
  for (const state of allowed)
    if (!machine.states.includes(state)) faults.push(`${machine.table} takes the unknown state ${state}`);
  const begins = column?.['default_value'] as string | null | undefined;
  if (begins && begins !== `'${machine.initial}'::text`)
    faults.push(`${machine.table} does not begin as ${machine.initial}`);
  const text = (arrow: Rows): string => `${arrow['event']}: ${arrow['from_state']} -> ${arrow['to_state']}`;
  const rows = (
    await read(db, 'select event, from_state, to_state from erp.state_transitions where machine = $1', [machine.name])
  ).map(text);
  const wanted = arrows.map(text);
  faults.push(...wanted.filter((arrow) => !rows.includes(arrow)).map((arrow) => `the database lacks ${arrow}`));
  faults.push(...rows.filter((arrow) => !wanted.includes(arrow)).map((arrow) => `the machine lacks ${arrow}`));
  const triggers = await read(
    db,
    `select 1 from pg_trigger where tgrelid = to_regclass($1) and tgfoid = 'erp.fn_check_transition'::regproc and tgenabled in ('O', 'A')
        and encode(tgargs, 'escape') = $2 || '\\000'`,
    [machine.table, machine.name],
  );
  if (triggers.length !== 1) faults.push(`${machine.table} has no trigger that keeps to ${machine.name}`);
  return faults;
}

export interface EntityColumns {
  readonly table: string;
  readonly columns: readonly { name: string; type: string; array: boolean }[];
}

/** Columns that the database keeps by itself; an entity may leave them out. */
const KEPT_BY_DATABASE = ['created_at', 'updated_at', 'created_by'];

/** Tables whose entity leaves out more, each with its reason. */
const PARTLY_MAPPED: Readonly<Record<string, string>> = {
  'erp.manufacturing_orders':
    'notes and times of its events are set by the statement of each event and read through the view of its details',
};

/** Columns that an entity lacks or has too many, and those of another type. */
export async function entityDrift(db: Pool, entities: readonly EntityColumns[]): Promise<string[]> {
  const faults: string[] = [];
  for (const { table, columns } of entities) {
    const actual = await read(
      db,
      `select a.attname as name, format_type(a.atttypid, null) as type from pg_attribute a
        where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped order by a.attnum`,
      [table],
    );
    const types = await read(db, `select format_type(t::regtype, null) as type from unnest($1::text[]) t`, [
      columns.map(({ type, array }) => (array ? `${type}[]` : type)),
    ]);
    const wanted = new Map(columns.map(({ name }, i) => [name, types[i]!['type'] as string]));
    for (const { name, type } of actual) {
      const mayLack = KEPT_BY_DATABASE.includes(name) || table in PARTLY_MAPPED;
      if (!wanted.has(name) && mayLack) continue;
      if (!wanted.has(name)) faults.push(`the entity of ${table} lacks ${table}.${name}`);
      else if (wanted.get(name) !== type) faults.push(`${table}.${name} is ${type}, not ${wanted.get(name)}`);
    }
    for (const name of wanted.keys())
      if (!actual.some((column) => column['name'] === name)) faults.push(`${table} has no column ${name}`);
  }
  return faults;
}

function qualified(name: string): string {
  return name.startsWith('erp.') ? name : `erp.${name}`;
}

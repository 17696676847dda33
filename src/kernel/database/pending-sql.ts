import pg from 'pg';
import { DataSource } from 'typeorm';
import type { Logger } from 'typeorm';
import { becomeOwner } from '../../../migrations/support/roles.js';
import { MIGRATIONS_TABLE, loadMigrations } from './data-source.js';

/** Questions that TypeORM or a migration asks; they are no part of what is to be run. */
const QUESTION = /^\s*(show|select version\(\)|select \* from current_schema\(\)|start transaction|rollback)/i;

/**
 * The SQL that the pending migrations would run, in order, for an operator who applies it by hand. The migrations really run,
 * in one transaction that is rolled back, so that what is shown is what would happen.
 */
export async function pendingSql(url: string): Promise<string[]> {
  const statements: string[] = [];
  const source = new DataSource({
    type: 'postgres',
    url,
    logging: ['query'],
    logger: collector(statements),
    extra: { max: 1, application_name: 'pabrik migrate --sql', options: '-c timezone=UTC' },
  });
  await source.initialize();
  try {
    const runner = source.createQueryRunner();
    await runner.startTransaction();
    statements.length = 0;
    await becomeOwner({ query: (sql: string) => runner.query(sql) } as never);
    await runner.query(MIGRATIONS_TABLE);
    const preparation = statements.splice(0);
    const rows = (await runner.query('select name from erp.schema_migrations')) as { name: string }[];
    const applied = new Set(rows.map(({ name }) => name));
    const pending = (await loadMigrations()).filter(({ name }) => !applied.has(name));
    statements.length = 0;
    for (const Migration of pending) {
      statements.push(`-- ${Migration.name}`);
      await new Migration().up(runner);
      const timestamp = Number(/\d+$/.exec(Migration.name)?.[0]);
      statements.push(
        `insert into erp.schema_migrations ("timestamp", name) values (${timestamp}, ${pg.escapeLiteral(Migration.name)})`,
      );
    }
    const wanted = [...statements];
    await runner.rollbackTransaction();
    return pending.length === 0 ? [] : [...preparation, ...wanted];
  } finally {
    await source.destroy();
  }
}

function collector(statements: string[]): Logger {
  const ignore = (): void => undefined;
  return {
    logQuery: (query, parameters) => {
      if (!QUESTION.test(query)) statements.push(withValues(query, Array.isArray(parameters) ? parameters : []));
    },
    logQueryError: ignore,
    logQuerySlow: ignore,
    logSchemaBuild: ignore,
    logMigration: ignore,
    log: ignore,
  };
}

/** The statement with its parameters written out, so that it can be run as it stands. */
function withValues(query: string, parameters: unknown[]): string {
  return query.trim().replace(/\$(\d+)/g, (placeholder, index: string) => {
    const position = Number(index) - 1;
    return position < parameters.length ? literal(parameters[position]) : placeholder;
  });
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) {
    const items = value.map((item) => `"${String(item).replace(/["\\]/g, '\\$&')}"`);
    return pg.escapeLiteral(`{${items.join(',')}}`);
  }
  return typeof value === 'string' ? pg.escapeLiteral(value) : String(value as number | boolean);
}

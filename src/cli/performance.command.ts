import type { Command } from 'commander';
import pg from 'pg';
import { FindingsRepository, indexReport, maintain, maintenanceSteps, performanceReport } from '../operations/index.js';
import type { Report } from '../operations/index.js';
import { print, say, withDatabase } from './context.js';

const STATEMENTS_SHOWN = 15;

/** `pabrik verify performance|indexes`: what PostgreSQL knows of its own speed; exit code 1 when something is wrong. */
export function addVerifyPerformance(program: Command): void {
  const verify =
    program.commands.find((command) => command.name() === 'verify') ??
    program.command('verify').description('look whether the database is as it should be');
  verify
    .command('performance')
    .description('slow statements, sizes and dead rows; exit code 1 when something is wrong')
    .action(() => look(performance));
  verify
    .command('indexes')
    .description('invalid, missing and unused indexes; exit code 1 when something is wrong')
    .action(() => look(async (found) => indexReport(await found.indexes(), await found.keysWithoutIndex())));
}

/** `pabrik maintain`: what autovacuum does, at once and for every table; with `--reindex` also new indexes beside the old ones. */
export function addMaintain(program: Command): void {
  program
    .command('maintain')
    .description(
      'vacuum and analyze every table; make invalid indexes (or all, --reindex) anew while everybody goes on working. Uses DATABASE_DIRECT_URL',
    )
    .option('--reindex', 'make all indexes anew, concurrently: needs room for the largest of them twice')
    .option('--dry-run', 'only say what would be done')
    .action(({ reindex, dryRun }: { reindex?: boolean; dryRun?: boolean }) =>
      withDirectConnection(async (client) => {
        const found = new FindingsRepository(client);
        const tables = (await found.tables()).map(({ table }) => table);
        const steps = maintenanceSteps(tables, await found.indexes(), reindex ? 'all' : 'invalid');
        if (dryRun) return print(steps.map(({ sql }) => `${sql};`).join('\n'));
        say(
          `${steps.length} steps. Readers and writers go on working; the disk is busier meanwhile. Ctrl-C ends it between two steps.`,
        );
        const failures = await maintain(client, steps, say);
        print(
          failures.length === 0
            ? `All ${steps.length} steps are done.`
            : `${failures.length} of ${steps.length} steps FAILED:`,
        );
        for (const failure of failures) print(`  ${failure}`);
        if (failures.length > 0) process.exitCode = 1;
      }),
    );
}

async function performance(found: FindingsRepository): Promise<Report> {
  const source = await found.statementsSource();
  const tables = await found.tables();
  if ('missing' in source) return performanceReport(null, `pg_stat_statements: ${source.missing}`, tables);
  return performanceReport(await found.slowStatements(STATEMENTS_SHOWN), '', tables);
}

function look(report: (found: FindingsRepository) => Promise<Report>): Promise<void> {
  return withDirectConnection(async (client) => {
    const { lines, faults } = await report(new FindingsRepository(client));
    print(lines.join('\n'));
    print(faults.length === 0 ? '\nNothing is wrong.' : `\n${faults.length} WRONG:`);
    for (const fault of faults) print(`  ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  });
}

/** Past a pooler: vacuum and reindex concurrently want a session of their own and no transaction. */
function withDirectConnection(work: (client: pg.Client) => Promise<void>): Promise<void> {
  return withDatabase(async ({ databaseDirectUrl }) => {
    const client = new pg.Client({
      connectionString: databaseDirectUrl,
      application_name: 'pabrik maintain',
      connectionTimeoutMillis: 10_000,
    });
    await client.connect();
    try {
      await work(client);
    } finally {
      await client.end();
    }
  });
}

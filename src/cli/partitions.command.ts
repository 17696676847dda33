import type { Command } from 'commander';
import { ArchivesService, LEAST_MONTHS, PartitionsService } from '../operations/index.js';
import type { ArchiveDto } from '../operations/index.js';
import { readConfig } from '../start/config.js';
import { print, say, withApplication } from './context.js';

const MOST_MONTHS = 120;

type Table = 'stock_ledgers' | 'audit_logs';

interface ArchiveOptions {
  olderThan: string;
  table?: string;
  execute?: boolean;
  anew?: boolean;
}

/** `pabrik partitions`: the months of the stock ledger and of the audit. */
export function addPartitions(program: Command): void {
  const partitions = program.command('partitions').description('months of the tables that are kept by months');
  partitions
    .command('create [months]')
    .description('make the present month and so many after it (3 by default); the job does so every six hours')
    .action((months = '3') => {
      const ahead = Number(months);
      if (!/^\d+$/.test(String(months)) || ahead > MOST_MONTHS)
        throw new Error(`Months ahead: a whole number from 0 to ${MOST_MONTHS}.`);
      return withPartitions(async (service) => {
        const made = await service.create(ahead);
        print(made === 0 ? 'They are there already.' : `${made} ${made === 1 ? 'month' : 'months'} made.`);
      });
    });
  partitions
    .command('list')
    .description('list the months with their size, and those that are archived')
    .action(() =>
      withApplication(async (app) => {
        const service = app.get(PartitionsService, { strict: false });
        for (const { table_name, name, month, estimated_rows, size_bytes } of await service.list())
          print(
            [month, table_name, name, `${estimated_rows ?? '?'} rows`, `${(size_bytes / 1024).toFixed(0)} KiB`].join(
              '  ',
            ),
          );
        for (const archive of await app.get(ArchivesService, { strict: false }).list()) print(archiveLine(archive));
      }),
    );
  partitions
    .command('analyze')
    .description("bring the planner's figures of all months up to date")
    .action(() =>
      withPartitions(async (service) => {
        print(`${await service.analyze()} months analyzed.`);
      }),
    );
  addArchiving(partitions);
}

function addArchiving(partitions: Command): void {
  partitions
    .command('archive')
    .description('show which months can be taken out into files; --execute does it')
    .requiredOption('--older-than <months>', `whole months, ${LEAST_MONTHS} at least`)
    .option('--table <name>', 'only stock_ledgers, or only audit_logs')
    .option('--execute', 'do it: each file is read back and compared before its month is dropped')
    .option('--anew', 'throw away the files that an interrupted run has left, and write new ones')
    .action((options: ArchiveOptions) => {
      if (options.execute) refuseWithoutFolder();
      return withArchives((service) => archive(service, options));
    });
  partitions
    .command('verify')
    .description('read the files of archived months back; exit code 1 when one is not as it was written')
    .action(() =>
      withArchives(async (service) => {
        for (const { archive: each, fault } of await service.verify()) {
          print(
            `${fault === null ? 'good   ' : 'NO GOOD'}  ${archiveLine(each)}${fault === null ? '' : `\n         ${fault}`}`,
          );
          if (fault !== null) process.exitCode = 1;
        }
      }),
    );
  partitions
    .command('restore <id>')
    .description('bring an archived month back: the newest of its table')
    .action((id: string) => withArchives(async (service) => print(archiveLine(await service.restore(id)))));
}

/** A month that was dropped is in its file only: in production the folder is named, or it is gone with the container. */
function refuseWithoutFolder(): void {
  const { isProduction, archiveDir } = readConfig();
  if (isProduction && archiveDir === undefined)
    throw new Error(
      'ARCHIVE_DIR is not set: in production the files of archived months need a folder that is kept and backed up.',
    );
}

async function archive(service: ArchivesService, { olderThan, table, execute, anew }: ArchiveOptions): Promise<void> {
  if (table !== undefined && table !== 'stock_ledgers' && table !== 'audit_logs')
    throw new Error('A table that is archived: stock_ledgers or audit_logs.');
  const [months, which] = [Number(olderThan), table as Table | undefined];
  for (const each of await service.plan(months, which)) {
    const rows = `${each.estimated_rows ?? '?'} rows`;
    print(
      `${each.from_at.slice(0, 10)}  ${each.table_name}  ${each.partition_name}  ${rows}  ${each.hindrance ?? 'can be archived'}`,
    );
  }
  if (!execute) {
    print('Nothing was archived: this was a dry run. Say --execute to archive these months.');
    return;
  }
  if (anew) print(`${await service.discard()} unfinished files thrown away.`);
  say('Archiving ...');
  const done = await service.execute(months, which);
  for (const each of done) print(archiveLine(each));
  print(`${done.length} archived.`);
}

function archiveLine({ id, from_at, table_name, state, rows, kept_rows, file, archived_by }: ArchiveDto): string {
  const kept = kept_rows > 0 ? ` (${kept_rows} kept here)` : '';
  return [from_at.slice(0, 10), table_name, state, `${rows} rows${kept}`, file, archived_by, id].join('  ');
}

function withArchives(work: (service: ArchivesService) => Promise<void>): Promise<void> {
  return withApplication((app) => work(app.get(ArchivesService, { strict: false })));
}

function withPartitions(work: (service: PartitionsService) => Promise<void>): Promise<void> {
  return withApplication((app) => work(app.get(PartitionsService, { strict: false })));
}

import type { Command } from 'commander';
import { BackupStore, BackupsService, backupFolder, restoreBackup } from '../operations/index.js';
import type { BackupManifest } from '../operations/index.js';
import { readConfig } from '../start/config.js';
import { print, say, withApplication } from './context.js';

/** A daily backup that is older than this did not come. */
const OLD_HOURS = 26;

interface CreateOptions {
  schema?: boolean;
  data?: boolean;
  withConfig?: boolean;
}

interface RestoreOptions {
  latest?: boolean;
  confirm?: boolean;
}

/** `pabrik backup`: made, proven, brought back, thrown away. */
export function addBackup(program: Command): void {
  const backup = program.command('backup').description('make, prove, restore and prune backups (folder: BACKUP_DIR)');
  backup
    .command('create')
    .description('make a backup: a dump by pg_dump, or the files of the embedded server')
    .option('--schema', 'the structure only')
    .option('--data', 'the rows only')
    .option('--with-config', 'keep the settings beside it, without secrets')
    .action((options: CreateOptions) => withBackups((backups) => create(backups, options)));
  backup
    .command('list')
    .description('list the backups, newest first')
    .action(async () => {
      const all = await new BackupStore(backupFolder(readConfig())).list();
      for (const each of all) print(line(each));
      print(`${all.length} ${all.length === 1 ? 'backup' : 'backups'} in ${backupFolder(readConfig())}.`);
    });
  backup
    .command('status')
    .description(`how old the newest backup is and when one was proven; exit code 1 when older than ${OLD_HOURS} hours`)
    .action(() => withBackups(status));
  backup
    .command('verify [name]')
    .description('restore a backup (the newest by default) into a scratch database and run pabrik check there')
    .action((name?: string) => withBackups((backups) => verify(backups, name)));
  backup
    .command('restore [name]')
    .description('bring a backup back; what is there is kept beside it')
    .option('--latest', 'the newest whole backup')
    .option('--confirm', 'also where there is a database already')
    .action(restore);
  backup
    .command('prune')
    .description('throw away backups past BACKUP_RETENTION_DAYS (weekly ones: four times as long)')
    .option('--dry-run', 'say which, and do nothing')
    .action(({ dryRun }: { dryRun?: boolean }) =>
      withBackups(async (backups) => {
        const names = await backups.prune(dryRun !== true);
        for (const name of names) print(`${dryRun ? 'would remove' : 'removed'}  ${name}`);
        print(names.length === 0 ? 'Nothing is past its time.' : `${names.length} in all.`);
      }),
    );
}

function withBackups(work: (backups: BackupsService) => Promise<void>): Promise<void> {
  return withApplication((app) => work(app.get(BackupsService, { strict: false })));
}

async function create(backups: BackupsService, { schema, data, withConfig }: CreateOptions): Promise<void> {
  if (schema && data) throw new Error('Say either --schema or --data; without both everything is backed up.');
  const kind = schema ? 'schema' : data ? 'data' : 'full';
  say('Making a backup ...');
  print(line(await backups.create({ kind, series: 'manual', with_config: withConfig ?? false })));
}

async function status(backups: BackupsService): Promise<void> {
  const { folder, newest, proven } = await backups.status();
  print(`folder   ${folder}`);
  print(`newest   ${newest ? line(newest) : 'none'}`);
  print(`proven   ${proven ? line(proven) : 'none'}`);
  const hours = newest ? (Date.now() - new Date(newest.made_at).getTime()) / 3_600_000 : Infinity;
  if (hours <= OLD_HOURS) return;
  print(newest ? `The newest backup is ${Math.floor(hours)} hours old.` : 'There is no backup.');
  process.exitCode = 1;
}

async function verify(backups: BackupsService, name: string | undefined): Promise<void> {
  say('Restoring it into a scratch database and checking that ...');
  const backup = await backups.verify(name);
  print(line(backup));
  if (backup.verification?.ok)
    print(`It is good: ${backup.verification.checked} invariants hold in the restored copy.`);
  else {
    print(`It is NO GOOD: ${backup.verification?.fault ?? 'unknown'}`);
    process.exitCode = 1;
  }
}

/** Without the application: there may be no database, and the embedded one must stand still. */
async function restore(name: string | undefined, { latest, confirm }: RestoreOptions): Promise<void> {
  if ((name === undefined) !== (latest === true)) throw new Error('Say either the name of a backup or --latest.');
  const config = readConfig();
  say('Restoring ...');
  const { backup, kept } = await restoreBackup(config, new BackupStore(backupFolder(config)), {
    ...(name !== undefined && { name }),
    confirmed: confirm ?? false,
  });
  print(`restored  ${line(backup)}`);
  if (kept !== null) print(`What was there before is kept as ${kept}.`);
  print('Now run pabrik check.');
}

function line({ name, kind, size_bytes, made_at, verification }: BackupManifest): string {
  const proof = verification ? `${verification.ok ? 'proven' : 'NO GOOD'} ${verification.at}` : 'not verified';
  return `${name}  ${kind}  ${(size_bytes / 1_048_576).toFixed(1)} MiB  ${made_at}  ${proof}`;
}

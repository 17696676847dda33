import type { Command } from 'commander';
import { ReEncryption } from '../kernel/encryption/index.js';
import type { ReEncryptionResult } from '../kernel/encryption/index.js';
import { print, withApplication } from './context.js';

/** `pabrik encryption`: how the encrypted values stand, and their change to a new key. */
export function addEncryption(program: Command): void {
  const encryption = program.command('encryption').description('values that are encrypted at rest');
  encryption
    .command('status')
    .description('read every encrypted value; exit code 1 when one cannot be decrypted')
    .action(() => withApplication(async (app) => tell(await app.get(ReEncryption, { strict: false }).status())));
  encryption
    .command('rotate')
    .description('encrypt anew under DATA_ENCRYPTION_KEY what is under DATA_ENCRYPTION_KEY_PREVIOUS, in batches')
    .action(() =>
      withApplication(async (app) => {
        const result = await app.get(ReEncryption, { strict: false }).renew();
        tell(result);
        print(`${result.renewed} encrypted anew.`);
        if (result.faults.length === 0) print('DATA_ENCRYPTION_KEY_PREVIOUS is needed no longer.');
      }),
    );
}

function tell({ columns, faults }: ReEncryptionResult): void {
  for (const { column, values, outdated, unreadable } of columns)
    print(`${column}: ${values} values, ${outdated} under an older key, ${unreadable} unreadable`);
  for (const fault of faults) print(fault);
  if (columns.length === 0) print('Nothing is encrypted yet.');
  if (faults.length > 0) process.exitCode = 1;
}

import type { Command } from 'commander';
import { Database } from '../kernel/database/index.js';
import { RebuildsService } from '../warehouse/index.js';
import type { RebuildDto } from '../warehouse/index.js';
import { asSystem } from '../start/system.js';
import { print, withApplication } from './context.js';

interface RebuildOptions {
  reason?: string;
  product?: string;
  execute?: boolean;
}

/** Ends the transaction of a dry run. */
class RolledBack extends Error {}

/** `pabrik balances rebuild`: balances made anew from the ledger; a dry run unless it is to be executed. */
export function addBalances(program: Command): void {
  program
    .command('balances')
    .description('balances and values of stock')
    .command('rebuild')
    .description('show where balances and values are not what the ledger says; --execute makes them so')
    .option('--product <id>', 'of this product only')
    .option('--reason <text>', 'why; needed with --execute')
    .option('--execute', 'do it')
    .action(async (options: RebuildOptions) => {
      if (options.execute && !options.reason?.trim()) throw new Error('Say with --reason why balances are made anew.');
      await withApplication((app) =>
        asSystem(app, async () => {
          const rebuilds = app.get(RebuildsService, { strict: false });
          const found = await run(app.get(Database), options, (input) => rebuilds.rebuild(input));
          for (const change of found.changes) print(line(change));
          if (found.changed > found.changes.length) print(`... and ${found.changed - found.changes.length} more.`);
          print(
            options.execute
              ? `${found.changed} changed: rebuild ${found.id}.`
              : `${found.changed} are off. Nothing was changed: this was a dry run. Say --execute --reason <why>.`,
          );
        }),
      );
    });
}

async function run(
  db: Database,
  { product, reason, execute }: RebuildOptions,
  rebuild: (input: { product_id?: string; reason: string }) => Promise<RebuildDto>,
): Promise<RebuildDto> {
  const input = { reason: reason?.trim() ?? 'dry run', ...(product !== undefined && { product_id: product }) };
  let found: RebuildDto | undefined;
  const work = db.transaction(async () => {
    found = await rebuild(input);
    if (!execute) throw new RolledBack();
  });
  await work.catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error;
  });
  return found!;
}

function line(change: RebuildDto['changes'][number]): string {
  const place = change.kind === 'balance' ? `at ${change.location_id}` : `in ${change.area_id}`;
  const lot = change.lot_id === null ? '' : ` lot ${change.lot_id}`;
  const reserved =
    change.reserved_before === change.reserved_after
      ? ''
      : `, reserved ${change.reserved_before} -> ${change.reserved_after}`;
  const value =
    change.value_before === change.value_after ? '' : `, value ${change.value_before} -> ${change.value_after}`;
  return `${change.kind} of ${change.product_id} ${place}${lot}: ${change.quantity_before} -> ${change.quantity_after}${reserved}${value}`;
}

import type { Command } from 'commander';
import { RetentionService } from '../operations/index.js';
import { print, withApplication } from './context.js';

/** `pabrik retention`: what is past its time; a dry run unless it is to be executed. */
export function addRetention(program: Command): void {
  program
    .command('retention')
    .description('show how many rows of each table are past their time; --execute removes them')
    .option('--execute', 'remove them')
    .action(({ execute }: { execute?: boolean }) =>
      withApplication(async (app) => {
        const retention = app.get(RetentionService, { strict: false });
        const results = execute ? await retention.execute() : await retention.preview();
        for (const { table_name, keep_days, rule, rows } of results)
          print(`${String(rows).padStart(9)}  ${table_name} (after ${keep_days} days): ${rule}`);
        print(execute ? 'Removed.' : 'Nothing was removed: this was a dry run. Say --execute to remove these rows.');
      }),
    );
}

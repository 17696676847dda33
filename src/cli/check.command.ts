import type { Command } from 'commander';
import { IntegrityService } from '../operations/index.js';
import type { Invariant } from '../operations/index.js';
import { print, withApplication } from './context.js';

/** `pabrik check`: everything that must always be true, with figures; exit code 1 when something is not. */
export function addCheck(program: Command): void {
  program
    .command('check')
    .description('check every invariant of stock, documents and the database, with figures')
    .option('--json', 'print the result as JSON')
    .action(({ json }: { json?: boolean }) =>
      withApplication(async (app) => {
        const invariants = await app.get(IntegrityService).check();
        print(json ? JSON.stringify(invariants, null, 2) : report(invariants));
        if (invariants.some(({ violations }) => violations > 0)) process.exitCode = 1;
      }),
    );
}

function report(invariants: Invariant[]): string {
  const lines = invariants.flatMap(({ name, rule, checked, violations, samples }) => {
    const verdict = violations === 0 ? 'ok      ' : 'VIOLATED';
    const head = `${verdict}  ${name}: ${rule} (${checked} checked, ${violations} violated)`;
    return [head, ...samples.map((sample) => `            ${JSON.stringify(sample)}`)];
  });
  const violated = invariants.filter(({ violations }) => violations > 0).length;
  const verdict =
    violated === 0
      ? `All ${invariants.length} invariants hold.`
      : `${violated} of ${invariants.length} invariants are VIOLATED.`;
  return [...lines, verdict].join('\n');
}

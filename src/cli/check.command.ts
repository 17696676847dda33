import type { Command } from 'commander';
import { AuditIntegrity } from '../audit/index.js';
import type { KnownHead } from '../audit/index.js';
import { IntegrityService } from '../operations/index.js';
import type { Invariant } from '../kernel/database/index.js';
import { print, withApplication } from './context.js';

/** `pabrik check`: everything that must always be true, with figures; exit code 1 when something is not. */
export function addCheck(program: Command): void {
  program
    .command('check')
    .description('check every invariant of stock, documents and the database, with figures')
    .option('--json', 'print the result as JSON')
    .option('--audit', 'only the audit and the seals, and name every row that was changed, removed or put in')
    .option(
      '--head <batch:digest>',
      'a head of the chain that was exported earlier; the chain must still hold it',
      readHead,
    )
    .action(({ json, audit, head }: CheckOptions) =>
      withApplication(async (app) => {
        const known = head === undefined ? {} : { head };
        const invariants =
          audit || head
            ? await app.get(AuditIntegrity, { strict: false }).check({ samples: Infinity, ...known })
            : await app.get(IntegrityService).check();
        conclude(invariants, json ?? false);
      }),
    );
}

interface CheckOptions {
  json?: boolean;
  audit?: boolean;
  head?: KnownHead;
}

/** @throws Error for what is no head */
export function readHead(text: string): KnownHead {
  const match = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text.trim());
  if (!match) throw new Error('A head is written <batch_id>:<digest>, as GET /api/v1/audit/seals/head tells it.');
  return { batch_id: Number(match[1]), digest: match[2]!.toLowerCase() };
}

/** Prints what was found; exit code 1 when something is violated. */
export function conclude(invariants: Invariant[], json: boolean): void {
  print(json ? JSON.stringify(invariants, null, 2) : report(invariants));
  if (invariants.some(({ violations }) => violations > 0)) process.exitCode = 1;
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

import type { Command } from 'commander';
import { AuditIntegrity } from '../audit/index.js';
import type { KnownHead } from '../audit/index.js';
import { conclude, readHead } from './check.command.js';
import { withApplication } from './context.js';

interface VerifyAuditOptions {
  json?: boolean;
  head?: KnownHead;
}

/** `pabrik verify audit`: the same as `pabrik check --audit`. */
export function addVerify(program: Command): void {
  const verify = program.command('verify').description('look closely at one part of the database');
  verify
    .command('audit')
    .description('hold the audit and the stock ledger against their seals, and name every row that differs')
    .option('--json', 'print the result as JSON')
    .option('--head <batch:digest>', 'a head of the chain that was exported earlier', readHead)
    .action(({ json, head }: VerifyAuditOptions) =>
      withApplication(async (app) => {
        const audit = app.get(AuditIntegrity, { strict: false });
        conclude(await audit.check({ samples: Infinity, ...(head && { head }) }), json ?? false);
      }),
    );
}

import { access, constants } from 'node:fs/promises';
import type { Command } from 'commander';
import { ImportRunner } from '../operations/index.js';
import type { ImportJobDto } from '../operations/index.js';
import { asSystem } from '../start/system.js';
import { print, say, withApplication } from './context.js';

const SHOWN_FINDINGS = 200;

interface ImportOptions {
  mapping?: string;
  dryRun?: boolean;
  skipRows?: boolean;
  allFindings?: boolean;
}

/** `pabrik import <resource> <file>`: the same import as `POST /imports/{resource}`; exit code 1 when rows are at fault. */
export function addImport(program: Command): void {
  program
    .command('import <resource> <file>')
    .description('import a CSV file: units, categories, products, suppliers, prices, locations, bills, opening stock')
    .option('--mapping <file>', 'JSON file that says which of its columns is which of our fields')
    .option('--dry-run', 'check everything and change nothing')
    .option('--skip-rows', 'leave rows at fault out; by default one such row stops the whole file')
    .option('--all-findings', `print every finding instead of the first ${SHOWN_FINDINGS}`)
    .action(async (resource: string, path: string, options: ImportOptions) => {
      for (const file of [path, options.mapping ?? path]) await access(file, constants.R_OK);
      await withApplication((app) =>
        asSystem(app, async () => {
          const runner = app.get(ImportRunner, { strict: false });
          const job = await runner.importFile(
            {
              resource,
              path,
              ...(options.mapping !== undefined && { mapping: options.mapping }),
              dry_run: options.dryRun ?? false,
              on_error: options.skipRows ? 'skip_rows' : 'reject_all',
            },
            progressLine(),
          );
          await showFindings(runner, job, options.allFindings ? Infinity : SHOWN_FINDINGS);
          print(summary(job));
          if (job.error_code !== null || job.rejected > 0) process.exitCode = 1;
        }),
      );
    });
}

/** A line that is written over at a terminal; elsewhere one line for each phase. */
function progressLine(): (progress: { phase: string; rows: number }) => void {
  let last = '';
  return ({ phase, rows }) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${phase.padEnd(9)} ${rows} rows `);
    else if (phase !== last) say(`${phase} ...`);
    last = phase;
  };
}

async function showFindings(runner: ImportRunner, job: ImportJobDto, limit: number): Promise<void> {
  if (process.stderr.isTTY) say('');
  for (const severity of ['error', 'warning'] as const) {
    let shown = 0;
    for await (const { line, column, code, message, value } of runner.findings(job.id, severity)) {
      if (++shown > limit) {
        print(`... more of this kind: --all-findings prints them all.`);
        break;
      }
      print(
        `${severity}  line ${line}${column ? `, ${column}` : ''}: ${code} ${message}${value === null ? '' : ` (${value})`}`,
      );
    }
  }
}

function summary(job: ImportJobDto): string {
  const { rows_read, inserted, updated, unchanged, merged, skipped, rejected, errors, warnings } = job;
  const figures = `${rows_read} rows read: ${inserted} inserted, ${updated} updated, ${unchanged} unchanged, ${merged} merged, ${skipped} skipped, ${rejected} rejected`;
  const lines = [`${job.resource}: ${job.status}${job.dry_run ? ' (dry run: nothing was changed)' : ''}`, figures];
  for (const { reason, rows } of job.skipped_by_rule) lines.push(`  ${rows} skipped: ${reason}`);
  if (errors + warnings > 0) lines.push(`${errors} errors, ${warnings} warnings`);
  if (job.error_code !== null) lines.push(`${job.error_code}: ${job.error_detail ?? ''}`);
  return lines.join('\n');
}

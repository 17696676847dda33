import type { ClientBase } from 'pg';
import pg from 'pg';

export interface MaintenanceStep {
  what: string;
  sql: string;
}

/**
 * The steps of a maintenance: vacuum and analyze each table, then make each index anew beside the old one, so that nobody waits.
 * @param reindex which indexes: none, those that are invalid, or all
 */
export function maintenanceSteps(
  tables: readonly string[],
  indexes: readonly { index: string; valid: boolean }[],
  reindex: 'none' | 'invalid' | 'all',
): MaintenanceStep[] {
  const name = (text: string): string => `erp.${pg.escapeIdentifier(text)}`;
  const anew = indexes.filter(({ valid }) => reindex === 'all' || (reindex === 'invalid' && !valid));
  return [
    ...tables.map((table) => ({ what: `vacuum and analyze ${table}`, sql: `vacuum (analyze) ${name(table)}` })),
    ...anew.map(({ index }) => ({ what: `reindex ${index}`, sql: `reindex index concurrently ${name(index)}` })),
  ];
}

/**
 * Runs the steps one after the other; one that fails does not keep the rest from running. What PostgreSQL only warns of, such as a table
 * that the role may not vacuum, counts as a failure: it was not done.
 * @returns what failed
 */
export async function maintain(
  client: ClientBase,
  steps: readonly MaintenanceStep[],
  progress: (text: string) => void,
): Promise<string[]> {
  const failures: string[] = [];
  let warning: string | undefined;
  const listen = ({ severity, message }: { severity?: string; message?: string }): void => {
    if (severity === 'WARNING') warning = message;
  };
  client.on('notice', listen);
  for (const [place, { what, sql }] of steps.entries()) {
    warning = undefined;
    const began = performance.now();
    let fault: string | undefined;
    try {
      await client.query(sql);
      fault = warning;
    } catch (error) {
      fault = (error as Error).message;
    }
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    progress(`[${place + 1}/${steps.length}] ${what}: ${fault ?? 'done'} (${seconds} s)`);
    if (fault !== undefined) failures.push(`${what}: ${fault}`);
  }
  client.off('notice', listen);
  return failures;
}

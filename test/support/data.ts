import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../src/kernel/config/index.js';

const FOLDER = process.env['PABRIK_SHARED_DATA'] ?? join(PROJECT_ROOT, '../shared/data');

/** The path of a file of the real data that lies beside the project, e.g. `adventureworks/product.csv`. */
export function sharedData(file: string): string {
  return join(FOLDER, file);
}

/** `describe`, or a skip that says why where the real data is absent. In CI it is never skipped: the suite fails. */
export const describeWithSharedData: typeof describe | typeof describe.skip = chooseDescribe();

function chooseDescribe(): typeof describe | typeof describe.skip {
  if (existsSync(FOLDER)) return describe;
  if (process.env['CI']) throw new Error(`The real data is missing: ${FOLDER}`);
  process.stderr.write(`Skipped: the real data is not at ${FOLDER} (PABRIK_SHARED_DATA names another folder)\n`);
  return describe.skip;
}

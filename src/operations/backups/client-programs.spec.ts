import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findClientPrograms } from './client-programs.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'pabrik-client-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function install(text: string): void {
  for (const name of ['pg_dump', 'pg_restore']) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  }
}

it('takes programs that are as new as the server', async () => {
  install('echo "pg_dump (PostgreSQL) 18.1 (Debian 18.1-1)"');
  expect(await findClientPrograms(folder, 18)).toMatchObject({
    version: '18.1',
    major: 18,
    dump: join(folder, 'pg_dump'),
  });
});

it('says which are too old, and what to do', async () => {
  install('echo "pg_dump (PostgreSQL) 15.18"');
  await expect(findClientPrograms(folder, 18)).rejects.toThrow(
    /The server is PostgreSQL 18, and pg_dump is too old for it: .*pg_dump is 15\.18\. Install the client of PostgreSQL 18 .*postgresql-client-18.*PG_BIN_DIR/,
  );
});

it('says that there are none, also where they do not run', async () => {
  await expect(findClientPrograms(folder, 18)).rejects.toThrow(/No pg_dump and pg_restore were found in/);
  install('exit 1');
  await expect(findClientPrograms(folder, 18)).rejects.toThrow(/were found in/);
  await expect(findClientPrograms(undefined, 999)).rejects.toThrow(/PostgreSQL 999/);
});

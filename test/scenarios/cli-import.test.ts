import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { runCli, type CliResult } from '../support/run-cli.js';

jest.setTimeout(120_000);

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await cloneDatabase();
  folder = mkdtempSync(join(tmpdir(), 'pabrik-import-'));
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

const pabrik = (...args: string[]): Promise<CliResult> => runCli(args, { DATABASE_URL: database.url });

function file(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

async function units(): Promise<string[]> {
  const { rows } = await database
    .pool()
    .query<{ code: string }>(`select code from erp.units where code like 'X%' order by code`);
  return rows.map(({ code }) => code);
}

describe('pabrik import', () => {
  it('says with --dry-run what would happen, then does it, and changes nothing at the second time', async () => {
    const path = file('units.csv', 'code,name,dimension', 'XROLL,Roll,count', 'XBAG,Bag,count');
    const dry = await pabrik('import', 'units', path, '--dry-run');
    expect(dry.code).toBe(0);
    expect(dry.stdout).toContain('nothing was changed');
    expect(await units()).toEqual([]);

    const first = await pabrik('import', 'units', path);
    expect(first.stdout).toContain('2 rows read: 2 inserted, 0 updated, 0 unchanged');
    expect(await units()).toEqual(['XBAG', 'XROLL']);

    const second = await pabrik('import', 'units', path);
    expect(second.stdout).toContain('2 rows read: 0 inserted, 0 updated, 2 unchanged');
    expect(second.code).toBe(0);
  });

  it('reads a foreign file through a mapping file', async () => {
    const mapping = file(
      'mapping.json',
      JSON.stringify({ resource: 'units', fields: { code: 'Kode', name: 'Nama', dimension: { value: 'count' } } }),
    );
    const result = await pabrik(
      'import',
      'units',
      file('satuan.csv', 'Kode,Nama', 'XLUSIN,Lusin'),
      '--mapping',
      mapping,
    );
    expect(result).toMatchObject({ code: 0 });
    expect(await units()).toContain('XLUSIN');
  });

  it('shows every row at fault with its line, changes nothing, and ends with 1', async () => {
    const path = file(
      'faulty.csv',
      'code,name,dimension',
      'XGOOD,Good,count',
      'XBAD,,count',
      'XWORSE,Worse,temperament',
    );
    const { code, stdout } = await pabrik('import', 'units', path);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^error {2}line 3, name/m);
    expect(stdout).toMatch(/^error {2}line 4, dimension/m);
    expect(await units()).not.toContain('XGOOD');
  });

  it('leaves rows at fault out when told so, and says so', async () => {
    const path = file('some.csv', 'code,name,dimension', 'XKEPT,Kept,count', 'XBAD,,count');
    const { code, stdout } = await pabrik('import', 'units', path, '--skip-rows');
    expect(stdout).toContain('1 inserted');
    expect(stdout).toContain('1 rejected');
    expect(code).toBe(1);
    expect(await units()).toContain('XKEPT');
  });

  it.each([
    ['a file that is not there', ['import', 'units', '/nothing/here.csv'], 'ENOENT'],
    ['a resource that does not exist', ['import', 'dragons', __filename], 'dragons'],
  ])('refuses %s in a sentence', async (_what, args, word) => {
    const { code, stderr } = await pabrik(...args);
    expect(code).toBe(1);
    expect(stderr).toContain(word);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

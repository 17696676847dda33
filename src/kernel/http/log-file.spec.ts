import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { openLogFile, rotatedName } from './log-file.js';
import { createLogger } from './logger.js';

jest.setTimeout(90_000);

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'pabrik-log-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Waits until it is so; what is held against it afterwards says what was missing. */
async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; waited < 20_000 && !holds(); waited += 20) await sleep(20);
}

it('names what is set aside by day and number', () => {
  expect(rotatedName('pabrik.log', null)).toBe('pabrik.log');
  expect(rotatedName('pabrik.log', new Date('2026-01-26T10:00:00Z'), 3)).toBe('pabrik-20260126-03.log.gz');
  expect(rotatedName('pabrik', new Date('2026-01-26T10:00:00Z'))).toBe('pabrik-20260126-01.gz');
});

it('makes its folder, sets a full file aside, compressed, and keeps no more than it is told', async () => {
  const file = join(folder, 'deep', 'pabrik.log');
  const log = openLogFile({ file, megabytes: 1, kept: 2 });
  const line = `${'x'.repeat(1023)}\n`;
  for (let megabyte = 0; megabyte < 5; megabyte += 1) {
    for (let n = 0; n < 1100; n += 1) log.write(line);
    await sleep(150);
  }
  await new Promise<void>((resolve) => log.end(resolve));
  const setAside = (): string[] =>
    readdirSync(join(folder, 'deep')).filter((name) => /^pabrik-\d{8}-\d+\.log\.gz$/.test(name));
  await until(() => setAside().length > 0 && setAside().length <= 2);
  const kept = setAside();
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.length).toBeLessThanOrEqual(2);
  const text = gunzipSync(readFileSync(join(folder, 'deep', kept[0]!))).toString();
  expect(new Set(text.split('\n').filter(Boolean))).toEqual(new Set([line.trim()]));
  expect(statSync(file).mode & 0o007).toBe(0);
});

it('is where the log goes when it is set', async () => {
  const file = join(folder, 'pabrik.log');
  const logger = createLogger({ logLevel: 'info', logFile: file, logFileMegabytes: 1, logFilesKept: 1 });
  logger.info({ a: 1 }, 'hello');
  await until(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'));
  expect(JSON.parse(readFileSync(file, 'utf8').trim())).toMatchObject({ level: 'info', msg: 'hello', a: 1 });
});

it('says once that it cannot write, and goes on', async () => {
  const complaints: string[] = [];
  const log = openLogFile({ file: join(folder, 'sub', 'x.log'), megabytes: 1, kept: 1 }, (text) =>
    complaints.push(text),
  );
  await until(() => existsSync(join(folder, 'sub', 'x.log')));
  rmSync(join(folder, 'sub'), { recursive: true });
  for (let n = 0; n < 2200; n += 1) log.write(`${'x'.repeat(1023)}\n`);
  await sleep(300);
  expect(() => log.write('more\n')).not.toThrow();
  expect(complaints.length).toBeLessThanOrEqual(1);
  await new Promise<void>((resolve) => log.end(resolve));
});

it('writes again once it can, and says how many lines are missing', async () => {
  const complaints: string[] = [];
  const place = join(folder, 'sub');
  // A file where the folder should be.
  const log = openLogFile({ file: join(place, 'x.log'), megabytes: 1, kept: 1 }, (text) => complaints.push(text));
  await until(() => existsSync(join(place, 'x.log')));
  rmSync(place, { recursive: true });
  writeFileSync(place, '');
  for (let n = 0; n < 2200; n += 1) log.write(`${'x'.repeat(1023)}\n`);
  await until(() => complaints.length > 0);
  await sleep(500);
  expect(complaints).toHaveLength(1);
  log.write('lost\n');
  rmSync(place);
  await until(() => existsSync(join(place, 'x.log')));
  log.write('found\n');
  await new Promise<void>((resolve) => log.end(resolve));
  const [first, ...rest] = readFileSync(join(place, 'x.log'), 'utf8').trim().split('\n');
  const { lost, msg } = JSON.parse(first!) as { lost: number; msg: string };
  expect(msg).toBe('lines of the log were lost');
  expect(lost).toBeGreaterThan(0);
  expect(rest).toEqual(['found']);
});

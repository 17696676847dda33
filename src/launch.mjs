#!/usr/bin/env node
/**
 * The way in for people: `npm start`, `npm run pabrik -- <command>`, `npx pabrik <command>`.
 * Builds when the sources are newer than the build, then runs the server or the command line in this same process, so that
 * signals and exit codes are its own. Where there are no sources or no compiler (the production image) it only runs.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const DIST = join(ROOT, 'dist');
const STAMP = join(DIST, '.sources.json');
const LOCK = join(ROOT, '.pabrik/build.lock');
/** What is served as it stands: copied into the build, not compiled. `nest build` does the same by nest-cli.json. */
const PAGE = 'src/kanban/board-page/page';
const COMPILER = join(ROOT, 'node_modules/typescript/bin/tsc');
const [command = 'help'] = process.argv.slice(2);

requireNode(20, 19);
try {
  buildWhenNeeded();
} catch (error) {
  fail(error.message);
}
if (command !== '--only-build') {
  if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'));
  await import(pathToFileURL(join(DIST, command === 'serve' ? 'src/main.js' : 'src/cli.js')).href);
}

function requireNode(major, minor) {
  const [haveMajor = 0, haveMinor = 0] = process.versions.node.split('.').map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  fail(`Pabrik needs Node.js ${major}.${minor} or newer; this is ${process.versions.node}.`);
}

function buildWhenNeeded() {
  if (!existsSync(join(ROOT, 'src/main.ts')) || !existsSync(COMPILER)) return;
  if (isFresh(fingerprint())) return;
  const unlock = lock();
  try {
    const sources = fingerprint();
    if (!isFresh(sources)) build(sources);
  } finally {
    unlock();
  }
}

function isFresh(sources) {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === JSON.stringify(sources);
}

function build(sources) {
  const before = existsSync(STAMP) ? JSON.parse(readFileSync(STAMP, 'utf8')) : undefined;
  process.stderr.write('Building Pabrik ...\n');
  // A source that is gone must not live on as a compiled file: a removed migration would still run.
  if (!before || Object.keys(before).some((file) => !(file in sources))) rmSync(DIST, { recursive: true, force: true });
  const compiler = spawnSync(process.execPath, [COMPILER, '-p', 'tsconfig.build.json'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
  });
  if (compiler.status !== 0) throw new Error('The build failed; see above.');
  mkdirSync(DIST, { recursive: true });
  rmSync(join(DIST, PAGE), { recursive: true, force: true });
  cpSync(join(ROOT, PAGE), join(DIST, PAGE), { recursive: true });
  writeFileSync(STAMP, JSON.stringify(sources));
}

/** One build at a time: several commands may be started together. A lock whose process is gone is taken over. */
function lock() {
  mkdirSync(dirname(LOCK), { recursive: true });
  for (;;) {
    try {
      writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
      return () => rmSync(LOCK, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!isHeld()) rmSync(LOCK, { force: true });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
}

function isHeld() {
  try {
    const pid = Number(readFileSync(LOCK, 'utf8'));
    // Written a moment after it is made: an empty lock is a new one.
    return pid === 0 || process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Size and time of change of everything the build is made from. */
function fingerprint() {
  const sources = {};
  const add = (file) => {
    const { size, mtimeMs } = statSync(join(ROOT, file));
    sources[file] = `${size} ${mtimeMs}`;
  };
  for (const folder of ['src', 'migrations']) {
    for (const entry of readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })) {
      const isSource = entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts');
      if (isSource) add(join(entry.parentPath, entry.name).slice(ROOT.length + 1));
    }
  }
  for (const name of readdirSync(join(ROOT, PAGE))) add(join(PAGE, name));
  for (const file of ['package.json', 'tsconfig.json', 'tsconfig.build.json']) add(file);
  return sources;
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

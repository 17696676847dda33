import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { extract } from 'tar-fs';
import { PROJECT_ROOT } from '../../src/kernel/config/index.js';

/** A browser of this machine may be named; it is also taken where the packed one does not run. */
const ON_THE_MACHINE = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

interface Program {
  readonly path: string;
  readonly env: Record<string, string>;
}

const isPacked = process.platform === 'linux' && process.arch === 'x64';

/** Whether a browser can be expected on this machine. */
export function chromiumIsHere(): boolean {
  return isPacked || ON_THE_MACHINE.some((path) => path !== undefined && existsSync(path));
}

/**
 * A headless Chromium: the one of `CHROMIUM_PATH`, else the one that a development package brings (Linux x64, without any install script; it
 * is unpacked once), else one of the usual places.
 * @throws Error where none of them runs; ask `chromiumIsHere` first, and leave out loudly what needs it
 */
export async function startChromium(): Promise<Browser> {
  const program = await find();
  if (!program) throw new Error('No Chromium runs here: set CHROMIUM_PATH to one that does');
  return chromium.launch({
    executablePath: program.path,
    env: { ...(process.env as Record<string, string>), ...program.env },
    // Containers and root have no sandbox to offer; pages are only our own.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--force-color-profile=srgb',
      '--hide-scrollbars',
    ],
  });
}

async function find(): Promise<Program | null> {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return { path: named, env: {} };
  const packed = await unpack();
  if (packed) return packed;
  const path = ON_THE_MACHINE.find((each) => each && existsSync(each));
  return path ? { path, env: {} } : null;
}

/** The packed browser, unpacked into the project's own folder by whoever needs it first. */
async function unpack(): Promise<Program | null> {
  if (!isPacked) return null;
  const packages = createRequire(join(PROJECT_ROOT, 'package.json'));
  const folderOf = (file: string): string => join(dirname(packages.resolve('@sparticuz/chromium')), '../..', file);
  const { version } = packages(folderOf('package.json')) as { version: string };
  const home = join(PROJECT_ROOT, '.pabrik', `chromium-${version}`);
  if (!existsSync(home)) {
    mkdirSync(dirname(home), { recursive: true });
    const making = mkdtempSync(`${home}-`);
    await pipeline(
      createReadStream(folderOf('bin/chromium.br')),
      createBrotliDecompress(),
      createWriteStream(join(making, 'chromium')),
    );
    chmodSync(join(making, 'chromium'), 0o755);
    for (const part of ['al2023', 'fonts'])
      await pipeline(createReadStream(folderOf(`bin/${part}.tar.br`)), createBrotliDecompress(), extract(making));
    try {
      renameSync(making, home);
    } catch {
      // Another process was first.
      rmSync(making, { recursive: true, force: true });
    }
  }
  return runnable(home);
}

/** The machine's own libraries and fonts where there are any, else those of the package. */
function runnable(home: string): Program | null {
  const path = join(home, 'chromium');
  const fonts: Record<string, string> = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: home };
  for (const env of [fonts, { ...fonts, LD_LIBRARY_PATH: join(home, 'lib') }]) {
    try {
      execFileSync(path, ['--version'], { env: { ...process.env, ...env }, stdio: 'pipe', timeout: 20_000 });
      return { path, env };
    } catch {
      // Perhaps with the libraries of the package.
    }
  }
  return null;
}

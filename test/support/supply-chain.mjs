/**
 * `node test/support/supply-chain.mjs [floors|lockfile|licences|secrets|sbom]`: the checks of `npm run check` on packages and secrets, all of
 * them or one. Offline; the bill of materials (CycloneDX, JSON) is written to `dist/sbom.cdx.json`.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { floorFaults, licenceFaults, lockfileFaults, sbomFaults, secretFaults } from './supply-chain/checks.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LARGEST_TEXT = 4 * 1024 * 1024;
const SBOM = 'dist/sbom.cdx.json';

const read = (file) => readFileSync(join(ROOT, file), 'utf8');
const json = (file) => JSON.parse(read(file));
const policy = json('test/support/supply-chain/policy.json');
const [lock, manifest] = [json('package-lock.json'), json('package.json')];

const CHECKS = {
  floors: () => floorFaults(lock, manifest, policy),
  lockfile: () => lockfileFaults(lock, manifest, policy, read('.npmrc')),
  licences: () => licenceFaults(lock, policy),
  secrets: () => trackedTexts().flatMap(([file, text]) => secretFaults(file, text, policy)),
  sbom: () => sbomFaults(writeSbom(), lock),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in CHECKS));
if (unknown.length) throw new Error(`Unknown: ${unknown.join(', ')}. There are ${Object.keys(CHECKS).join(', ')}.`);
for (const name of wanted.length ? wanted : Object.keys(CHECKS)) {
  const faults = CHECKS[name]();
  for (const fault of faults) process.stdout.write(`${name}: ${fault}\n`);
  process.stdout.write(`${name}: ${faults.length === 0 ? 'fine' : `${faults.length} found`}\n`);
  if (faults.length) process.exitCode = 1;
}

/** The files that git knows or would take, as far as they are texts. The lockfile is hashes and nothing else. */
function trackedTexts() {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return files
    .split('\0')
    .filter((file) => file && file !== 'package-lock.json')
    .flatMap((file) => {
      const stat = statSync(join(ROOT, file), { throwIfNoEntry: false });
      if (!stat?.isFile() || stat.size > LARGEST_TEXT) return [];
      const text = read(file);
      return text.includes('\0') ? [] : [[file, text]];
    });
}

/** npm makes it from the lockfile; the folder's name that it takes for the product's is put right. */
function writeSbom() {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--offline'];
  const options = { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 };
  const npm = process.env.npm_execpath;
  const text = npm?.endsWith('.js')
    ? execFileSync(process.execPath, [npm, ...args], options)
    : execFileSync('npm', args, { ...options, shell: process.platform === 'win32' });
  const bom = JSON.parse(text);
  bom.metadata.component.name = manifest.name;
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  writeFileSync(join(ROOT, SBOM), `${JSON.stringify(bom, null, 2)}\n`);
  return bom;
}

/**
 * What is checked of the packages that the project stands on, and of secrets in its files: pure functions from texts to faults, so that a
 * test can show each of them failing. All of it works offline, from the lockfile.
 */
import { createHash } from 'node:crypto';

/** Less than, equal to or greater than 0, as versions are ordered; a pre-release comes before its release. */
export function compareVersions(a, b) {
  const parts = (version) => version.split('-', 1)[0].split('.').map(Number);
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < 3; i++) if ((left[i] ?? 0) !== (right[i] ?? 0)) return (left[i] ?? 0) - (right[i] ?? 0);
  return Number(b.includes('-')) - Number(a.includes('-'));
}

/** Every installed copy of a package, by its place: `node_modules/a/node_modules/b` is a `b`, or what it is another name for. */
function installed(lock) {
  return Object.entries(lock.packages)
    .filter(([path]) => path !== '')
    .map(([path, entry]) => ({ ...entry, path, name: entry.name ?? calledAt(path) }));
}

function calledAt(path) {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** Packages below the version that is known to be safe, wherever they are installed, and a Node.js that is too old. */
export function floorFaults(lock, manifest, policy, nodeVersion = process.versions.node) {
  const packages = installed(lock);
  const faults = Object.entries(policy.floors).flatMap(([name, floor]) => {
    const copies = packages.filter((each) => each.name === name && !each.dev);
    const any = packages.some((each) => each.name === name);
    if (!any) return [`${name} has a floor (${floor}) and is not installed: take it off the list`];
    return copies
      .filter(({ version }) => compareVersions(version, floor) < 0)
      .map(({ path, version }) => `${path} is ${version}, at least ${floor} is needed`);
  });
  const engine = /^>=(\d+(?:\.\d+){1,2})$/.exec(manifest.engines?.node ?? '')?.[1];
  if (!engine || compareVersions(engine, policy.node) < 0)
    faults.push(`engines.node must be >=${policy.node} or newer`);
  if (compareVersions(nodeVersion, policy.node) < 0)
    faults.push(`This is Node.js ${nodeVersion}, at least ${policy.node} is needed`);
  return faults;
}

/** Where the lockfile does not pin content, names a place to fetch from, differs from the manifest, or brings a new install script. */
export function lockfileFaults(lock, manifest, policy, npmrc) {
  const faults = [];
  if (lock.lockfileVersion !== 3) faults.push(`The lockfile has version ${lock.lockfileVersion}, 3 is expected`);
  for (const group of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    const [wanted, locked] = [manifest[group] ?? {}, lock.packages['']?.[group] ?? {}];
    for (const name of new Set([...Object.keys(wanted), ...Object.keys(locked)]))
      if (wanted[name] !== locked[name])
        faults.push(`${group}: ${name} is ${wanted[name]} in package.json and ${locked[name]} in the lockfile`);
    for (const [name, version] of Object.entries(wanted))
      if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
        faults.push(`${group}: ${name} is not pinned to one version (${version})`);
  }
  for (const { path, name, integrity, resolved, link, hasInstallScript } of installed(lock)) {
    if (link) faults.push(`${path} is a link`);
    else if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''))
      faults.push(`${path} is not pinned by a SHA-512 of its content`);
    if (resolved !== undefined) faults.push(`${path} names a place to fetch it from`);
    if (hasInstallScript && !policy.install_scripts.includes(name)) faults.push(`${path} has an install script`);
  }
  if (!/^ignore-scripts=true$/m.test(npmrc)) faults.push('.npmrc does not turn install scripts off');
  return faults;
}

/** Whether a licence expression (SPDX, without nesting) is covered: of alternatives one, of joint licences all. */
export function isLicenceAllowed(expression, allowed) {
  const bare = expression.replace(/^\(|\)$/g, '');
  if (/[()]/.test(bare)) return false;
  return bare.split(' OR ').some((option) => option.split(' AND ').every((id) => allowed.includes(id.trim())));
}

/** Packages under a licence that is not on the list: one list for what is given away, some more for tools. */
export function licenceFaults(lock, policy) {
  const packages = installed(lock);
  const faults = packages.flatMap(({ path, name, license, dev }) => {
    if (license === undefined) return name in policy.licences_unstated ? [] : [`${path} states no licence`];
    if (policy.licences_excused?.[name]?.licence === license) return [];
    const allowed = dev ? [...policy.licences, ...Object.keys(policy.licences_of_tools)] : policy.licences;
    return isLicenceAllowed(String(license), allowed) ? [] : [`${path} is under ${license}`];
  });
  const unstated = new Set(packages.filter(({ license }) => license === undefined).map(({ name }) => name));
  const stale = Object.keys(policy.licences_unstated).filter((name) => !unstated.has(name));
  return [...faults, ...stale.map((name) => `${name} is excused for stating no licence, and needs no excuse`)];
}

/** What secrets look like. Those of this product carry a prefix for this very purpose. */
const PATTERNS = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/g],
  ['an AWS key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  ['a token of GitHub', /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,})/g],
  ['a token of Slack', /\bxox[abeprs]-[A-Za-z0-9-]{20,}/g],
  ['a token of npm', /\bnpm_[A-Za-z0-9]{36}\b/g],
  ['a key of Google', /\bAIza[0-9A-Za-z_-]{35}\b/g],
  ['a key of Stripe', /\b[rs]k_live_[0-9A-Za-z]{20,}/g],
  ['a signed token', /\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}/g],
  ['a token or key of this product', /\bpb(?:r|m)_[A-Za-z0-9_-]{43}\b|\bpbk_[a-z0-9]{8}_[A-Za-z0-9_-]{43}\b/g],
  ['an encrypted value of this product', /\bv1\.[A-Za-z0-9_-]{8}\.[A-Za-z0-9_-]{60,}/g],
  [
    'a password in an address',
    /:\/\/[^\s:/@'"`$<{]+:(?!secret@|password@|p@|postgres@|\[removed\]@|\*)[^\s@'"`$<{]{6,}@/g,
  ],
];
const ASSIGNED =
  /\b[\w.-]*(?:secret|token|passwd|password|api_?key|private_?key|encryption_?key)\w*['"]?\s*[:=]\s*['"`]([A-Za-z0-9+/_=-]{20,})['"`]/gi;
/** Bits a sign, above which a text of 20 signs or more is not made of words. */
const RANDOM = 4.2;
/** What somebody has written for a test: words and counts, joined by dashes. */
const WRITTEN = /^[a-z]+(?:-[a-z0-9]+){3,}$/;

/** Shannon's entropy of a text, bits a sign. */
export function entropy(text) {
  const counts = new Map();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  return [...counts.values()].reduce((sum, n) => sum - (n / text.length) * Math.log2(n / text.length), 0);
}

/**
 * Secrets in a file, each as `file:line: what (hash)`. What was looked at and found harmless goes into `secrets_allowed` of the policy by that
 * hash, with its reason: never by file, and never with the text itself.
 */
export function secretFaults(file, text, policy) {
  const found = [
    ...PATTERNS.flatMap(([what, pattern]) => [...text.matchAll(pattern)].map((match) => [what, match.index, match[0]])),
    ...[...text.matchAll(ASSIGNED)]
      .filter(
        ([, value]) => entropy(value) >= RANDOM && /\d/.test(value) && /[a-z]/i.test(value) && !WRITTEN.test(value),
      )
      .map((match) => ['a random text given to a secret', match.index, match[1]]),
  ];
  return found.flatMap(([what, index, value]) => {
    const hash = createHash('sha256').update(value).digest('hex').slice(0, 16);
    if (policy.secrets_allowed.some((allowed) => allowed.hash === hash && allowed.reason)) return [];
    return [`${file}:${text.slice(0, index).split('\n').length}: ${what} (${hash})`];
  });
}

/** What is wrong with a bill of materials: its form, and components that it lacks or that no lockfile knows. */
export function sbomFaults(bom, lock) {
  if (bom.bomFormat !== 'CycloneDX' || !/^1\.\d$/.test(bom.specVersion ?? '')) return ['It is no CycloneDX document'];
  // npm lists a package under another name now by the one, now by the other.
  const packages = installed(lock).map(({ path, name, version }) => [
    `${calledAt(path)}@${version}`,
    `${name}@${version}`,
  ]);
  const known = new Set(packages.flat());
  const listed = new Set(
    (bom.components ?? []).map(({ group, name, version }) => `${group ? `${group}/` : ''}${name}@${version}`),
  );
  const nameless = (bom.components ?? []).filter(({ purl }) => !String(purl).startsWith('pkg:npm/'));
  return [
    ...packages.filter((names) => !names.some((each) => listed.has(each))).map(([each]) => `It lacks ${each}`),
    ...[...listed].filter((each) => !known.has(each)).map((each) => `It lists ${each}, which is not installed`),
    ...nameless.map(({ name }) => `${name} has no package address`),
  ];
}

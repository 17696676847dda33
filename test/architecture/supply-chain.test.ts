import { createHash, randomBytes } from 'node:crypto';
import {
  compareVersions,
  entropy,
  floorFaults,
  isLicenceAllowed,
  licenceFaults,
  lockfileFaults,
  sbomFaults,
  secretFaults,
} from '../support/supply-chain/checks.mjs';
import type { LockedPackage, Lockfile, Policy } from '../support/supply-chain/checks.mjs';

/** `npm run check` runs these checks on the project itself; here each of them is shown to find what is planted. */
const POLICY: Policy = {
  node: '20.19.0',
  floors: { fastify: '5.8.5' },
  licences: ['MIT', 'Apache-2.0'],
  licences_of_tools: { 'MPL-2.0': 'tests alone' },
  licences_unstated: { pause: 'MIT in its README' },
  licences_excused: { odd: { licence: 'FSL-1.1', reason: 'nothing runs it' } },
  install_scripts: ['known'],
  secrets_allowed: [],
};
const integrity = `sha512-${'A'.repeat(86)}==`;
const MANIFEST = { engines: { node: '>=20.19' }, dependencies: { fastify: '5.8.5' } };
const lockOf = (packages: Record<string, LockedPackage>): Lockfile => ({
  lockfileVersion: 3,
  packages: {
    '': { dependencies: { fastify: '5.8.5' } },
    'node_modules/fastify': { version: '5.8.5', license: 'MIT', integrity },
    'node_modules/pause': { version: '0.0.1', integrity },
    ...packages,
  },
});
const GOOD = lockOf({});
const NPMRC = 'ignore-scripts=true\n';

describe('versions', () => {
  it.each([
    ['5.8.5', '5.8.5', 0],
    ['5.10.0', '5.8.5', 1],
    ['5.8.5-beta.1', '5.8.5', -1],
    ['4.99.99', '5.0.0', -1],
    ['20.19', '20.19.0', 0],
  ])('%s against %s', (a, b, sign) => expect(Math.sign(compareVersions(a, b))).toBe(sign));

  it('below their floor are found wherever they are installed, tools aside', () => {
    expect(floorFaults(GOOD, MANIFEST, POLICY, '20.19.0')).toEqual([]);
    const nested = lockOf({
      'node_modules/a/node_modules/fastify': { version: '5.8.4' },
      'node_modules/b/node_modules/fastify': { version: '4.0.0', dev: true },
    });
    expect(floorFaults(nested, MANIFEST, POLICY, '20.19.0')).toEqual([
      'node_modules/a/node_modules/fastify is 5.8.4, at least 5.8.5 is needed',
    ]);
    expect(
      floorFaults(GOOD, { engines: { node: '>=18' } }, { ...POLICY, floors: { gone: '1.0.0' } }, '18.20.0'),
    ).toEqual([
      'gone has a floor (1.0.0) and is not installed: take it off the list',
      'engines.node must be >=20.19.0 or newer',
      'This is Node.js 18.20.0, at least 20.19.0 is needed',
    ]);
  });
});

describe('the lockfile', () => {
  it('is found wanting where it pins no content, names a place, brings a script or differs', () => {
    expect(lockfileFaults(GOOD, MANIFEST, POLICY, NPMRC)).toEqual([]);
    const bad = lockOf({
      'node_modules/weak': { version: '1.0.0', integrity: 'sha1-AAAA' },
      'node_modules/bare': { version: '1.0.0' },
      'node_modules/placed': { version: '1.0.0', integrity, resolved: 'http://evil.example/placed.tgz' },
      'node_modules/scripted': { version: '1.0.0', integrity, hasInstallScript: true },
      'node_modules/known': { version: '1.0.0', integrity, hasInstallScript: true },
      'node_modules/linked': { link: true },
    });
    expect(
      lockfileFaults(
        { ...bad, lockfileVersion: 2 },
        { dependencies: { fastify: '^5.8.5', left: 'git+ssh://evil.example/left' } },
        POLICY,
        '',
      ),
    ).toEqual([
      'The lockfile has version 2, 3 is expected',
      'dependencies: fastify is ^5.8.5 in package.json and 5.8.5 in the lockfile',
      'dependencies: left is git+ssh://evil.example/left in package.json and undefined in the lockfile',
      'dependencies: fastify is not pinned to one version (^5.8.5)',
      'dependencies: left is not pinned to one version (git+ssh://evil.example/left)',
      'node_modules/weak is not pinned by a SHA-512 of its content',
      'node_modules/bare is not pinned by a SHA-512 of its content',
      'node_modules/placed names a place to fetch it from',
      'node_modules/scripted has an install script',
      'node_modules/linked is a link',
      '.npmrc does not turn install scripts off',
    ]);
  });
});

describe('licences', () => {
  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0)', true],
    ['Apache-2.0 AND MIT', true],
    ['MIT AND GPL-3.0', false],
    ['GPL-3.0', false],
    ['UNLICENSED', false],
    ['(MIT OR (GPL-2.0 AND X))', false],
  ])('%s: %s', (expression, expected) => expect(isLicenceAllowed(expression, POLICY.licences)).toBe(expected));

  it('that are not on the list are found, also those of no name, and excuses that are not needed', () => {
    expect(licenceFaults(GOOD, POLICY)).toEqual([]);
    const bad = lockOf({
      'node_modules/viral': { version: '1.0.0', license: 'AGPL-3.0' },
      'node_modules/silent': { version: '1.0.0' },
      'node_modules/tool': { version: '1.0.0', license: 'MPL-2.0', dev: true },
      'node_modules/odd': { version: '1.0.0', license: 'FSL-1.1' },
      'node_modules/b/node_modules/odd': { version: '2.0.0', license: 'BUSL-1.1' },
      'node_modules/product': { version: '1.0.0', license: 'MPL-2.0' },
      'node_modules/pause': { version: '1.0.0', license: 'MIT' },
    });
    expect(licenceFaults(bad, POLICY)).toEqual([
      'node_modules/viral is under AGPL-3.0',
      'node_modules/silent states no licence',
      'node_modules/b/node_modules/odd is under BUSL-1.1',
      'node_modules/product is under MPL-2.0',
      'pause is excused for stating no licence, and needs no excuse',
    ]);
  });
});

describe('secrets', () => {
  const random = (bytes: number): string => randomBytes(bytes).toString('base64url');
  const planted: [string, string][] = [
    ['a private key', '-----BEGIN EC ' + 'PRIVATE KEY-----'],
    ['an AWS key', 'AKIA' + 'ABCDEFGHIJKLMNOP'],
    ['a token of GitHub', 'ghp_' + 'a'.repeat(36)],
    ['a token of Slack', 'xoxb-' + '1234567890-abcdefghij'],
    ['a token of npm', 'npm_' + 'a'.repeat(36)],
    ['a key of Google', 'AIza' + 'a'.repeat(35)],
    ['a key of Stripe', 'sk_live_' + 'a'.repeat(24)],
    ['a signed token', ['eyJ' + 'a'.repeat(20), 'eyJ' + 'b'.repeat(20), 'c'.repeat(20)].join('.')],
    ['a token or key of this product', 'pbr_' + 'a'.repeat(43)],
    ['a token or key of this product', 'pbk_abcd1234_' + 'a'.repeat(43)],
    ['an encrypted value of this product', 'v1.abcdefgh.' + 'a'.repeat(60)],
    ['a password in an address', `postgres://erp:${'hunter' + '22'}@db/erp`],
    ['a random text given to a secret', `const JWT_${'SECRET'} = 'q7Zk2Vx9Lm4Tn8Rb5Yc1Wd6Pf3Hg0J';`],
    ['a random text given to a secret', `"api${'_key'}": "aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0"`],
  ];

  it.each(planted)('%s is found, and named without being repeated', (what, text) => {
    const [found, ...more] = secretFaults('some/file.ts', `first line\n${text}\n`, POLICY);
    expect(more).toEqual([]);
    expect(found).toMatch(new RegExp(`^some/file\\.ts:2: ${what} \\([0-9a-f]{16}\\)$`));
  });

  it('that were looked at are allowed by their hash with a reason, and nothing else of the file', () => {
    const [key, other] = ['AKIA' + 'ABCDEFGHIJKLMNOP', 'AKIA' + 'QRSTUVWXYZABCDEF'];
    const hash = createHash('sha256').update(key).digest('hex').slice(0, 16);
    const allowing = (reason: string): Policy => ({ ...POLICY, secrets_allowed: [{ hash, reason }] });
    expect(secretFaults('a', key, allowing('the example of the manual'))).toEqual([]);
    expect(secretFaults('a', key, allowing(''))).toHaveLength(1);
    expect(secretFaults('a', `${key} ${other}`, allowing('the example of the manual'))).toHaveLength(1);
  });

  it.each([
    `JWT_SECRET: 'a-secret-of-the-tests-0123456789-abcdefghij'`,
    `password: 'kereta api ke bandung pagi'`,
    `token: 'aaaaaaaaaaaaaaaaaaaaaaaa1'`,
    'postgres://erp_app:secret@localhost:5432/pabrik',
    'JWT_SECRET=change-me-to-at-least-32-random-characters',
    'const secret = process.env.SECRET;',
  ])('%s is none', (text) => expect(secretFaults('a', text, POLICY)).toEqual([]));

  it('are told from words by how they vary', () => {
    expect(entropy('aaaa')).toBeCloseTo(0);
    expect(entropy('abcd')).toBe(2);
    expect(entropy(random(48))).toBeGreaterThan(4.2);
  });
});

describe('the bill of materials', () => {
  const component = (name: string, version: string, group?: string): object => ({
    name,
    version,
    ...(group && { group }),
    purl: `pkg:npm/${name}@${version}`,
  });
  const lock = lockOf({ 'node_modules/@nestjs/core': { version: '12.5.1' } });
  const bom = (...components: object[]): never => ({ bomFormat: 'CycloneDX', specVersion: '1.5', components }) as never;

  it('is the lockfile, no more and no less', () => {
    const all = [component('fastify', '5.8.5'), component('pause', '0.0.1'), component('core', '12.5.1', '@nestjs')];
    expect(sbomFaults(bom(...all), lock)).toEqual([]);
    expect(sbomFaults(bom(all[0]!, all[1]!, component('extra', '1.0.0'), { name: 'x', version: '1' }), lock)).toEqual([
      'It lacks @nestjs/core@12.5.1',
      'It lists extra@1.0.0, which is not installed',
      'It lists x@1, which is not installed',
      'x has no package address',
    ]);
    expect(sbomFaults({}, lock)).toEqual(['It is no CycloneDX document']);
  });
});

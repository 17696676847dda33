import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT, SETTINGS, envExample } from '../../src/kernel/config/index.js';
import { mermaid } from '../../src/kernel/state-machine/index.js';
import type { Machine } from '../../src/kernel/state-machine/index.js';
import { fillBlocks, securityItems } from '../support/readme-blocks.mjs';
import { sourcesBelow } from '../support/source-tree.js';

const read = (file: string): string => readFileSync(join(PROJECT_ROOT, file), 'utf8');
const tracked = trackedFiles();
const readmes = tracked.filter((file) => /(^|\/)[A-Z]+\.md$/.test(file));
const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;

/** The files of the project: those that git knows, or all but the usual strangers where there is no git. */
function trackedFiles(): string[] {
  try {
    return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
      cwd: PROJECT_ROOT,
      encoding: 'utf8',
    })
      .split('\n')
      .filter((file) => file && existsSync(join(PROJECT_ROOT, file)));
  } catch {
    return readdirSync(PROJECT_ROOT, { recursive: true, encoding: 'utf8' }).filter(
      (file) => /\.[a-z]+$/.test(file) && !/^(node_modules|dist|\.git|\.pabrik|coverage)\b/.test(file),
    );
  }
}

describe('.env.example', () => {
  it('is what the table of settings says', () => expect(read('.env.example')).toBe(envExample()));

  it('names every variable that the code reads, and the code reads no other', () => {
    const known = new Set<string>(Object.values(SETTINGS).map(({ name }) => name));
    const usual = new Set(['CI', 'NODE_ENV', 'PATH', 'HOME', 'TZ']);
    const named = sourcesBelow('src').flatMap(({ path, text }) =>
      [...text.matchAll(/process\.env(?:\.([A-Z][A-Z_0-9]+)|\[['"]([A-Z][A-Z_0-9]+)['"]\])/g)].map(([, a, b]) => ({
        path,
        name: (a ?? b)!,
      })),
    );
    expect(named.filter(({ name }) => !known.has(name) && !usual.has(name))).toEqual([]);
  });
});

describe('the READMEs', () => {
  /** Commands that a README tells the reader to type: lines of shell blocks and inline code that begins with npm or npx. */
  const commandsOf = (text: string): string[] => {
    const blocks = [...text.matchAll(/```(?:sh|bash|shell|console)\n([\s\S]*?)```/g)].flatMap(([, block]) =>
      block!.split('\n'),
    );
    const inline = [...text.matchAll(/`(np[mx] [^`]+)`/g)].map(([, command]) => command!);
    return [...blocks.map((line) => line.replace(/^\$ /, '').trim()), ...inline].filter(Boolean);
  };
  const missingScripts = (text: string): string[] =>
    commandsOf(text).filter((command) => {
      const script = /^npm (?:run )?(?:-s |--silent )?([\w:-]+)/.exec(command)?.[1];
      return (
        script !== undefined &&
        !['ci', 'i', 'install', 'audit', 'exec', 'pack'].includes(script) &&
        !(script in scripts)
      );
    });

  it.each(readmes)('%s tells only of commands that exist', (file) => expect(missingScripts(read(file))).toEqual([]));

  it('a command that does not exist is found', () => {
    expect(missingScripts('```sh\nnpm ci\nnpm run deploy -- now\nnpm run -s gone\n```\nand `npm frobnicate`')).toEqual([
      'npm run deploy -- now',
      'npm run -s gone',
      'npm frobnicate',
    ]);
  });

  const machines = new Map(
    sourcesBelow('src')
      .filter(({ path }) => path.endsWith('.machine.ts'))
      .flatMap(({ path }) => Object.values(jest.requireActual<Record<string, Machine>>(join(PROJECT_ROOT, path))))
      .filter((value) => Array.isArray(value?.states))
      .map((machine) => [machine.name, machine]),
  );
  const content = {
    machine: (name: string) => machines.has(name) && `\`\`\`mermaid\n${mermaid(machines.get(name)!)}\n\`\`\``,
    settings: () =>
      [
        '| setting | what it does |',
        '|---|---|',
        ...Object.values(SETTINGS).map(({ name, sentence }) => `| \`${name}\` | ${sentence} |`),
      ].join('\n'),
    security: () => securityItems(read('SECURITY.md')),
  };

  it.each(readmes)('%s has its generated blocks as they would be generated', (file) =>
    expect(fillBlocks(read(file), content, file)).toBe(read(file)),
  );

  it('a block that was changed by hand is found, and one that does not exist', () => {
    const [name] = machines.keys();
    const filled = fillBlocks(`# A\n\n<!-- generated: machine ${name} -->\nrest\n`, content, 'A.md');
    expect(filled).toContain('stateDiagram-v2');
    expect(filled).toContain('rest');
    expect(fillBlocks(filled, content, 'A.md')).toBe(filled);
    expect(fillBlocks(filled.replace('-->', '-->\n\nby hand'), content, 'A.md')).toBe(filled);
    expect(() => fillBlocks('<!-- generated: machine nothing -->\n', content, 'A.md')).toThrow(
      'A.md asks for a generated block',
    );
  });

  it.each(readmes)('%s has no link to a file that is not there', (file) => {
    const links = [...read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !existsSync(join(PROJECT_ROOT, file, '..', link)))).toEqual([]);
  });
});

describe('what is published', () => {
  /** Things that look like a secret, or tell of the machine where this was written. */
  const SUSPICIOUS: readonly [string, RegExp][] = [
    ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
    ['an AWS key', /\bAKIA[0-9A-Z]{16}\b/],
    ['a token of GitHub or Slack', /\b(gh[pousr]_[A-Za-z0-9]{36}|xox[abpr]-[A-Za-z0-9-]{20,})/],
    ['a signed token', /\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}/],
    [
      'a password in an address',
      /:\/\/[^\s:/@'"`$<{]+:(?!secret@|password@|p@|postgres@|\[removed\]@|\*)[^\s@'"`$<{]{6,}@/,
    ],
    ['a folder of one machine', /(?<![\w.])\/(?:home|Users|root)\/[a-z][\w-]*\//],
  ];
  const suspicions = (file: string, text: string): string[] =>
    SUSPICIOUS.flatMap(([what, pattern]) => (pattern.test(text) ? [`${file}: ${what}`] : []));

  it('holds no secret', () => {
    const texts = tracked.filter((file) =>
      /\.(ts|mjs|mts|js|json|md|sql|ya?ml|env|example|sh|conf|csv)$|Dockerfile|^\.ci\//.test(file),
    );
    expect(texts.length).toBeGreaterThan(200);
    expect(texts.flatMap((file) => suspicions(file, read(file)))).toEqual([]);
  });

  it('planted secrets are found', () => {
    const planted = [
      '-----BEGIN RSA ' + 'PRIVATE KEY-----',
      'AKIA' + 'ABCDEFGHIJKLMNOP',
      'ghp_' + 'a'.repeat(36),
      `postgres://erp:${'hunter' + '22'}@db/erp`,
      ['', 'home', 'siti', 'pabrik'].join('/'),
    ];
    expect(planted.flatMap((text) => suspicions('x', text))).toHaveLength(planted.length);
    expect(suspicions('x', 'postgres://erp_app:secret@localhost:5432/pabrik')).toEqual([]);
  });

  it('pins its packages by content and names no place to fetch them from', () => {
    const lock = JSON.parse(read('package-lock.json')) as {
      packages: Record<
        string,
        { resolved?: string; integrity?: string; link?: boolean; hasInstallScript?: boolean; dev?: boolean }
      >;
    };
    const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
    expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(packages.filter(([, { integrity, link }]) => !integrity && !link).map(([path]) => path)).toEqual([]);
  });

  it('needs exact versions, at least those that are known to be safe', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string>
    >;
    expect(
      Object.entries({ ...dependencies, ...devDependencies }).filter(
        ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
      ),
    ).toEqual([]);
    const floors: Record<string, string> = { fastify: '5.8.5', typeorm: '1.1.1', pg: '8.23.1' };
    const number = (version: string): number => version.split('.').reduce((sum, part) => sum * 1000 + Number(part), 0);
    expect(Object.entries(floors).filter(([name, floor]) => number(dependencies![name]!) < number(floor))).toEqual([]);
  });
});

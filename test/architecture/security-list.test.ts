import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../src/kernel/config/index.js';
import { sourcesBelow } from '../support/source-tree.js';

const LIST = readFileSync(join(PROJECT_ROOT, 'SECURITY.md'), 'utf8');

/** The tests that a text names, as `file` "title". */
function named(list: string): { file: string; title: string }[] {
  return [...list.matchAll(/`((?:test|src)\/[\w./-]+\.(?:test|spec)\.ts)` "([^"]+)"/g)].map(([, file, title]) => ({
    file: file!,
    title: title!,
  }));
}

/** Named tests that do not exist: no such file, or no such title in it (a name of a table counts as one). */
function missing(list: string, read: (file: string) => string | null): string[] {
  return named(list)
    .filter(({ file, title }) => {
      const text = read(file);
      const quoted = ["'", '"', '`'].map((quote) => `${quote}${title}${quote}`);
      const bare = /^\w+$/.test(title) && text !== null && new RegExp(`^ +${title}: `, 'm').test(text);
      return text === null || !(bare || quoted.some((each) => text.includes(each)));
    })
    .map(({ file, title }) => `${file}: ${title}`);
}

const readFile = (file: string): string | null =>
  existsSync(join(PROJECT_ROOT, file)) ? readFileSync(join(PROJECT_ROOT, file), 'utf8') : null;

describe('SECURITY.md', () => {
  it('names only tests that exist', () => {
    expect(named(LIST).length).toBeGreaterThan(60);
    expect(missing(LIST, readFile)).toEqual([]);
  });

  it('has every item of the OWASP API Security Top 10 2023 and every rule of RFC 8725, each with a test', () => {
    const rows = LIST.split('\n').filter((line) => line.startsWith('| '));
    const tests = (start: string): number =>
      rows.filter((line) => line.startsWith(`| ${start} `)).flatMap((line) => named(line)).length;
    const items = Array.from({ length: 10 }, (_, i) => `API${i + 1}`);
    const rules = Array.from({ length: 12 }, (_, i) => `3.${i + 1}`);
    expect([...items, ...rules].filter((item) => tests(item) === 0)).toEqual([]);
  });

  it('is told by the README in short: every item with the suites that hold it', () => {
    const readme = readFileSync(join(PROJECT_ROOT, 'README.md'), 'utf8');
    const block = /<!-- generated: security -->\n([\s\S]*?)<!-- \/generated -->/.exec(readme)![1]!;
    const rows = block.split('\n').filter((line) => /^\| (API|3\.)/.test(line));
    expect(rows).toHaveLength(10 + 12);
    expect(rows.filter((row) => !/`(?:test|src)\//.test(row))).toEqual([]);
  });

  it('would be found to name a test that is gone', () => {
    const list = '| x | `test/a.test.ts` "is there"<br>`test/a.test.ts` "is gone"<br>`test/b.test.ts` "anything" |';
    const read = (file: string): string | null => (file === 'test/a.test.ts' ? "it('is there', () => {});" : null);
    expect(missing(list, read)).toEqual(['test/a.test.ts: is gone', 'test/b.test.ts: anything']);
  });
});

describe('the server', () => {
  /** Files that may open connections of their own, each with its reason. The database is reached by its driver alone. */
  const OUTGOING: Readonly<Record<string, string>> = {
    'src/cli/health.command.ts': 'asks the server that the operator names',
    'src/cli/smoke.command.ts': 'tries the server that the operator names, after a deployment',
  };
  const CLIENT = new RegExp(
    [
      String.raw`(?:await|return|=|\() ?fetch\(`,
      String.raw`globalThis\.fetch`,
      String.raw`import (?:\* as )?\w+ from 'node:https?'`,
      String.raw`\bnew WebSocket\(`,
      String.raw`import \{[^}]*\b(?:connect|createConnection|request)\b[^}]*\} from 'node:(?:net|tls|https?|http2)'`,
      String.raw`import (?!type )[^;]*from '(?:node:http2|node:dgram|undici|axios|got|node-fetch)'`,
    ].join('|'),
  );

  it('speaks to nobody outside but where it is said', () => {
    const found = sourcesBelow('src')
      .filter(({ path }) => !path.endsWith('.spec.ts') && !path.includes('/board-page/'))
      .filter(({ text }) => CLIENT.test(text))
      .map(({ path }) => path);
    expect(found.filter((path) => !(path in OUTGOING))).toEqual([]);
    expect(Object.keys(OUTGOING).filter((path) => !found.includes(path))).toEqual([]);
  });

  it('would be found to', () => {
    for (const text of [
      'await fetch(url)',
      "import https from 'node:https'",
      "import { request } from 'undici'",
      "import { connect } from 'node:net'",
    ])
      expect(CLIENT.test(text)).toBe(true);
    expect(CLIENT.test("import { isIPv6 } from 'node:net';")).toBe(false);
  });
});

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { load } from 'js-yaml';
import { PROJECT_ROOT } from '../../src/kernel/config/index.js';

/** What an operator is told to type at three in the morning exists: commands with their options, and routes. */
const read = (file: string): string => readFileSync(join(PROJECT_ROOT, file), 'utf8');
const BOOK = 'docker/RUNBOOK.md';
const RULES = 'docker/prometheus/pabrik.rules.yml';

let program: Command;
beforeAll(async () => {
  program = new Command('pabrik');
  const adders: Record<string, (to: Command) => void> = {};
  for (const file of readdirSync(join(PROJECT_ROOT, 'src/cli')).filter((name) => name.endsWith('.command.ts')))
    Object.assign(adders, await import(join(PROJECT_ROOT, 'src/cli', file)));
  // In the order of the real program: some add to what others have made.
  for (const [, name] of read('src/cli.ts').matchAll(/command\.js'\)\)\.(add\w+)/g)) adders[name!]!(program);
});

/** What is wrong with `pabrik <words>`, of the commands there are. */
function faultOf(words: string[]): string | null {
  let command = program;
  const rest = [...words];
  for (
    let next = command.commands.find((each) => each.name() === rest[0]);
    next;
    next = command.commands.find((each) => each.name() === rest[0])
  ) {
    command = next;
    rest.shift();
  }
  const name = words.join(' ');
  if (command === program) return `${name}: there is no such command`;
  if (rest[0] && !rest[0].startsWith('-') && command.registeredArguments.length === 0)
    return `${name}: ${rest[0]} is nothing`;
  const options = new Set(command.options.map(({ long }) => long));
  const unknown = rest.filter((word) => word.startsWith('--') && !options.has(word));
  return unknown.length ? `${name}: has no ${unknown.join(', ')}` : null;
}

/** Commands in a text: after `pabrik`, or after the service that stands for it. */
function commandsOf(text: string): string[][] {
  const found = [
    ...text.matchAll(
      /(?:\bpabrik|npx pabrik|run --rm migrate) ((?:[a-z][\w-]*|--[\w-]+|<[^>]+>|https?:\S+|\d+)(?: (?:[a-z][\w-]*|--[\w-]+|<[^>\s]+>|https?:[^\s`]+|\d+))*)/g,
    ),
  ];
  return found
    .map(([, words]) => words!.split(' ').map((word) => word.replace(/[`,;.:]+$/, '')))
    .filter(([first]) => !NO_COMMAND.has(first!));
}
/** What stands behind the word where it is a name: of a namespace, an image or a database. */
const NO_COMMAND = new Set(['alone', 'get', 'run', 'rollout', 'create', 'set', 'server', '-c']);

describe('commands', () => {
  it('of the runbook and of the alerts exist, with their options', () => {
    const actions = (
      load(read(RULES)) as { groups: { rules: { annotations?: { action: string } }[] }[] }
    ).groups.flatMap(({ rules }) => rules.map(({ annotations }) => annotations?.action ?? ''));
    const book = read(BOOK).replace(/kubectl -n pabrik/g, 'kubectl');
    const commands = [...commandsOf(book), ...actions.flatMap(commandsOf)];
    expect(commands.length).toBeGreaterThan(40);
    expect(commands.map(faultOf).filter(Boolean)).toEqual([]);
  });

  it.each([
    'migrate status',
    'migrate down',
    'backup verify',
    'backup restore',
    'sessions revoke',
    'users force-password-change',
    'verify performance',
    'maintain',
    'retention',
    'check',
    'addresses unblock',
  ])('%s is in the runbook', (command) =>
    expect(commandsOf(read(BOOK)).some((words) => words.join(' ').startsWith(command))).toBe(true),
  );

  it.each(['First deployment', 'Upgrade', 'Rollback', 'Backups'])(
    'after what changes the servers (%s) comes smoke',
    (title) => {
      const chapter = read(BOOK)
        .split(/^## /m)
        .find((text) => text.startsWith(title))!;
      const blocks = [...chapter.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block!);
      const starting = blocks.filter((block) =>
        /^dc up .*--wait( server-[ab])?$/m.test(block.replace(/--wait postgres/g, '')),
      );
      expect(starting.length).toBeGreaterThan(0);
      for (const block of starting)
        expect(block.lastIndexOf('pabrik smoke ')).toBeGreaterThan(block.lastIndexOf('dc up '));
    },
  );

  it('one that does not exist is found', () => {
    expect(commandsOf('`pabrik frobnicate --now`').map(faultOf)).toEqual([
      'frobnicate --now: there is no such command',
    ]);
    expect(commandsOf('pabrik backup create --with-bears').map(faultOf)).toEqual([
      'backup create --with-bears: has no --with-bears',
    ]);
    expect(commandsOf('pabrik backup frobnicate').map(faultOf)).toEqual(['backup frobnicate: frobnicate is nothing']);
  });
});

describe('routes', () => {
  const paths = (JSON.parse(read('src/openapi.json')) as { paths: Record<string, Record<string, unknown>> }).paths;
  const routesOf = (text: string): [string, string][] =>
    [...text.matchAll(/\b(GET|POST|PUT|PATCH|DELETE) (\/[\w/{}-]+)/g)].map(([, method, path]) => [
      method!.toLowerCase(),
      path!,
    ]);
  const missing = (text: string): string[] =>
    routesOf(text)
      .filter(([method, path]) => paths[path]?.[method] === undefined)
      .map((route) => route.join(' '));

  it.each([BOOK, RULES])('of %s exist', (file) => {
    expect(routesOf(read(file)).length).toBeGreaterThan(0);
    expect(missing(read(file))).toEqual([]);
  });

  it('one that does not exist is found', () => expect(missing('GET /api/v1/bears')).toEqual(['get /api/v1/bears']));
});

it('every chapter that an operator looks for is there', () => {
  const chapters = [...read(BOOK).matchAll(/^## (.+)$/gm)].map(([, title]) => title);
  expect(chapters).toEqual([
    'First deployment',
    'Upgrade',
    'Rollback',
    'Backups',
    'Incident',
    'Failover',
    'Out of memory, slow, full',
    'Lists',
  ]);
  expect(read('README.md')).toContain('(docker/RUNBOOK.md)');
});

it('every file that is named in the runbook is there', () => {
  const named = [...read(BOOK).matchAll(/`((?:[\w-]+\/)?[\w.-]+\.(?:yml|yaml|conf|sh|ini|service|example))`/g)].map(
    ([, file]) => file!,
  );
  const there = readdirSync(join(PROJECT_ROOT, 'docker'), { recursive: true, encoding: 'utf8' });
  expect(named.filter((file) => !there.some((path) => path.endsWith(file)))).toEqual([]);
});

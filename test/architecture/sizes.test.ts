import ts from 'typescript';
import { parse, sourcesBelow, walk } from '../support/source-tree.js';
import type { Source } from '../support/source-tree.js';

/** Lines of code and comment; blank ones are free. */
const LIMITS = { controller: 120, service: 250, repository: 200 } as const;
const LONGEST_FUNCTION = 70;
const MOST_DEPENDENCIES = 6;

/** What is larger on purpose, each with its reason. */
const LARGER: Readonly<Record<string, string>> = {
  'src/ppic/orders/orders.controller.ts': 'one resource with its lists, history, transitions and cost',
};

function faultsOf(source: Source): string[] {
  return [...longFile(source), ...longFunctions(source), ...manyDependencies(source)];
}

function longFile({ path, text }: Source): string[] {
  const layer = (Object.keys(LIMITS) as (keyof typeof LIMITS)[]).find((each) => path.endsWith(`.${each}.ts`));
  const lines = text.split('\n').filter((line) => line.trim() !== '').length;
  return layer && lines > LIMITS[layer] ? [`${path}: ${lines} lines, at most ${LIMITS[layer]}`] : [];
}

function longFunctions(source: Source): string[] {
  const faults: string[] = [];
  walk(parse(source), (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return;
    const lines = node
      .getText()
      .split('\n')
      .filter((line) => line.trim() !== '').length;
    if (lines > LONGEST_FUNCTION)
      faults.push(`${source.path}: ${nameOf(node)} has ${lines} lines, at most ${LONGEST_FUNCTION}`);
  });
  return faults;
}

function manyDependencies(source: Source): string[] {
  const faults: string[] = [];
  walk(parse(source), (node) => {
    const injected = ts.isConstructorDeclaration(node) ? node.parameters.length : 0;
    if (injected > MOST_DEPENDENCIES)
      faults.push(`${source.path}: ${injected} dependencies, at most ${MOST_DEPENDENCIES}`);
  });
  return faults;
}

function nameOf(node: ts.SignatureDeclaration): string {
  return node.name?.getText() ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : 'a function');
}

describe('sizes', () => {
  const sources = [...sourcesBelow('src'), ...sourcesBelow('migrations')];

  it('stay within what one person can read at once', () => {
    const faults = sources.flatMap(faultsOf);
    expect(faults.filter((fault) => !(fault.split(':')[0]! in LARGER))).toEqual([]);
  });

  it('have no exception that is no longer needed', () => {
    const large = new Set(sources.flatMap(faultsOf).map((fault) => fault.split(':')[0]));
    expect(Object.keys(LARGER).filter((path) => !large.has(path))).toEqual([]);
  });

  it('every planted excess is found', () => {
    const lines = (count: number): string =>
      Array.from({ length: count }, (_, i) => `  const x${i} = ${i};`).join('\n');
    expect(faultsOf({ path: 'src/a.controller.ts', text: lines(121) })).toEqual([
      'src/a.controller.ts: 121 lines, at most 120',
    ]);
    expect(faultsOf({ path: 'src/a.service.ts', text: lines(251) })).toEqual([
      'src/a.service.ts: 251 lines, at most 250',
    ]);
    expect(faultsOf({ path: 'src/a.repository.ts', text: lines(201) })).toEqual([
      'src/a.repository.ts: 201 lines, at most 200',
    ]);
    expect(faultsOf({ path: 'src/a.ts', text: `const f = () => {\n${lines(69)}\n};` })).toEqual([
      'src/a.ts: f has 71 lines, at most 70',
    ]);
    expect(faultsOf({ path: 'src/a.ts', text: `class A { constructor(a, b, c, d, e, f, g) {} }` })).toEqual([
      'src/a.ts: 7 dependencies, at most 6',
    ]);
    expect(faultsOf({ path: 'src/a.controller.ts', text: `${lines(120)}\n\n\n` })).toEqual([]);
  });
});

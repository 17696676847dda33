import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../src/kernel/config/index.js';
import { importsOf, sourcesBelow } from '../support/source-tree.js';
import { LAZY, asListed, PAST_THE_INDEX, SKIPPED_LAYER, violations } from './import-graph.js';

const sources = sourcesBelow('src');

describe('the import graph', () => {
  it('keeps to the floors, the indexes and the layers', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(violations(sources)).toEqual([]);
  });

  it('resolves every import of ours to a file', () => {
    const missing = sources.flatMap((source) =>
      importsOf(source)
        .filter(({ target, own }) => own && !existsSync(join(PROJECT_ROOT, target)))
        .map(({ target }) => `${source.path} -> ${target}`),
    );
    expect(missing).toEqual([]);
  });

  it('has no exception that is no longer needed', () => {
    const edges = new Set(
      sources.flatMap((source) => importsOf(source).map(({ target }) => asListed(`${source.path} -> ${target}`))),
    );
    expect(
      [...Object.keys(PAST_THE_INDEX), ...Object.keys(LAZY), ...Object.keys(SKIPPED_LAYER)].filter(
        (edge) => !edges.has(edge),
      ),
    ).toEqual([]);
  });
});

describe('a planted violation is found', () => {
  it.each([
    [
      'a module that leans upwards',
      'src/warehouse/a.ts',
      `import { x } from '../ppic/index.js';`,
      'warehouse must not lean on ppic',
    ],
    [
      'a module that leans sideways',
      'src/purchasing/a.ts',
      `import type { X } from '../sales/index.js';`,
      'purchasing must not lean on sales',
    ],
    [
      'the kernel that knows a module',
      'src/kernel/http/a.ts',
      `export { x } from '../../auth/index.js';`,
      'kernel must not lean on auth',
    ],
    [
      'a way past an index',
      'src/ppic/a.ts',
      `import { x } from '../warehouse/stock/stock.service.js';`,
      'only through the index',
    ],
    [
      'a way past an index of the kernel',
      'src/ppic/a.ts',
      `import { x } from '../kernel/http/route.js';`,
      'only through the index',
    ],
    [
      'an inner index of another module',
      'src/ppic/a.ts',
      `import { x } from '../warehouse/bom/index.js';`,
      'only through the index',
    ],
    [
      'a module that leans on the start',
      'src/ppic/a.ts',
      `import { x } from '../start/banner.js';`,
      'puts the whole together',
    ],
    [
      'a module that leans on the application',
      'src/ppic/a.ts',
      `import { x } from '../app.module.js';`,
      'puts the whole together',
    ],
    ['a module without a floor', 'src/payroll/a.ts', '', 'stands on no floor'],
    ['a lazy import', 'src/ppic/a.ts', `const x = await import('./b.js');`, 'imported lazily'],
    ['forwardRef', 'src/ppic/a.ts', `import { forwardRef } from '@nestjs/common';`, 'forwardRef'],
    ['TypeORM in a service', 'src/ppic/a.service.ts', `import { DataSource } from 'typeorm';`, 'import TypeORM'],
    ['Nest in a machine', 'src/ppic/a.machine.ts', `import { Injectable } from '@nestjs/common';`, 'uses no framework'],
    ['TypeORM in a pure file', 'src/ppic/planning/lot-sizing.ts', `import { In } from 'typeorm';`, 'uses no framework'],
    [
      'a controller with a repository',
      'src/ppic/a.controller.ts',
      `import { B } from './b.repository.js';`,
      'does not import a repository',
    ],
    [
      'a repository with a service',
      'src/ppic/a.repository.ts',
      `import { B } from './b.service.js';`,
      'does not import a service',
    ],
    ['tests in the sources', 'src/ppic/a.ts', `import { x } from '../../test/support/makers.js';`, 'leaves src'],
  ])('%s', (_what, path, text, expected) => {
    const found = violations([{ path, text }]);
    expect(found.join('\n')).toContain(expected);
  });

  it('a circle of files, but not one of types', () => {
    const file = (name: string, text: string) => ({ path: `src/ppic/${name}.ts`, text });
    const circle = [
      file('a', `import { b } from './b.js';`),
      file('b', `export * from './c.js';`),
      file('c', `import { type T, a } from './a.js';`),
    ];
    expect(violations(circle)).toEqual(['a circle: src/ppic/a.ts -> src/ppic/b.ts -> src/ppic/c.ts -> src/ppic/a.ts']);
    expect(
      violations([file('a', `import { b } from './b.js';`), file('b', `import { type A } from './a.js';`)]),
    ).toEqual([]);
  });

  it('and what keeps to the rules is not', () => {
    const text = `import { In } from 'typeorm'; import { WAREHOUSE } from '../warehouse/index.js'; import { page } from '../kernel/http/index.js'; import type { S } from './b.service.js';`;
    expect(violations([{ path: 'src/ppic/a.repository.ts', text }])).toEqual([]);
  });
});

import { emptyPatterns, intersection, notHeld, PERMISSION_PATTERN } from './permission-patterns.js';

const catalogue = [
  'auth.users.read',
  'ppic.manufacturing_orders.approve',
  'warehouse.bom.read',
  'warehouse.stock.read',
];

describe('permission patterns', () => {
  test('a misspelt pattern is named', () => {
    expect(
      emptyPatterns(['warehouse.bom.read', 'warehouse.bon.read', '*.*.read', '*', 'kanban.*.*'], catalogue),
    ).toEqual(['warehouse.bon.read', 'kanban.*.*']);
  });

  test('what is asked for beyond what is held is listed', () => {
    const held = new Set(['warehouse.bom.read', 'warehouse.stock.read']);
    expect(notHeld(['warehouse.stock.read', 'ppic.manufacturing_orders.approve', 'auth.users.read'], held)).toEqual([
      'auth.users.read',
      'ppic.manufacturing_orders.approve',
    ]);
    expect(notHeld(['warehouse.bom.read'], held)).toEqual([]);
  });

  test('a key holds what both it and its owner hold', () => {
    expect([...intersection(new Set(['a.b.c', 'a.b.d']), new Set(['a.b.d', 'a.b.e']))]).toEqual(['a.b.d']);
  });

  test.each(['*', 'auth.*.*', 'auth.users.read', '*.*.read', 'ppic.manufacturing_orders.*'])(
    '%p is a pattern',
    (pattern) => {
      expect(PERMISSION_PATTERN.test(pattern)).toBe(true);
    },
  );

  test.each([
    '',
    'auth',
    'auth.*',
    '**',
    'auth..read',
    'Auth.users.read',
    'auth.users.read.all',
    'auth.us*.read',
    "auth.users.read'",
  ])('%p is not a pattern', (pattern) => {
    expect(PERMISSION_PATTERN.test(pattern)).toBe(false);
  });
});

import { emptyPatterns, expandPatterns, notHeld, patternCovers, PERMISSION_PATTERN } from './permission-patterns.js';

const catalogue = [
  'auth.users.read',
  'auth.users.create',
  'ppic.manufacturing_orders.approve',
  'ppic.manufacturing_orders.read',
  'warehouse.bom.read',
  'warehouse.bom.update',
  'warehouse.stock.read',
];

describe('permission patterns', () => {
  test.each([
    ['*', 'warehouse.bom.update', true],
    ['warehouse.*', 'warehouse.bom.update', true],
    ['warehouse.*', 'auth.users.read', false],
    ['warehouse.*.read', 'warehouse.stock.read', true],
    ['warehouse.*.read', 'warehouse.bom.update', false],
    ['*.*.read', 'auth.users.read', true],
    ['*.*.read', 'auth.users.create', false],
    ['warehouse.bom.*', 'warehouse.bom.update', true],
    ['warehouse.bom.*', 'warehouse.stock.read', false],
    ['warehouse.bom.update', 'warehouse.bom.update', true],
    ['warehouse.bom', 'warehouse.bom.update', false],
    ['warehouse.bom.update.all', 'warehouse.bom.update', false],
    ['ware.*', 'warehouse.bom.update', false],
    ['', 'warehouse.bom.update', false],
  ])('%p covers %p: %p', (pattern, permission, covered) => {
    expect(patternCovers(pattern, permission)).toBe(covered);
  });

  test('a role of two patterns holds exactly what they cover', () => {
    expect([...expandPatterns(['warehouse.*.read', 'ppic.manufacturing_orders.approve'], catalogue)]).toEqual([
      'ppic.manufacturing_orders.approve',
      'warehouse.bom.read',
      'warehouse.stock.read',
    ]);
  });

  test('a misspelt pattern is named, and holds nothing', () => {
    expect(emptyPatterns(['warehouse.bom.read', 'warehouse.bon.read', 'kanban.*'], catalogue)).toEqual([
      'warehouse.bon.read',
      'kanban.*',
    ]);
    expect(expandPatterns(['warehouse.bon.read'], catalogue).size).toBe(0);
  });

  test('what is asked for beyond what is held is listed', () => {
    const held = expandPatterns(['warehouse.*'], catalogue);
    expect(notHeld(expandPatterns(['*.*.read'], catalogue), held)).toEqual(['auth.users.read', 'ppic.manufacturing_orders.read']);
    expect(notHeld(['warehouse.bom.read'], held)).toEqual([]);
  });

  test.each(['*', 'auth.*', 'auth.users.read', '*.*.read', 'ppic.manufacturing_orders.*'])('%p is a pattern', (pattern) => {
    expect(PERMISSION_PATTERN.test(pattern)).toBe(true);
  });

  test.each(['', 'auth', '**', 'auth..read', 'Auth.users.read', 'auth.users.read.all', 'auth.us*.read', "auth.users.read'"])(
    '%p is not a pattern',
    (pattern) => {
      expect(PERMISSION_PATTERN.test(pattern)).toBe(false);
    },
  );
});

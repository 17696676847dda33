import { AppError } from '../errors/index.js';
import {
  assertInScope,
  can,
  currentActor,
  defaultCompanyId,
  requirePermission,
  scopeWhere,
  systemActor,
} from './actor.js';
import type { Actor } from './actor.js';
import { definePermissions, expandPatterns, patternCovers, permissionCatalogue } from './permissions.js';
import { RequestContext } from './request-context.js';

const PLANT = definePermissions('plant', {
  machines: { read: 'See machines', repair: 'Repair machines' },
  tools: { read: 'See tools' },
});

const actor = (changes: Partial<Actor> = {}): Actor => ({
  ...systemActor(new Set([PLANT.machines.read]), ['c1', 'c2']),
  ...changes,
});
const as = <T>(who: Actor, work: () => T): T => RequestContext.run(RequestContext.forSystem(who, 'r-1'), work);
const code = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as AppError).code;
  }
  return 'fine';
};

describe('permissions', () => {
  it('are declared once, in three parts, and collected', () => {
    expect(PLANT.machines.repair).toBe('plant.machines.repair');
    expect(
      permissionCatalogue()
        .filter(({ module }) => module === 'plant')
        .map(({ permission }) => permission),
    ).toEqual(['plant.machines.read', 'plant.machines.repair', 'plant.tools.read']);
    expect(() => definePermissions('plant', { tools: { read: 'again' } })).toThrow('declared twice');
    expect(() => definePermissions('plant', { 'too.deep': { read: 'x' } })).toThrow('Bad permission');
    expect(() => definePermissions('Plant', { tools: { read: 'x' } })).toThrow('Bad permission');
  });

  it.each([
    ['*', 'plant.machines.read', true],
    ['plant.*.read', 'plant.tools.read', true],
    ['plant.*.*', 'plant.tools.read', true],
    ['*.*.read', 'plant.machines.repair', false],
    ['plant.*', 'plant.tools.read', false],
    ['plant.tools.rea', 'plant.tools.read', false],
    ['pl*.tools.read', 'plant.tools.read', false],
  ])('the pattern %s covers %s: %s', (pattern, permission, expected) =>
    expect(patternCovers(pattern, permission)).toBe(expected),
  );

  it('expand to those of the catalogue', () => {
    expect([...expandPatterns(['plant.*.read', 'unknown.x.y'])].sort()).toEqual([
      'plant.machines.read',
      'plant.tools.read',
    ]);
    expect([...expandPatterns([])]).toEqual([]);
  });
});

describe('the actor', () => {
  it('is demanded where there is none', () => {
    expect(code(currentActor)).toBe('UNAUTHENTICATED');
    expect(() => RequestContext.current()).toThrow('No request context');
  });

  it('holds permissions or is refused', () => {
    as(actor(), () => {
      expect([can(PLANT.machines.read), can(PLANT.machines.repair)]).toEqual([true, false]);
      expect(code(() => requirePermission(PLANT.machines.read))).toBe('fine');
      expect(code(() => requirePermission(PLANT.machines.repair))).toBe('FORBIDDEN');
    });
  });

  it('sees only rows of its companies, warehouses and departments', () => {
    const limited = actor({ company_ids: ['c1'], warehouse_ids: ['w1'], department_ids: [] });
    as(limited, () => {
      expect(
        scopeWhere({ company: 'm.company_id', warehouse: 'm.warehouse_id', department: 'm.department_id' }),
      ).toEqual({
        where: 'm.company_id = any(?::uuid[]) and m.warehouse_id = any(?::uuid[]) and m.department_id = any(?::uuid[])',
        params: [['c1'], ['w1'], []],
      });
      expect(code(() => assertInScope({ company_id: 'c1', warehouse_id: 'w1' }))).toBe('fine');
      expect(code(() => assertInScope({ company_id: null }))).toBe('fine');
      expect(code(() => assertInScope({ company_id: 'c2' }))).toBe('NOT_FOUND');
      expect(code(() => assertInScope({ company_id: 'c1', warehouse_id: 'w2' }))).toBe('NOT_FOUND');
      expect(code(() => assertInScope({ department_id: 'd1' }))).toBe('NOT_FOUND');
    });
    as(actor({ company_ids: ['c1'] }), () => {
      expect(scopeWhere({ warehouse: 'm.warehouse_id' })).toEqual({ where: 'true', params: [] });
      expect(code(() => assertInScope({ warehouse_id: 'w9', department_id: 'd9' }))).toBe('fine');
    });
  });

  it('has a company for what names none', () => {
    expect(as(actor({ default_company_id: 'c2' }), defaultCompanyId)).toBe('c2');
    expect(as(actor({ default_company_id: null }), defaultCompanyId)).toBe('c1');
    expect(code(() => as(actor({ default_company_id: null, company_ids: [] }), defaultCompanyId))).toBe(
      'VALIDATION_FAILED',
    );
    expect(systemActor(new Set(), []).default_company_id).toBeNull();
  });
});

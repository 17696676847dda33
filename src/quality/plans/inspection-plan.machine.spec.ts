import { INSPECTION_PLAN_MACHINE } from './inspection-plan.machine.js';

const next = (from: 'draft' | 'active' | 'obsolete', event: 'activate' | 'obsolete'): string => {
  try {
    return INSPECTION_PLAN_MACHINE.next(from, event);
  } catch (error) {
    return (error as { code: string }).code;
  }
};

it('a plan is drafted, used and put away', () => {
  expect(INSPECTION_PLAN_MACHINE.states).toEqual(['draft', 'active', 'obsolete']);
  expect(Object.keys(INSPECTION_PLAN_MACHINE.events)).toEqual(['activate', 'obsolete']);
  expect(INSPECTION_PLAN_MACHINE.initial).toBe('draft');
  expect([next('draft', 'activate'), next('active', 'activate'), next('obsolete', 'activate')]).toEqual([
    'active',
    'INVALID_STATE',
    'INVALID_STATE',
  ]);
  expect([next('draft', 'obsolete'), next('active', 'obsolete'), next('obsolete', 'obsolete')]).toEqual([
    'obsolete',
    'obsolete',
    'INVALID_STATE',
  ]);
});

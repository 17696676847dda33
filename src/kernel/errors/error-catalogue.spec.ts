import { defineErrors, errorByCode, errorCatalogue, errorOfConstraint, mappedConstraints } from './error-catalogue.js';

const TEDDY = defineErrors(
  'teddy',
  { EAR_MISSING: { kind: 'conflict', title: 'An ear is missing', description: 'A teddy has two ears.' } },
  { constraints: { ck_teddies_ears: 'EAR_MISSING' } },
);

describe('the catalogue of errors', () => {
  it('makes errors that carry their entry', () => {
    const error = TEDDY.EAR_MISSING('The left one', { side: 'left' });
    expect(error).toMatchObject({
      name: 'AppError',
      code: 'EAR_MISSING',
      detail: 'The left one',
      extra: { side: 'left' },
      message: 'EAR_MISSING: The left one',
    });
    expect(error.entry).toEqual({
      code: 'EAR_MISSING',
      module: 'teddy',
      kind: 'conflict',
      status: 409,
      title: 'An ear is missing',
      description: 'A teddy has two ears.',
    });
    expect(TEDDY.EAR_MISSING().detail).toBe('A teddy has two ears.');
  });

  it('finds them by code and by constraint', () => {
    expect(errorByCode('EAR_MISSING')).toBe(TEDDY.EAR_MISSING);
    expect(errorOfConstraint('ck_teddies_ears')).toBe(TEDDY.EAR_MISSING);
    expect(errorByCode('constructor')).toBeUndefined();
    expect(errorOfConstraint('toString')).toBeUndefined();
    expect(mappedConstraints().get('ck_teddies_ears')).toBe('EAR_MISSING');
    expect(errorCatalogue().map(({ code }) => code)).toContain('EAR_MISSING');
  });

  it('refuses codes of a bad form, codes and constraints that are taken', () => {
    const entry = { kind: 'conflict', title: 'x', description: 'x' } as const;
    expect(() => defineErrors('teddy', { bad_code: entry })).toThrow('UPPER_SNAKE');
    expect(() => defineErrors('teddy', { EAR_MISSING: entry })).toThrow('declared twice');
    expect(() =>
      defineErrors('teddy', { NOSE_MISSING: entry }, { constraints: { ck_teddies_ears: 'NOSE_MISSING' } }),
    ).toThrow('mapped twice');
  });
});

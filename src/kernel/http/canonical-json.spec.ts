import fc from 'fast-check';
import { canonicalJson, sha256, uuidOfText } from './canonical-json.js';

describe('canonical JSON', () => {
  it('is one text for every spelling of one payload', () => {
    expect(canonicalJson({ b: 1, a: [{ d: null, c: 'x' }], u: undefined })).toBe('{"a":[{"c":"x","d":null}],"b":1}');
    expect(canonicalJson(JSON.parse('{ "a" : 1.0 }'))).toBe(canonicalJson(JSON.parse('{"\\u0061":1}')));
    expect(canonicalJson(undefined)).toBe('null');
  });

  it('differs where the payload differs', () => {
    const different = [
      { a: 1 },
      { a: '1' },
      { a: [1] },
      { a: null },
      { b: 1 },
      [],
      {},
      null,
      'null',
      [[1], 2],
      [[1, 2]],
    ];
    expect(new Set(different.map(canonicalJson)).size).toBe(different.length - 0);
  });

  it('does not depend on the order of names', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const reversed = Object.fromEntries(Object.entries(object).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(object));
        expect(JSON.parse(canonicalJson(object))).toEqual(JSON.parse(JSON.stringify(object)));
      }),
    );
  });

  it('hashes texts', () => {
    expect(sha256('')).toBe('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU');
    expect(uuidOfText('')).toBe('e3b0c442-98fc-1c14-9afb-f4c8996fb924');
  });
});

import fc from 'fast-check';
import { AppError } from '../errors/index.js';
import { BODY_LIMIT_BYTES, parseJsonBody } from './json-body.js';

const read = (text: string | Buffer, limit?: number): unknown => parseJsonBody(Buffer.from(text as string), limit);

/** Status and code of the refusal. */
function refusal(text: string | Buffer): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof AppError) return `${error.entry.status} ${error.code}`;
    throw error;
  }
  return 'taken';
}

/** The number tokens of a JSON text, those inside of texts left out. */
function numbersIn(text: string): string[] {
  return text.replace(/"(?:\\.|[^"\\])*"/g, '""').match(/-?\d[\d.eE+-]*/g) ?? [];
}

describe('parseJsonBody', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5, noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(
          !text.includes('__proto__') && !numbersIn(text).some((number) => number.length > 15 || number.includes('e')),
        );
        expect(read(text)).toEqual(JSON.parse(text));
      }),
    );
    expect(read('')).toBeUndefined();
    expect(read(' {"a" : [1 , -2.5, "x\\"y", true, null]} ')).toEqual({ a: [1, -2.5, 'x"y', true, null] });
  });

  it.each([
    ['{"a":1', 'a missing brace'],
    ['{"a":1}}', 'one brace too many'],
    ['{a:1}', 'an unquoted name'],
    ['[1,]', 'a comma at the end'],
    ['01', 'a leading zero'],
    ['-', 'a lone minus'],
    ['NaN', 'NaN'],
    ['"abc', 'an open string'],
    ['\ufeff{}', 'a byte order mark'],
    ['["a":1]', 'a name in a list'],
  ])('refuses %s (%s) as malformed', (text) => expect(refusal(text)).toBe('400 MALFORMED_REQUEST'));

  it.each([
    [Buffer.from([0x22, 0xff, 0x22])],
    [Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
    [Buffer.from([0x22, 0xc0, 0x80, 0x22])],
  ])('refuses bytes that are not UTF-8', (bytes) => expect(refusal(bytes)).toBe('400 MALFORMED_REQUEST'));

  it('refuses a name that stands twice, however it is spelled, but not in two objects', () => {
    expect(refusal('{"a":1,"a":1}')).toBe('400 MALFORMED_REQUEST');
    expect(refusal('{"ab":1,"\\u0061b" : 2}')).toBe('400 MALFORMED_REQUEST');
    expect(refusal('{"x":{"a":1,"b":2},"a":[{"a":1},{"a":2}]}')).toBe('taken');
    expect(refusal('{"a":"a","b":"a"}')).toBe('taken');
  });

  it('refuses __proto__, however it is spelled, and takes constructor as a plain name', () => {
    expect(refusal('{"__proto__":{"is_admin":true}}')).toBe('400 MALFORMED_REQUEST');
    expect(refusal('{"\\u005f_proto__":1}')).toBe('400 MALFORMED_REQUEST');
    expect(refusal('{"constructor":1}')).toBe('taken');
  });

  it('bounds depth at 32', () => {
    expect(refusal('['.repeat(32) + ']'.repeat(32))).toBe('taken');
    expect(refusal('['.repeat(33) + ']'.repeat(33))).toBe('400 MALFORMED_REQUEST');
    expect(refusal('{"a":'.repeat(33) + '1' + '}'.repeat(33))).toBe('400 MALFORMED_REQUEST');
  });

  it('bounds the number of names at 2,000, more only where the route takes a larger body', () => {
    const object = (count: number): string => `{${Array.from({ length: count }, (_, i) => `"k${i}":1`).join(',')}}`;
    expect(refusal(object(2000))).toBe('taken');
    expect(refusal(object(2001))).toBe('400 MALFORMED_REQUEST');
    expect(Object.keys(read(object(4000), 2 * BODY_LIMIT_BYTES) as object)).toHaveLength(4000);
  });

  it.each([
    '9007199254740992',
    '-9007199254740993',
    '123456789012345678901234567890',
    '1e3',
    '1E400',
    '1.0000000000000001',
    '0.1234567890123456789',
  ])('refuses %s instead of rounding it', (number) =>
    expect(refusal(`{"quantity":${number}}`)).toBe('422 VALIDATION_FAILED'),
  );

  it.each(['9007199254740991', '-9007199254740991', '0', '-1', '1.5', '0.123456789012'])('takes %s', (number) => {
    expect(read(number)).toBe(Number(number));
  });

  it('does not take a number inside a text for one', () =>
    expect(read('"1e3 9007199254740993"')).toBe('1e3 9007199254740993'));

  it('reads 256 KiB of anything within 200 ms', () => {
    const fill = (unit: string): string => unit.repeat(Math.floor(BODY_LIMIT_BYTES / unit.length));
    const bodies = [
      fill('['),
      fill('"\\u0061",'),
      fill('{"a":1},'),
      `"${fill('\\"')}"`,
      fill('1e9,'),
      fill('"" '),
      fill('-'),
      `[${fill('0,')}0]`,
    ];
    const milliseconds = (body: string): number => {
      const begin = performance.now();
      refusal(body);
      return performance.now() - begin;
    };
    // The best of three: a pause of the machine is not the reader's.
    for (const body of bodies) {
      expect(Math.min(milliseconds(body), milliseconds(body), milliseconds(body))).toBeLessThan(200);
    }
  });
});

import { loadConfig } from '../config/index.js';
import { CannotOpen, DataCipher } from './data-cipher.js';

const OLD = 'the-old-key-of-these-tests-0123456789-abcd';
const NEW = 'the-new-key-of-these-tests-9876543210-wxyz';
const place = { column: 'erp.vaults.secret', row_id: '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59' };

const cipher = (key?: string, previous?: string): DataCipher =>
  new DataCipher(
    loadConfig({
      ...(key !== undefined && { DATA_ENCRYPTION_KEY: key }),
      ...(previous !== undefined && { DATA_ENCRYPTION_KEY_PREVIOUS: previous }),
    }),
  );

/** What opening says, or the text. */
function opened(by: DataCipher, sealed: string, at = place): string {
  try {
    return by.open(sealed, at);
  } catch (error) {
    expect(error).toBeInstanceOf(CannotOpen);
    return (error as Error).message;
  }
}

describe('a sealed value', () => {
  const sealed = cipher(NEW).seal('Rp 1.000 – rahasia', place);

  it('opens where it belongs, and is another text each time', () => {
    expect(cipher(NEW).open(sealed, place)).toBe('Rp 1.000 – rahasia');
    expect(cipher(NEW).seal('Rp 1.000 – rahasia', place)).not.toBe(sealed);
    expect(sealed).not.toContain('rahasia');
    expect(cipher(NEW).open(cipher(NEW).seal('x', place), place)).toBe('x');
  });

  it('opens neither in another row nor in another column', () => {
    const message =
      /^erp\.vaults\.\w+ of row [0-9a-f-]+ cannot be decrypted: it was altered, or belongs to another row$/;
    expect(opened(cipher(NEW), sealed, { ...place, row_id: place.row_id.replace('9', '8') })).toMatch(message);
    expect(opened(cipher(NEW), sealed, { ...place, column: 'erp.vaults.other' })).toMatch(message);
  });

  it.each([0, 5, 12, 20, 28, 35])('is refused when its byte %i was changed', (at) => {
    const [version, key, body] = sealed.split('.') as [string, string, string];
    const bytes = Buffer.from(body, 'base64url');
    bytes[at]! ^= 1;
    expect(opened(cipher(NEW), [version, key, bytes.toString('base64url')].join('.'))).toContain('it was altered');
  });

  it('is refused when it is cut off, of another form, or not encrypted at all', () => {
    for (const text of [sealed.slice(0, 45), 'v2' + sealed.slice(2), 'plain', ''])
      expect(opened(cipher(NEW), text)).toContain('it has not the form of an encrypted value');
  });

  it('is read under the key before, and written under the new one', () => {
    const old = cipher(OLD).seal('x', place);
    const both = cipher(NEW, OLD);
    expect(both.open(old, place)).toBe('x');
    expect(both.seal('x', place).split('.')[1]).toBe(both.current_key_id);
    expect(both.current_key_id).toBe(cipher(NEW).current_key_id);
    expect(opened(cipher(NEW), old)).toMatch(
      /it was encrypted under the key [\w-]{8}, which this server does not have/,
    );
  });

  it('is not made without a key, and nothing of key or value is in a message', () => {
    expect(cipher().current_key_id).toBeNull();
    expect(() => cipher().seal('rahasia', place)).toThrow('DATA_ENCRYPTION_KEY is not set');
    expect(opened(cipher(), sealed)).not.toContain(sealed.slice(12));
  });
});

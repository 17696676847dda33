import { normalizePassword, passwordFaults } from './password-policy.js';

const budi = { username: 'budi.santoso', email: 'budi@boneka.example', full_name: 'Budi Santoso' };
const codes = (password: string, context = budi): string[] =>
  passwordFaults(password, context).map((fault) => fault.code);

describe('the password policy', () => {
  test.each([
    'a long sentence of my own',
    'kereta api ke bandung pagi',
    'gajah-terbang-rendah',
    'V9#kq2!mZr7x-Lw',
    'tidak ada yang tahu ini',
    'зимняя вишня на окне',
    '十五文字以上の秘密の言葉ですよね',
    'stitching 14 bears by noon',
    'p'.concat('q7w2e9r4t8y1u5'),
    'budi buys seventeen kites',
  ])('accepts %p', (password) => {
    expect(codes(password)).toEqual([]);
  });

  test.each([
    ['', 'PASSWORD_TOO_SHORT'],
    ['short', 'PASSWORD_TOO_SHORT'],
    ['Xk3!vq92#Lm', 'PASSWORD_TOO_SHORT'],
    ['x'.repeat(129), 'PASSWORD_TOO_LONG'],
    ['aaaaaaaaaaaaaaaa', 'PASSWORD_REPETITIVE'],
    ['abababababab', 'PASSWORD_REPETITIVE'],
    ['k9v#k9v#k9v#k9v#', 'PASSWORD_REPETITIVE'],
    ['123456789012', 'PASSWORD_SEQUENTIAL'],
    ['abcdefghijklm', 'PASSWORD_SEQUENTIAL'],
    ['qwertyuiopasdf', 'PASSWORD_SEQUENTIAL'],
    ['987654321098', 'PASSWORD_SEQUENTIAL'],
    ['qwerty123456', 'PASSWORD_SEQUENTIAL'],
    ['password1234', 'PASSWORD_COMMON'],
    ['P@ssw0rd!2024', 'PASSWORD_COMMON'],
    ['passwordpassword', 'PASSWORD_COMMON'],
    ['Welcome12345!', 'PASSWORD_COMMON'],
    ['!!!letmein2025', 'PASSWORD_COMMON'],
    ['correct horse battery staple', 'PASSWORD_COMMON'],
    ['I-love-you-forever', 'PASSWORD_COMMON'],
    ['Adm1n1strat0r', 'PASSWORD_COMMON'],
    ['Indonesia1945', 'PASSWORD_COMMON'],
    ['budi.santoso', 'PASSWORD_CONTAINS_IDENTITY'],
    ['budi.santoso2024', 'PASSWORD_CONTAINS_IDENTITY'],
    ['Santoso-123-456', 'PASSWORD_CONTAINS_IDENTITY'],
    ['pabrik-pabrik-1', 'PASSWORD_CONTAINS_IDENTITY'],
    ['budi@boneka.example', 'PASSWORD_CONTAINS_IDENTITY'],
  ])('refuses %p with %s', (password, code) => {
    expect(codes(password)).toContain(code);
  });

  test('a name of three letters or less is not looked for, since it is part of too many words', () => {
    expect(codes('a long sentence of mine', { username: 'lon', email: 'sen@x.example', full_name: 'Of Mi' })).toEqual(
      [],
    );
  });

  test('length is counted in characters, not in UTF-16 units', () => {
    expect(codes('🧸🐘🦒🐒🦓🐫🐅🦏🐊🐍🦜🐢🦎🐸')).toEqual(['PASSWORD_TOO_SHORT']);
    expect(codes('🧸🐘🦒🐒🦓🐫🐅🦏🐊🐍🦜🐢🦎🐸🐙')).toEqual([]);
  });

  test('two ways of typing the same character are one password', () => {
    expect(normalizePassword('cafe\u0301 au lait')).toBe(normalizePassword('caf\u00e9 au lait'));
    expect(normalizePassword(' spaces stay ')).toBe(' spaces stay ');
  });

  test('every code comes with a sentence that does not repeat the password', () => {
    for (const fault of passwordFaults('budi.santoso', budi)) {
      expect(fault.message).toMatch(/\.$/);
      expect(fault.message).not.toContain('budi');
    }
  });
});

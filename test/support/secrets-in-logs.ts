/** What no line of a log may hold, whoever it belongs to: tokens, keys, hashes and addresses with a password in them. */
const SECRETS: readonly (readonly [string, RegExp])[] = [
  ['a JWT', /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/],
  ['an API key', /pbk_[a-z0-9]{8}_[\w-]{20,}/],
  ['a refresh token', /pbr_[\w-]{20,}/],
  ['a hash of a password', /\$argon2(id|i|d)\$/],
  ['an address with a password', /postgres(ql)?:\/\/[^\s:@/"]+:[^\s@"]+@/],
  ['a bearer header', /bearer\s+[\w.~+/=-]{20,}/i],
];

/**
 * Which secrets a log gives away, by name.
 * @param known secrets of this run by name: passwords, tokens, keys of the environment
 */
export function secretsIn(log: string, known: Readonly<Record<string, string>> = {}): string[] {
  const named = Object.entries(known)
    .filter(([, secret]) => log.includes(secret) || log.includes(encodeURIComponent(secret)))
    .map(([name]) => name);
  return [...named, ...SECRETS.filter(([, pattern]) => pattern.test(log)).map(([name]) => name)];
}

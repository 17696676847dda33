import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Certificates of a test: a CA that signed itself, and what it signed. Paths of PEM files. */
export interface TestCertificates {
  readonly folder: string;
  readonly ca: string;
  /** Of a CA that signed nothing of ours. */
  readonly otherCa: string;
  /** For `localhost`. */
  readonly server: { readonly cert: string; readonly key: string };
  client(user: string): { readonly cert: string; readonly key: string };
}

/** Whether there is a program to make certificates with. */
export function canMakeCertificates(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export function makeCertificates(): TestCertificates {
  const folder = mkdtempSync(join(tmpdir(), 'pabrik-tls-'));
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const authority = (name: string): string => {
    openssl(
      'req',
      '-x509',
      ...newKey,
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      at(`${name}.key`),
      '-out',
      at(`${name}.crt`),
    );
    return at(`${name}.crt`);
  };
  const ca = authority('ca');
  const signed = (name: string, subject: string, extensions = ''): { cert: string; key: string } => {
    openssl('req', ...newKey, '-subj', `/CN=${subject}`, '-keyout', at(`${name}.key`), '-out', at(`${name}.csr`));
    writeFileSync(at(`${name}.ext`), extensions);
    openssl(
      'x509',
      '-req',
      '-in',
      at(`${name}.csr`),
      '-CA',
      ca,
      '-CAkey',
      at('ca.key'),
      '-CAcreateserial',
      '-days',
      '2',
      '-extfile',
      at(`${name}.ext`),
      '-out',
      at(`${name}.crt`),
    );
    return { cert: at(`${name}.crt`), key: at(`${name}.key`) };
  };
  return {
    folder,
    ca,
    otherCa: authority('other-ca'),
    server: signed('server', 'localhost', 'subjectAltName=DNS:localhost'),
    client: (user) => signed(`client-${user}`, user),
  };
}

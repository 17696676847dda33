import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './server-process.js';

const FOLDER = 'docker/nginx';

/** Whether nginx is installed here, and openssl for its certificate. */
export const hasNginx = (): boolean =>
  ['nginx', 'openssl'].every((program) => !spawnSync(program, ['-v'], { stdio: 'ignore' }).error);

/** The files of docker/nginx as they are, but for where things lie on this machine. @returns the path of nginx.conf */
export function nginxFiles(folder: string): string {
  mkdirSync(join(folder, 'tls'));
  const pair = ['-keyout', join(folder, 'tls/tls.key'), '-out', join(folder, 'tls/tls.crt')];
  const certificate = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '1',
    '-subj',
    '/CN=localhost',
    ...pair,
  ];
  const { status, stderr } = spawnSync('openssl', certificate, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl: ${stderr}`);
  const upstream = readFileSync(join(FOLDER, 'upstream.conf'), 'utf8');
  writeFileSync(join(folder, 'upstream.conf'), upstream.replace(/server-[ab]/g, '127.0.0.1'));
  const own = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  const file = readFileSync(join(FOLDER, 'nginx.conf'), 'utf8')
    .replace(/^user .*$/m, '')
    .replace(/^http \{$/m, `http {\n  ${own.join(' ')}`)
    .replaceAll('/etc/nginx/tls', `${folder}/tls`)
    .replace('/etc/nginx/upstream.conf', `${folder}/upstream.conf`)
    .replace('/run/nginx.pid', `${folder}/nginx.pid`)
    .replace('/dev/stderr', `${folder}/error.log`)
    .replace('/dev/stdout', `${folder}/access.log`);
  writeFileSync(join(folder, 'nginx.conf'), file);
  return join(folder, 'nginx.conf');
}

export interface Nginx {
  readonly url: string;
  /** What it has to complain of. */
  errors(): string;
  stop(): Promise<void>;
}

/**
 * nginx with the repository's own settings before servers on this machine. Only its ports are others, and the limits of requests and
 * connections from one address are taken out, since a load comes from one address.
 */
export async function startNginx(ports: readonly number[]): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'pabrik-nginx-'));
  chmodSync(folder, 0o755);
  const conf = nginxFiles(folder);
  const [plain, tls] = [await freePort(), await freePort()];
  const upstream = join(folder, 'upstream.conf');
  const left = [...ports];
  writeFileSync(
    upstream,
    readFileSync(upstream, 'utf8').replace(/:3000/g, () => `:${left.shift()!}`),
  );
  writeFileSync(
    conf,
    readFileSync(conf, 'utf8')
      .replace(/listen 80 /, `listen 127.0.0.1:${plain} `)
      .replace(/listen 443 /, `listen 127.0.0.1:${tls} `)
      .replace(/^ *limit_(req|conn) .*;$/gm, ''),
  );
  const child = spawn('nginx', ['-c', conf, '-p', folder, '-g', 'daemon off;'], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const errors = (): string => readFileSync(join(folder, 'error.log'), 'utf8');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; !(await answers(tls)); tries++) {
    if (child.exitCode !== null || tries > 100) throw new Error(`nginx does not serve:\n${errors()}`);
    await sleep(50);
  }
  return { url: `https://127.0.0.1:${tls}`, errors, stop };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

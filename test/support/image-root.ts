import { execFileSync, spawn, spawnSync } from 'node:child_process';
import type { ChildProcess, SpawnSyncReturns } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a base image brings, taken from this machine as it stands: programs and libraries, which nothing here may change. */
const OF_THE_MACHINE = ['bin', 'sbin', 'lib', 'lib64', 'usr', 'etc'];
const DEVICES = ['dev', 'proc'];

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** `1000:1000`; root where not given. */
  readonly user?: string;
  /** Folders of this machine that are seen inside, by where. */
  readonly mounts?: Readonly<Record<string, string>>;
  /** Nothing can be written but /tmp and what is mounted. */
  readonly readOnly?: boolean;
}

/** Whether this account may make a root of its own: a mount namespace and chroot. */
export const canMakeRoots = (): boolean =>
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['--mount', 'sh', '-c', 'mount -t tmpfs none /mnt && chroot / true'], { stdio: 'ignore' })
    .status === 0;

/** The root of a stage of an image: a folder in which commands run as in a container, but for the network and the numbers of processes. */
export class ImageRoot {
  readonly path = mkdtempSync(join(tmpdir(), 'pabrik-image-'));

  constructor() {
    for (const name of [...OF_THE_MACHINE, ...DEVICES]) {
      const own = join('/', name);
      if (!existsSync(own)) continue;
      if (lstatSync(own).isSymbolicLink()) symlinkSync(readlinkSync(own), join(this.path, name));
      else mkdirSync(join(this.path, name));
    }
    mkdirSync(join(this.path, 'tmp'), { mode: 0o1777 });
    execFileSync('chmod', ['755', this.path]);
    execFileSync('chmod', ['1777', join(this.path, 'tmp')]);
  }

  /** A place inside, as a path of this machine. */
  at(path: string): string {
    return join(this.path, path);
  }

  run(command: readonly string[], options: RunOptions = {}): SpawnSyncReturns<string> {
    return spawnSync('unshare', this.argumentsFor(command, options), { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  }

  /** Signals reach the command itself: everything before it gives its place up. */
  start(command: readonly string[], options: RunOptions = {}): ChildProcess {
    return spawn('unshare', this.argumentsFor(command, options), { stdio: ['ignore', 'pipe', 'pipe'] });
  }

  remove(): void {
    // Every mount is in a namespace that ended with its command: what lies here is only ours.
    rmSync(this.path, { recursive: true, force: true });
  }

  private argumentsFor(
    command: readonly string[],
    { env = {}, cwd = '/', user, mounts = {}, readOnly = false }: RunOptions,
  ): string[] {
    const quoted = (text: string): string => `'${text.replace(/'/g, `'\\''`)}'`;
    const root = quoted(this.path);
    const steps = [`mount --bind ${root} ${root}`];
    for (const name of OF_THE_MACHINE.filter(
      (each) => existsSync(join('/', each)) && !lstatSync(join('/', each)).isSymbolicLink(),
    ))
      steps.push(`mount --rbind /${name} ${root}/${name}`, `mount -o remount,bind,ro ${root}/${name}`);
    for (const name of DEVICES) steps.push(`mount --rbind /${name} ${root}/${name}`);
    for (const inside of Object.keys(mounts)) mkdirSync(this.at(inside), { recursive: true });
    if (readOnly)
      steps.push(`mount -o remount,bind,ro ${root}`, `mount -t tmpfs -o size=256m,mode=1777 tmpfs ${root}/tmp`);
    for (const [inside, outside] of Object.entries(mounts))
      steps.push(`mount --bind ${quoted(outside)} ${root}${quoted(inside)}`);
    const variables = Object.entries({
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      ...env,
    }).map(([name, value]) => quoted(`${name}=${value}`));
    const as = user === undefined ? '' : `--userspec=${quoted(user)} `;
    steps.push(
      `exec chroot ${as}${root} env -i -C ${quoted(cwd)} ${variables.join(' ')} ${command.map(quoted).join(' ')}`,
    );
    return ['--mount', 'sh', '-ec', steps.join('\n')];
  }
}

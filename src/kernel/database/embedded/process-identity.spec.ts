import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { identify, isAlive, isSameProcess, looksLikePostgres } from './process-identity.js';

const onLinux = process.platform === 'linux' ? it : it.skip;

it('knows our own process', () => {
  expect(isAlive(process.pid)).toBe(true);
  expect(isSameProcess(process.pid, identify(process.pid))).toBe(true);
  expect(looksLikePostgres(process.pid)).toBe(false);
});

it('does not take a number that nobody has, or none at all, for a process', () => {
  for (const pid of [0, -1, Number.NaN, 2 ** 22 + 1]) expect(isAlive(pid)).toBe(false);
});

onLinux('tells a process from an earlier one with the same number', () => {
  expect(isSameProcess(process.pid, '1')).toBe(false);
});

onLinux('counts a zombie as dead', async () => {
  // The shell leaves a child behind, and what it turns into never collects it.
  const parent = spawn('/bin/sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 5'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const child = Number(line.toString());
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(() => process.kill(child, 0)).not.toThrow();
    expect(isAlive(child)).toBe(false);
  } finally {
    parent.kill('SIGKILL');
  }
});

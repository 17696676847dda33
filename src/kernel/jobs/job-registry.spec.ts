import { JobRegistry } from './job-registry.js';
import { ScheduledJob } from './scheduled-job.js';

class Chore extends ScheduledJob {
  constructor(registry: JobRegistry, name: string) {
    super(registry, { name, title: 'Does the chore.', schedule: '0 3 * * *' });
  }
  work(): Promise<{ done: number }> {
    return Promise.resolve({ done: 1 });
  }
}

it('holds the jobs in the order of their names, each of which registers itself', async () => {
  const registry = new JobRegistry();
  new Chore(registry, 'second').onModuleInit();
  new Chore(registry, 'first-of-all').onModuleInit();
  expect(registry.all().map(({ name }) => name)).toEqual(['first-of-all', 'second']);
  const run = { run_id: 'x', signal: new AbortController().signal };
  expect(await registry.find('second')!.work(run)).toEqual({ done: 1 });
  expect(registry.find('third')).toBeUndefined();
});

it('refuses odd names and two of one name', () => {
  const registry = new JobRegistry();
  expect(() => new Chore(registry, 'No Good').onModuleInit()).toThrow('is no name of a job');
  new Chore(registry, 'one').onModuleInit();
  expect(() => new Chore(registry, 'one').onModuleInit()).toThrow('two jobs called one');
});

import { randomUUID } from 'node:crypto';
import { Database } from '../../src/kernel/database/index.js';
import { JobRegistry } from '../../src/kernel/jobs/index.js';
import type { JobOutcome } from '../../src/kernel/jobs/index.js';
import { RequestContext, permissionCatalogue, systemActor } from '../../src/kernel/security/index.js';
import type { TestApp } from './app.js';

/** Runs a job as the scheduler would, as the system, in one transaction where the job wants it so, and gives its figures. */
export function runJob(app: TestApp, name: string): Promise<JobOutcome | void> {
  const job = app.nest.get(JobRegistry).find(name);
  if (!job) throw new Error(`There is no job ${name}`);
  const id = randomUUID();
  const actor = systemActor(new Set(permissionCatalogue().map(({ permission }) => permission)), [app.company_id]);
  const work = () => job.work({ run_id: id, signal: new AbortController().signal });
  return RequestContext.run(RequestContext.forSystem(actor, id, 30_000), async () =>
    job.kind === 'repeatable' ? work() : app.nest.get(Database).transaction(work),
  );
}

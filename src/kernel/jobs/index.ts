export type { Job, JobOutcome, JobRun } from './job.js';
export { JobRegistry } from './job-registry.js';
export { JobRegistryModule } from './jobs.module.js';
export { MonthsAhead } from './months-ahead.js';
export { ScheduledJob } from './scheduled-job.js';

import { defineErrors } from '../../kernel/errors/index.js';

export const JOB_ERRORS = defineErrors('jobs', {
  JOB_BUSY: {
    kind: 'conflict',
    title: 'Job is busy',
    description: 'The job is running, or its next run is in line already.',
  },
  JOB_RUNS_BY_ITSELF: {
    kind: 'conflict',
    title: 'Job runs by itself',
    description: 'It is done every few seconds or minutes in each process, and cannot be asked for.',
  },
});

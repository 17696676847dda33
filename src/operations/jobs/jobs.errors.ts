import { defineErrors } from '../../kernel/errors/index.js';

export const JOB_ERRORS = defineErrors('jobs', {
  JOB_BUSY: {
    kind: 'conflict',
    title: 'Job is busy',
    description: 'The job is running, or its next run is in line already.',
  },
});

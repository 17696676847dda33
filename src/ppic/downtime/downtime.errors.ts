import { defineErrors } from '../../kernel/errors/index.js';

/** Refusals of downtimes. */
export const DOWNTIME_ERRORS = defineErrors(
  'ppic',
  {
    DOWNTIME_OVERLAPS: {
      kind: 'conflict',
      title: 'It stood still already',
      description:
        'Another downtime of the same place, or of the whole work centre, covers a part of that time; end, correct or withdraw it first.',
    },
    DOWNTIME_TOO_OLD: {
      kind: 'conflict',
      title: 'Too long ago',
      description: 'A downtime is corrected or withdrawn up to seven days after the day on which it began.',
    },
  },
  { constraints: { ex_downtimes_overlap: 'DOWNTIME_OVERLAPS' } },
);

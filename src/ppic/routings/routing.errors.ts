import { defineErrors } from '../../kernel/errors/index.js';

/** Refusals of routings. Several are raised by the database itself, under these codes. */
export const ROUTING_ERRORS = defineErrors(
  'ppic',
  {
    ROUTING_NOT_DRAFT: {
      kind: 'conflict',
      title: 'Not a draft any more',
      description: 'Only a draft can be changed or deleted; copy the routing to a new revision.',
    },
    ROUTING_CYCLE: {
      kind: 'conflict',
      title: 'Operations would wait for each other',
      description: 'The predecessors would close a circle; `operations` lists the numbers on it.',
    },
    ROUTING_NOT_READY: {
      kind: 'conflict',
      title: 'Cannot be used yet',
      description: 'Something stands in the way of using the routing; `faults` lists all of it.',
    },
    ROUTING_NOT_ACTIVE: {
      kind: 'conflict',
      title: 'Not an active routing',
      description: 'Only an active routing can be the default of its product.',
    },
    ANOTHER_ROUTING_DEFAULT: {
      kind: 'conflict',
      title: 'Another routing is the default',
      description: 'A product has one default routing in a company on any day.',
    },
    NO_DEFAULT_ROUTING: {
      kind: 'missing',
      title: 'No default routing',
      description: 'No active routing is the default of this product on that day.',
    },
    OUT_OF_CALENDAR: {
      kind: 'invalid',
      title: 'The calendar does not reach that far',
      description: 'A work centre has no working time for a year, or the work would take more than twenty years.',
    },
  },
  { constraints: { ex_routings_one_default: 'ANOTHER_ROUTING_DEFAULT' } },
);

import { defineErrors } from '../kernel/errors/index.js';

/** Refusals of quality. */
export const QUALITY_ERRORS = defineErrors(
  'quality',
  {
    PLAN_NOT_DRAFT: {
      kind: 'conflict',
      title: 'Not a draft',
      description: 'Only a draft of an inspection plan can be changed; make a new revision.',
    },
    PLAN_ALREADY_ACTIVE: {
      kind: 'conflict',
      title: 'Another revision is active',
      description:
        'A subject has one active inspection plan of a kind; obsolete it first, or activate with `supersede`.',
    },
    NO_INSPECTION_PLAN: {
      kind: 'conflict',
      title: 'No active inspection plan',
      description: 'Neither the product nor a category above it has an active plan of this kind and operation.',
    },
    LOT_SIZE_NOT_SAMPLED: {
      kind: 'conflict',
      title: 'Lot size outside the table',
      description: "The plan's table has no row for a lot of this size; `lots` lists them.",
    },
    NOT_A_RECEIPT: {
      kind: 'conflict',
      title: 'Not a receipt',
      description: 'Incoming inspections are made of receipts that were not taken back.',
    },
    RESULTS_INCOMPLETE: {
      kind: 'conflict',
      title: 'Results are missing',
      description: '`missing_results` mandatory results of the sample were not entered yet.',
    },
    ACCEPTANCE_NUMBER_EXCEEDED: {
      kind: 'conflict',
      title: 'Too many defects',
      description:
        'More defective pieces than the acceptance number, or a critical one: reject, sort every piece, or ask for a concession.',
    },
    CONCESSION_NOT_NEEDED: {
      kind: 'conflict',
      title: 'No concession needed',
      description: 'The sample passes: accept it.',
    },
    INSPECTION_SCRAPPED: {
      kind: 'conflict',
      title: 'Scrapped',
      description: 'The pieces were scrapped when they were rejected; nothing is left to decide on.',
    },
    INSPECTION_REPEATED: {
      kind: 'conflict',
      title: 'Inspected again',
      description: 'Another inspection has taken its place; decide that one.',
    },
    HOLDING_PLACE_MISSING: {
      kind: 'conflict',
      title: 'No quarantine',
      description: 'The warehouse has no active location of type quarantine; add one.',
    },
  },
  {
    constraints: {
      uq_inspection_plans_one_active: 'PLAN_ALREADY_ACTIVE',
      uq_inspections_reinspects_id: 'INSPECTION_REPEATED',
    },
  },
);

import { definePermissions } from '../kernel/security/index.js';

/** What people may do in quality. */
export const QUALITY = definePermissions('quality', {
  defect_reasons: {
    read: 'See the reasons of defects',
    create: 'Add reasons of defects',
    update: 'Change and deactivate reasons of defects',
    delete: 'Delete reasons of defects that were never used',
  },
  plans: {
    read: 'See inspection plans',
    create: 'Draft inspection plans',
    update: 'Change inspection plans that are still drafts',
    activate: 'Put an inspection plan to use',
    obsolete: 'Take an inspection plan out of use',
  },
  inspections: {
    read: 'See inspections, their results and what blocks',
    create: 'Ask for inspections, also those that plans want at a receipt',
    record: 'Start inspections and enter what was found',
    decide: 'Accept and reject what was inspected, within the acceptance number',
    cancel: 'Cancel inspections that are not decided',
  },
  concessions: { approve: 'Accept by concession what an inspection found too bad' },
  figures: {
    read: 'See first-pass yield and defects by reason',
    read_value: 'See what poor quality costs',
  },
});

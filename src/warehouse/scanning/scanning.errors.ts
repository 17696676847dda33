import { defineErrors } from '../../kernel/errors/index.js';

export const SCANNING_ERRORS = defineErrors('warehouse', {
  SCAN_UNREADABLE: {
    kind: 'invalid',
    title: 'Scan cannot be read',
    description:
      'The text is no well-formed element string, or its checksum does not fit; `faults` lists everything that is wrong with its position.',
  },
  LABEL_DOES_NOT_FIT: {
    kind: 'invalid',
    title: 'Label does not fit',
    description: 'What the label has to say is more than the symbol that was asked for can hold.',
  },
});

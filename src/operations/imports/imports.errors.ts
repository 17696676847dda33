import { defineErrors } from '../../kernel/errors/index.js';

/** Why a file is refused as a whole, or an import ends without success. Faults of single rows have codes of their own: see README. */
export const IMPORT_ERRORS = defineErrors('imports', {
  FILE_NOT_UTF8: {
    kind: 'malformed',
    title: 'File is not UTF-8',
    description: 'The bytes of the file are not UTF-8 (a byte order mark is allowed), or hold NUL characters.',
  },
  FILE_NOT_CSV: {
    kind: 'invalid',
    title: 'File is not CSV',
    description:
      'A row of the file cannot be told apart: a quote is never closed, or text follows a closing quote. `line` says where it begins.',
  },
  FILE_HEADER_INVALID: {
    kind: 'invalid',
    title: 'Header or mapping does not fit',
    description:
      'The header has unknown, missing or repeated columns, or the mapping names columns that the file does not have; `errors` lists all.',
  },
  MAPPING_INVALID: {
    kind: 'invalid',
    title: 'Mapping is not valid',
    description: 'The mapping has unknown or wrong members; `errors` lists all, each with its JSON pointer.',
  },
  IMPORT_ROWS_REJECTED: {
    kind: 'invalid',
    title: 'Rows were rejected',
    description:
      'At least one row is at fault, so nothing was imported; the errors of the import list every one. `on_error=skip_rows` imports the others.',
  },
  IMPORT_INTERRUPTED: {
    kind: 'conflict',
    title: 'Import was interrupted',
    description: 'The server stopped while the import ran; nothing of it was kept. Send the file again.',
  },
  IMPORT_FAILED: {
    kind: 'internal',
    title: 'Import failed',
    description: 'An unexpected fault; nothing was imported. The log has it under the request id of the import.',
  },
});

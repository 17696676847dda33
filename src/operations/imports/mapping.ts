import type { ImportDefinition } from '../../kernel/imports/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { attributeOf, fieldOf } from './field-names.js';

/** Where a field's value comes from, and what is done to it, in this order. */
export interface FieldSource {
  /** A column of the file, */
  readonly column?: string;
  /** or several, whose filled cells are joined, */
  readonly columns?: readonly string[];
  readonly join?: string;
  /** or the same value for every row. */
  readonly value?: string;
  readonly case?: 'upper' | 'lower';
  /** Their value -> ours; `*` stands for every other value, an absent one leaves it as it is. */
  readonly values?: Readonly<Record<string, string>>;
  /** How the file writes a date: `DD/MM/YYYY`; what follows a final `*` is left out. */
  readonly date?: string;
  readonly multiply?: string;
  readonly divide?: string;
  readonly prefix?: string;
  readonly suffix?: string;
  /** Taken where the cell is empty. */
  readonly default?: string;
  /** For a reference: what the file names the row by. */
  readonly by?: 'code' | 'external_id' | 'id';
  /** For a reference by external id: whose ids they are; the mapping's `system` when not given. */
  readonly system?: string;
}

/** Rows that are left out on purpose. */
export interface SkipRule {
  readonly column: string;
  readonly when: 'empty' | 'equals' | 'not_equals';
  readonly value?: string;
  readonly reason: string;
}

/** How a foreign file is read: a mapping file's content. */
export interface MappingDocument {
  readonly resource: string;
  readonly description?: string;
  /** The system whose ids the file holds: rows are kept and found under it. */
  readonly system?: string;
  readonly delimiter?: string;
  readonly decimal_separator?: '.' | ',';
  readonly group_separator?: '' | '.' | ',' | ' ' | "'";
  readonly skip_rows?: readonly SkipRule[];
  readonly fields: Readonly<Record<string, string | FieldSource>>;
}

const DATE_FORM = /^(?=.*YYYY)(?=.*MM)(?=.*DD)[YMD./ -]+\*?$/;
const DECIMAL = /^\d{1,15}(\.\d{1,15})?$/;

const isText = (value: unknown): boolean => typeof value === 'string' && value.length <= 500;
const isWord = (value: unknown): boolean => isText(value) && value !== '';
const oneOf =
  (...values: string[]) =>
  (value: unknown): boolean =>
    values.includes(value as string);
const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.length >= 1 && value.length <= 20 && value.every(isWord);
const isFactor = (value: unknown): boolean => typeof value === 'string' && DECIMAL.test(value) && /[1-9]/.test(value);
const isValueMap = (value: unknown): boolean =>
  isObject(value) && Object.keys(value).length <= 10_000 && Object.values(value).every(isText);

type Checks = Readonly<Record<string, readonly [check: (value: unknown) => boolean, message: string]>>;

const DOCUMENT: Checks = {
  resource: [isWord, 'must be the name of a resource'],
  description: [
    (value) => typeof value === 'string' && value.length <= 2000,
    'must be a text of at most 2000 characters',
  ],
  system: [(value) => isWord(value) && (value as string).length <= 64, 'must be a text of 1 to 64 characters'],
  delimiter: [oneOf(',', ';', '\t', '|'), 'must be a comma, semicolon, tab or vertical bar'],
  decimal_separator: [oneOf('.', ','), 'must be a point or a comma'],
  group_separator: [oneOf('', '.', ',', ' ', "'"), 'must be empty, a point, comma, blank or apostrophe'],
  skip_rows: [(value) => Array.isArray(value) && value.length <= 20, 'must be a list of at most 20 rules'],
  fields: [(value) => isObject(value) && Object.keys(value).length > 0, 'must be an object with at least one field'],
};

const SOURCE: Checks = {
  column: [isWord, 'must be the name of a column of the file'],
  columns: [isTexts, 'must be a list of 1 to 20 column names'],
  join: [isText, 'must be a text'],
  value: [isText, 'must be a text'],
  case: [oneOf('upper', 'lower'), 'must be upper or lower'],
  values: [isValueMap, 'must be an object of texts'],
  date: [
    (value) => typeof value === 'string' && DATE_FORM.test(value),
    'must hold YYYY, MM and DD once each, such as DD/MM/YYYY',
  ],
  multiply: [isFactor, 'must be a decimal number above zero, written as a text'],
  divide: [isFactor, 'must be a decimal number above zero, written as a text'],
  prefix: [isText, 'must be a text'],
  suffix: [isText, 'must be a text'],
  default: [isWord, 'must be a text'],
  by: [oneOf('code', 'external_id', 'id'), 'must be code, external_id or id'],
  system: [isWord, 'must be a text'],
};

const RULE: Checks = {
  column: [isWord, 'must be the name of a column of the file'],
  when: [oneOf('empty', 'equals', 'not_equals'), 'must be empty, equals or not_equals'],
  value: [isText, 'must be a text'],
  reason: [isWord, 'must say why these rows are left out'],
};

/** Every fault of a mapping file, each with its JSON pointer. No faults: the document is a `MappingDocument` for this resource. */
export function checkMapping(document: unknown, definition: ImportDefinition | undefined): FieldError[] {
  if (!isObject(document)) return [{ pointer: '', code: 'INVALID_TYPE', message: 'must be a JSON object' }];
  const faults = checkMembers(document, DOCUMENT, '', ['resource', 'fields']);
  if (document['resource'] !== undefined && definition?.resource !== document['resource']) {
    faults.push({ pointer: '/resource', code: 'NOT_ALLOWED', message: 'is not the resource that is imported' });
  }
  const rules = document['skip_rows'];
  if (Array.isArray(rules)) rules.forEach((rule, index) => faults.push(...checkRule(rule, `/skip_rows/${index}`)));
  if (definition && isObject(document['fields'])) {
    for (const [name, source] of Object.entries(document['fields'])) {
      faults.push(...checkSource(definition, name, source, typeof document['system'] === 'string'));
    }
  }
  return faults;
}

function checkRule(rule: unknown, pointer: string): FieldError[] {
  if (!isObject(rule)) return [{ pointer, code: 'INVALID_TYPE', message: 'must be an object' }];
  const faults = checkMembers(rule, RULE, pointer, ['column', 'when', 'reason']);
  if (rule['when'] !== 'empty' && rule['value'] === undefined) {
    faults.push({ pointer: `${pointer}/value`, code: 'REQUIRED', message: 'is required' });
  }
  return faults;
}

function checkSource(definition: ImportDefinition, name: string, source: unknown, hasSystem: boolean): FieldError[] {
  const pointer = `/fields/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const field = fieldOf(definition, name);
  if (!field) return [{ pointer, code: 'UNKNOWN_FIELD', message: `is not a field of ${definition.resource}` }];
  if (field.type === 'attributes' && attributeOf(name) === undefined) {
    return [
      { pointer, code: 'INVALID_FORMAT', message: 'needs one entry for each attribute, such as attributes.colour' },
    ];
  }
  if (isWord(source)) return [];
  if (!isObject(source))
    return [{ pointer, code: 'INVALID_TYPE', message: 'must be the name of a column or an object' }];
  const faults = checkMembers(source, SOURCE, pointer, []);
  const origins = ['column', 'columns', 'value'].filter((member) => source[member] !== undefined);
  if (origins.length !== 1)
    faults.push({ pointer, code: 'INVALID_VALUE', message: 'needs exactly one of column, columns and value' });
  const refuse = (member: string, allowed: boolean, message: string): void => {
    if (source[member] !== undefined && !allowed)
      faults.push({ pointer: `${pointer}/${member}`, code: 'NOT_ALLOWED', message });
  };
  const numeric = ['integer', 'quantity', 'decimal'].includes(field.type);
  refuse('date', field.type === 'date', 'is for dates only');
  refuse('multiply', numeric, 'is for numbers only');
  refuse('divide', numeric, 'is for numbers only');
  refuse('by', field.type === 'reference', 'is for references only');
  if (source['by'] === 'external_id') {
    if (field.type === 'reference' && !field.reference.entity_type) refuse('by', false, 'has no external ids');
    if (!hasSystem && source['system'] === undefined) {
      faults.push({
        pointer: `${pointer}/system`,
        code: 'REQUIRED',
        message: 'is required where the mapping names no system',
      });
    }
  }
  return faults;
}

function checkMembers(
  value: Record<string, unknown>,
  checks: Checks,
  pointer: string,
  required: readonly string[],
): FieldError[] {
  const faults: FieldError[] = [];
  for (const name of required) {
    if (value[name] === undefined)
      faults.push({ pointer: `${pointer}/${name}`, code: 'REQUIRED', message: 'is required' });
  }
  for (const [name, member] of Object.entries(value)) {
    const rule = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (!rule) faults.push({ pointer: `${pointer}/${name}`, code: 'UNKNOWN_FIELD', message: 'is not a member here' });
    else if (!rule[0](member)) faults.push({ pointer: `${pointer}/${name}`, code: 'INVALID_VALUE', message: rule[1] });
  }
  return faults;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

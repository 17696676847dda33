import type { FieldError } from '../../kernel/errors/index.js';
import type { ImportDefinition, ImportField } from '../../kernel/imports/index.js';
import { PLAIN_NUMBERS, readCell } from './cells.js';
import type { NumberForm } from './cells.js';
import { compileSource } from './field-source.js';
import type { ReadSource } from './field-source.js';
import { attributeOf, fieldOf, fieldsOf } from './field-names.js';
import type { FieldSource, MappingDocument, SkipRule } from './mapping.js';

/** A fault of one cell or row, in the words of the file. */
export interface RowFault {
  readonly column: string | null;
  readonly field: string | null;
  readonly code: string;
  readonly message: string;
  readonly value: string | null;
}

/** One field that the file gives, and how a reference of it is to be understood. */
export interface GivenField {
  readonly name: string;
  readonly field: ImportField;
  /** The column of the file, for error messages. */
  readonly column: string | null;
  readonly by: 'code' | 'external_id' | 'id';
  readonly system: string | null;
}

/** A row of the file as its fields, or the number of the rule that leaves it out. */
export type RowReading =
  | { readonly skipped: number }
  | { readonly data: Readonly<Record<string, unknown>>; readonly faults: readonly RowFault[] };

const MAX_COLUMNS = 1000;

interface CompiledField extends GivenField {
  readonly attribute: string | undefined;
  readonly read: ReadSource;
  readonly empty: string | undefined;
  readonly numbers: NumberForm;
}

/**
 * Reads the rows of one file: made once from its header, then pure for each row. Without a mapping the columns are the fields'
 * own names and every column must be one; with a mapping, columns that it does not name are left alone.
 */
export class RowReader {
  private readonly fields: CompiledField[] = [];
  private readonly skips: { index: number; rule: SkipRule }[] = [];
  private readonly width: number;
  /** Faults of header and mapping together; with any, no row can be read. */
  readonly faults: FieldError[] = [];

  constructor(
    private readonly definition: ImportDefinition,
    private readonly mapping: MappingDocument | null,
    header: readonly string[],
  ) {
    const columns = header.map((name) => name.trim());
    this.width = columns.length;
    if (columns.length > MAX_COLUMNS) {
      this.fault('/columns', 'TOO_MANY', `has more than ${MAX_COLUMNS} columns`);
      return;
    }
    const repeated = columns.filter((name, index) => name !== '' && columns.indexOf(name) !== index);
    for (const name of new Set(repeated))
      this.fault(`/columns/${name}`, 'DUPLICATE_COLUMN', 'stands twice in the header');
    if (mapping) this.compileMapping(mapping, columns);
    else this.compileNative(columns);
    this.addDefaults();
    this.demandKey();
  }

  /** The fields that this file gives; those it does not give stay as they are in rows that exist. */
  get given(): readonly GivenField[] {
    return this.fields;
  }

  read(cells: readonly string[]): RowReading {
    if (cells.length !== this.width) {
      const message = `has ${cells.length} cells where the header has ${this.width}`;
      return { data: {}, faults: [{ column: null, field: null, code: 'WRONG_CELL_COUNT', message, value: null }] };
    }
    for (let i = 0; i < this.skips.length; i++) if (leavesOut(this.skips[i]!, cells)) return { skipped: i };
    const data: Record<string, unknown> = {};
    const faults: RowFault[] = [];
    for (const field of this.fields) this.readField(field, cells, data, faults);
    return { data, faults };
  }

  private readField(
    field: CompiledField,
    cells: readonly string[],
    data: Record<string, unknown>,
    faults: RowFault[],
  ): void {
    const { name, column } = field;
    const source = field.read(cells);
    const text = source.text === '' ? (field.empty ?? '') : source.text;
    const refuse = (code: string, message: string): void => {
      faults.push({ column, field: name, code, message, value: source.text.slice(0, 100) || null });
    };
    let value: string | null = null;
    if (source.fault) refuse(source.fault.code, source.fault.message);
    else if (text !== '') {
      const result = readCell(field.field, text, source.plain ? PLAIN_NUMBERS : field.numbers);
      if ('value' in result) value = result.value;
      else refuse(result.code, result.message);
    } else if (field.field.required) refuse('REQUIRED', 'is required');
    if (field.attribute === undefined) data[name] = value;
    else ((data['attributes'] ??= {}) as Record<string, unknown>)[field.attribute] = value;
  }

  private compileNative(columns: readonly string[]): void {
    columns.forEach((name, index) => {
      const field = fieldOf(this.definition, name);
      if (!field || (field.type === 'attributes' && attributeOf(name) === undefined)) {
        this.fault(
          `/columns/${name || index + 1}`,
          'UNKNOWN_COLUMN',
          `is no field of ${this.definition.resource}; GET /imports/resources lists them`,
        );
        return;
      }
      this.add(name, field, { column: name }, columns);
    });
  }

  private compileMapping(mapping: MappingDocument, columns: readonly string[]): void {
    for (const [name, source] of Object.entries(mapping.fields)) {
      const field = fieldOf(this.definition, name);
      if (field) this.add(name, field, typeof source === 'string' ? { column: source } : source, columns);
    }
    if (
      mapping.system !== undefined &&
      mapping.fields['external_id'] !== undefined &&
      mapping.fields['external_system'] === undefined
    ) {
      this.add('external_system', fieldsOf(this.definition)['external_system']!, { value: mapping.system }, columns);
    }
    (mapping.skip_rows ?? []).forEach((rule, number) => {
      const index = columns.indexOf(rule.column);
      if (index < 0)
        this.fault(`/skip_rows/${number}/column`, 'UNKNOWN_COLUMN', `the file has no column ${rule.column}`);
      this.skips.push({ index, rule });
    });
  }

  private add(name: string, field: ImportField, source: FieldSource, columns: readonly string[]): void {
    const wanted = source.columns ?? (source.column === undefined ? [] : [source.column]);
    for (const missing of wanted.filter((column) => !columns.includes(column))) {
      this.fault(`/fields/${name}`, 'UNKNOWN_COLUMN', `the file has no column ${missing}`);
    }
    const numbers: NumberForm = {
      decimal_separator: this.mapping?.decimal_separator ?? '.',
      group_separator: this.mapping?.group_separator ?? '',
    };
    this.fields.push({
      name: attributeOf(name) === undefined ? name : 'attributes',
      attribute: attributeOf(name),
      field,
      column: wanted.length ? wanted.join(', ') : null,
      by: source.by ?? 'code',
      system: source.system ?? this.mapping?.system ?? null,
      read: compileSource(source, columns, numbers),
      empty: source.default ?? field.default,
      numbers,
    });
  }

  /** Fields of the key, and all fields of a procedure, take their default also where the file has no column for them. */
  private addDefaults(): void {
    const { target, procedure, fields } = this.definition;
    for (const [name, field] of Object.entries(fields)) {
      if (field.default === undefined || this.gives(name) || !(procedure || target?.key.includes(name))) continue;
      this.add(name, field, { value: field.default }, []);
    }
  }

  private demandKey(): void {
    const { target, procedure, fields } = this.definition;
    if (this.gives('external_id')) return;
    for (const [name, field] of Object.entries(fields)) {
      if (field.required && !this.gives(name) && (procedure || target?.key.includes(name))) {
        this.fault(`/columns/${name}`, 'MISSING_COLUMN', `no column gives the field ${name}`);
      }
    }
  }

  private gives(name: string): boolean {
    return this.fields.some((field) => field.name === name);
  }

  private fault(pointer: string, code: string, message: string): void {
    this.faults.push({ pointer, code, message });
  }
}

function leavesOut({ index, rule }: { index: number; rule: SkipRule }, cells: readonly string[]): boolean {
  const text = (cells[index] ?? '').trim();
  if (rule.when === 'empty') return text === '';
  return (text === rule.value) === (rule.when === 'equals');
}

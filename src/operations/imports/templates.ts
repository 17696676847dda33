import type { ImportDefinition } from '../../kernel/imports/index.js';
import { fieldsOf } from './field-names.js';
import type { ImportResourceDto } from './imports.dto.js';

/** The names of a resource's columns and one row to imitate, as CSV. */
export function templateOf(definition: ImportDefinition): string {
  const columns = Object.entries(fieldsOf(definition)).map(([name, { type, example, default: fallback }]) => ({
    name: type === 'attributes' ? `${name}.colour` : name,
    example: example ?? fallback ?? '',
  }));
  const line = (cells: string[]): string => `${cells.map(quote).join(',')}\r\n`;
  return line(columns.map(({ name }) => name)) + line(columns.map(({ example }) => example));
}

/** What a file may give for a resource, in the words of its definition. */
export function describeResource(definition: ImportDefinition): ImportResourceDto {
  return {
    resource: definition.resource,
    title: definition.title,
    description: definition.description,
    permissions: [...definition.permissions],
    key: [
      ...(definition.target?.key ??
        Object.entries(definition.fields)
          .filter(([, { required }]) => required)
          .map(([name]) => name)),
    ],
    fields: Object.entries(fieldsOf(definition)).map(([name, field]) => ({
      name,
      type: field.type,
      required: field.required ?? false,
      description: field.description,
      default: field.default ?? null,
      values: field.type === 'choice' ? [...field.values] : [],
    })),
  };
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

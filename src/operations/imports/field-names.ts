import { importField } from '../../kernel/imports/index.js';
import type { ImportDefinition, ImportField } from '../../kernel/imports/index.js';

const EXTERNAL: Readonly<Record<string, ImportField>> = {
  external_system: importField.text({
    max: 64,
    description: 'The system whose id `external_id` is.',
    example: 'legacy',
  }),
  external_id: importField.text({
    max: 200,
    exact: true,
    description: 'Id of the row in that system; the row is found by it first.',
    example: '1001',
  }),
};

const COMPANY: Readonly<Record<string, ImportField>> = {
  company: importField.reference(
    { table: 'erp.companies', code: 'code', entity_type: 'company' },
    { column: 'company_id', description: 'Code of the company; your own when not given.', example: 'MAIN' },
  ),
};

/** All fields a file may give for a resource: its own, and what every resource of its kind takes. */
export function fieldsOf(definition: ImportDefinition): Readonly<Record<string, ImportField>> {
  return {
    ...definition.fields,
    ...(definition.company && COMPANY),
    ...(definition.entity_type && EXTERNAL),
  };
}

/** The attribute that a column such as `attributes.colour` holds. */
export function attributeOf(name: string): string | undefined {
  const attribute = /^attributes\.([^\s.][^.]{0,63})$/.exec(name)?.[1];
  return attribute === '__proto__' ? undefined : attribute;
}

/** The field that a name stands for; an attribute's name stands for the field that holds them all. */
export function fieldOf(definition: ImportDefinition, name: string): ImportField | undefined {
  const fields = fieldsOf(definition);
  if (Object.hasOwn(fields, name)) return fields[name];
  return attributeOf(name) !== undefined && fields['attributes']?.type === 'attributes'
    ? fields['attributes']
    : undefined;
}

type Json = Record<string, unknown>;

const MAX_DEPTH = 8;

/** What stands for a field that has neither example nor default, by its format. */
const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59',
  date: '2026-01-26',
  'date-time': '2026-01-26T17:03:11.120+07:00',
  password: 'a long pass phrase nobody guesses',
};

/**
 * A whole example of a schema, put together from the examples of its fields. Deprecated fields that may be absent are left out.
 * @param schemas `components.schemas` of the document
 */
export function exampleOf(schema: Json, schemas: Json, depth = 0): unknown {
  if (schema['example'] !== undefined) return schema['example'];
  if (schema['default'] !== undefined) return schema['default'];
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    return depth > MAX_DEPTH ? {} : exampleOf(schemas[reference.split('/').at(-1) ?? ''] as Json, schemas, depth + 1);
  }
  const choices = (schema['allOf'] ?? schema['anyOf'] ?? schema['oneOf']) as Json[] | undefined;
  if (choices?.[0]) return exampleOf(choices[0], schemas, depth + 1);
  if (Array.isArray(schema['enum'])) return (schema['enum'] as unknown[])[0];
  return exampleOfType([schema['type']].flat()[0] as string | undefined, schema, schemas, depth);
}

function exampleOfType(type: string | undefined, schema: Json, schemas: Json, depth: number): unknown {
  switch (type) {
    case 'object':
      return exampleOfObject(schema, schemas, depth);
    case 'array':
      return schema['items'] && schema['maxItems'] !== 0
        ? [exampleOf(schema['items'] as Json, schemas, depth + 1)]
        : [];
    case 'integer':
    case 'number':
      return schema['minimum'] ?? 1;
    case 'boolean':
      return true;
    case 'string':
      return BY_FORMAT[String(schema['format'])] ?? 'text'.slice(0, Number(schema['maxLength'] ?? 4));
    default:
      return null;
  }
}

function exampleOfObject(schema: Json, schemas: Json, depth: number): Json {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Json>);
  const required = (schema['required'] ?? []) as string[];
  const shown = properties.filter(([name, property]) => property['deprecated'] !== true || required.includes(name));
  return Object.fromEntries(shown.map(([name, property]) => [name, exampleOf(property, schemas, depth + 1)]));
}

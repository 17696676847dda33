import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';

type Json = Record<string, unknown>;
interface Response {
  readonly description?: string;
  readonly $ref?: string;
  readonly content?: Record<string, { schema?: Json }>;
}
interface Operation {
  readonly responses: Record<string, Response>;
}

const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void;

/** Holds answers against the OpenAPI document: status, content type and body, with no member that is not documented. */
export class Contract {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
  private readonly routes: { method: string; pattern: RegExp; literals: number; operation: Operation; path: string }[] =
    [];
  private readonly shared: Record<string, Response>;
  private readonly validators = new Map<Json, ValidateFunction>();

  constructor(document: Json) {
    addFormats(this.ajv);
    const closed = close(document) as Json & {
      paths: Record<string, Record<string, Operation>>;
      components: { responses?: Record<string, Response> };
    };
    this.shared = closed.components.responses ?? {};
    this.ajv.addSchema({ $id: 'openapi', ...closed });
    for (const [path, operations] of Object.entries(closed.paths)) {
      const pattern = new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`);
      for (const [method, operation] of Object.entries(operations)) {
        this.routes.push({
          method: method.toUpperCase(),
          pattern,
          literals: path.split('/').filter((p) => !p.startsWith('{')).length,
          operation,
          path,
        });
      }
    }
    this.routes.sort((a, b) => b.literals - a.literals);
  }

  /** @throws Error that says what the document does not allow */
  check(method: string, url: string, answer: { status: number; contentType: string; body: unknown }): void {
    const path = url.split('?')[0]!;
    const route = this.routes.find((r) => r.method === method && r.pattern.test(path));
    if (!route) {
      if (answer.status === 404 || answer.status === 400) return;
      throw new Error(`${method} ${path} answered ${answer.status} but is not in the OpenAPI document`);
    }
    const where = `${method} ${route.path} -> ${answer.status}`;
    const response = this.resolve(route.operation.responses[String(answer.status)]);
    if (!response)
      throw new Error(`${where} is not a documented status. Body: ${JSON.stringify(answer.body).slice(0, 500)}`);
    const code = (answer.body as { error_code?: string } | undefined)?.error_code;
    if (answer.status >= 400 && code !== undefined && !codesOf(response).includes(code))
      throw new Error(`${where} has the undocumented code ${code}`);
    const type = answer.contentType.split(';')[0]!;
    const schema = response.content?.[type]?.schema;
    if (!response.content || !type) return;
    if (!response.content[type]) throw new Error(`${where} has the undocumented content type ${type}`);
    if (!schema || !type.endsWith('json')) return;
    const validate = this.validator(schema);
    if (!validate(answer.body)) {
      throw new Error(
        `${where} breaks its schema: ${this.ajv.errorsText(validate.errors)}\n${JSON.stringify(answer.body).slice(0, 1000)}`,
      );
    }
  }

  private resolve(response: Response | undefined): Response | undefined {
    return response?.$ref === undefined ? response : this.shared[response.$ref.split('/').at(-1)!];
  }

  private validator(schema: Json): ValidateFunction {
    let validate = this.validators.get(schema);
    if (!validate) {
      validate = this.ajv.compile(absolute(schema) as Json);
      this.validators.set(schema, validate);
    }
    return validate;
  }
}

/** The error codes that a documented refusal can have: its description names them all. */
function codesOf({ description = '' }: Response): string[] {
  return [...description.matchAll(/`([A-Z][A-Z0-9_]*)`/g)].map(([, code]) => code!);
}

/** Objects with named properties take no others, except problems, whose extra members belong to their code. */
function close(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => close(item));
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === 'examples' || key === 'example' ? undefined : close(member, key),
    ]),
  ) as Json;
  if (
    copy['type'] === 'object' &&
    copy['properties'] &&
    copy['additionalProperties'] === undefined &&
    name !== 'ProblemDto'
  ) {
    copy['additionalProperties'] = false;
  }
  return copy;
}

function absolute(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(absolute);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, key === '$ref' ? `openapi${String(member)}` : absolute(member)]),
  );
}

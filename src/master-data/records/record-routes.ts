import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import type { ErrorDefinition } from '../../kernel/errors/index.js';
import { page } from '../../kernel/http/index.js';
import type { RouteOptions } from '../../kernel/http/index.js';

interface RecordWords {
  /** With its article: `a supplier`. */
  readonly one: string;
  readonly many: string;
  readonly permissions: {
    readonly read: string;
    readonly create: string;
    readonly update: string;
    readonly delete: string;
  };
  readonly answer: new () => object;
  /** What else a write can be refused for, */
  readonly errors?: readonly ErrorDefinition[];
  /** and what only the change of a row that is there. */
  readonly change_errors?: readonly ErrorDefinition[];
}

export type RecordRoutes = Readonly<
  Record<
    'list' | 'create' | 'byExternalId' | 'upsert' | 'get' | 'change' | 'deactivate' | 'activate' | 'remove',
    RouteOptions
  >
>;

/** What the routes of a kind of row say of themselves. Written once, so that a dozen resources behave and read alike. */
export function recordRoutes({
  one,
  many,
  permissions,
  answer: returns,
  errors = [],
  change_errors = [],
}: RecordWords): RecordRoutes {
  const { NOT_FOUND, DUPLICATE, REFERENCE_NOT_FOUND, INVALID_VALUE, VALUE_OUT_OF_RANGE, IN_USE } = KERNEL_ERRORS;
  const refusals = [DUPLICATE, REFERENCE_NOT_FOUND, INVALID_VALUE, VALUE_OUT_OF_RANGE, ...errors];
  const read = { permission: permissions.read, returns };
  const update = { permission: permissions.update, returns, status: 200, versioned: true } as const;
  return {
    list: { summary: `List ${many}`, permission: permissions.read, returns: page(returns) },
    create: {
      summary: `Add ${one}`,
      permission: permissions.create,
      returns,
      status: 201,
      errors: [...refusals, NOT_FOUND],
    },
    get: { summary: `Show ${one}`, ...read, versioned: true, errors: [NOT_FOUND] },
    byExternalId: {
      summary: `Show ${one} by the name another system has for it`,
      ...read,
      versioned: true,
      errors: [NOT_FOUND],
    },
    upsert: {
      summary: `Add or change ${one} by the name another system has for it`,
      description:
        'The same call twice changes nothing the second time. A name not heard before is given to the row with the same code, ' +
        `if there is one; otherwise a row is made, which also needs the permission \`${permissions.create}\`. ` +
        'Fields that are not sent stay as they are.',
      ...update,
      also: { status: 201, description: 'Added' },
      errors: [...refusals, ...change_errors, NOT_FOUND],
    },
    change: {
      summary: `Change ${one}`,
      description: 'Fields that are not sent stay as they are.',
      ...update,
      errors: [...refusals, ...change_errors, NOT_FOUND],
    },
    deactivate: {
      summary: `Deactivate ${one}`,
      description: 'It stays for what refers to it and is no longer offered for new work.',
      ...update,
      action: true,
      errors: [NOT_FOUND],
    },
    activate: { summary: `Activate ${one} again`, ...update, action: true, errors: [NOT_FOUND] },
    remove: {
      summary: `Delete ${one} that nothing refers to`,
      description:
        'While anything refers to it the answer is IN_USE with `used_by`: which kinds of rows, and how many of each.',
      permission: permissions.delete,
      versioned: true,
      errors: [NOT_FOUND, IN_USE],
    },
  };
}

import {
  AttributesField,
  BooleanField,
  IntegerField,
  ListQuery,
  StringField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';

type Class<T> = new () => T;

/** What the answer of every versioned row adds to the fields it was made from. */
export interface VersionedFields {
  id: string;
  version: number;
  created_at: string;
  updated_at: string;
}

/** The answer for rows made from `Input`: its fields, the id, the version and the times. */
export function versioned<T extends object>(Input: Class<T>): Class<T & VersionedFields> {
  class Row extends (Input as Class<object>) implements VersionedFields {
    @UuidField() id!: string;
    @IntegerField({ min: 1, description: 'Grows with every change; send it as If-Match.' }) version!: number;
    @TimestampField() created_at!: string;
    @TimestampField() updated_at!: string;
  }
  return Row as Class<T & VersionedFields>;
}

/** The same for rows that can be deactivated. */
export function deactivatable<T extends object>(Input: Class<T>): Class<T & VersionedFields & { is_active: boolean }> {
  class Row extends (versioned(Input) as Class<object>) {
    @BooleanField({ description: 'False: kept for what refers to it, not offered for new work.' }) is_active!: boolean;
  }
  return Row as Class<T & VersionedFields & { is_active: boolean }>;
}

/** Fields of every kind of row that other systems know too. */
export class RecordInput {
  @StringField({
    optional: true,
    nullable: true,
    min: 1,
    max: 200,
    example: 'LEGACY-1042',
    description: 'Id in the system this row came from; unique among its kind.',
  })
  external_id?: string | null;

  @AttributesField({ optional: true, description: 'Free fields of your own, searchable by containment.' })
  attributes?: Record<string, unknown>;
}

/** Filters of every list of such rows. */
export class RecordListQuery extends ListQuery {
  @BooleanField({ optional: true, description: 'Only active (true) or only deactivated (false) rows.' })
  is_active?: boolean;

  @StringField({ optional: true, min: 1, max: 200, description: 'Exactly this external id.' })
  external_id?: string;

  @AttributesField({ optional: true, description: 'JSON that the attributes must contain, e.g. {"colour":"brown"}.' })
  attributes?: Record<string, unknown>;
}

/** SQL of those filters, for a table under an alias. */
export function recordFilters(alias: string): Record<'is_active' | 'external_id' | 'attributes', string> {
  return {
    is_active: `${alias}.is_active = ?`,
    external_id: `${alias}.external_id = ?`,
    attributes: `${alias}.attributes @> ?::jsonb`,
  };
}

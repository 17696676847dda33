import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { EntityClass, ListDefinition, ListParameters, Page } from '../../kernel/database/index.js';
import { invalid, notFound } from '../../kernel/errors/index.js';
import { sha256 } from '../../kernel/http/index.js';
import { ReferenceCache } from '../../kernel/redis/index.js';
import { assertInScope, requirePermission } from '../../kernel/security/index.js';
import type { ScopedRow } from '../../kernel/security/index.js';
import { ExternalIdsRepository } from './external-ids.repository.js';
import { assertUnused } from './used-by.js';

interface Identified {
  id: string;
}

/** What there is to know of one kind of row so that it can be listed, kept and let go of like all others. */
export interface RecordKind<E extends Identified, Row extends object> {
  readonly entity: EntityClass<E>;
  readonly answer: EntityClass<Row>;
  /** What a person calls it, for messages. */
  readonly label: string;
  /** With its schema, for the search for uses. */
  readonly table: string;
  /** How lists and single rows are read; its columns are those of `answer`. */
  readonly list: ListDefinition;
  /** What of the list the caller may see; everything when not given. */
  readonly within?: () => { where: string; params: unknown[] };
  /** Where a row about to be made would lie. */
  readonly scopeOf?: (values: Partial<E>) => ScopedRow;
  /** Fills in what a new row may leave to the caller's circumstances. */
  readonly complete?: (values: Partial<E>) => Partial<E>;
  /** Read often and changed seldom, by tables that tell of their changes (`fn_tell_reference_data`): kept in Redis where there is one. */
  readonly cached?: boolean;
  /** Fields that stay what they were made with. */
  readonly fixed?: readonly (string & keyof E)[];
}

/** A kind that other systems know by names of their own. */
export interface NamedKind<E extends Identified, Row extends object> extends RecordKind<E, Row> {
  readonly entity_type: string;
  /** Filters of the list that find the row with the same natural key: an unknown external id is given to it. */
  readonly twin: (values: Partial<E>) => object;
  /** Needed besides the route's own permission when an upsert makes a new row. */
  readonly create_permission: string;
}

export interface Upserted<Row> {
  readonly row: Row;
  readonly created: boolean;
}

/** The life of a master-data row: seen, made, changed, deactivated, known by another system's name, deleted while unused. */
@Injectable()
export class MasterRecords {
  constructor(
    private readonly db: Database,
    private readonly externalIds: ExternalIdsRepository,
    private readonly cache: ReferenceCache,
  ) {}

  page<E extends Identified, Row extends object>(kind: RecordKind<E, Row>, query: ListParameters): Promise<Page<Row>> {
    return this.cached(kind, query, () => this.db.page<Row>(kind.list, query, within(kind)));
  }

  /** @throws NOT_FOUND also outside the caller's scope */
  get<E extends Identified, Row extends object>(kind: RecordKind<E, Row>, id: string): Promise<Row> {
    return this.cached(kind, id, () => this.read(kind, id, within(kind)));
  }

  /** @throws DUPLICATE, REFERENCE_NOT_FOUND, INVALID_VALUE as the table's constraints say */
  async create<E extends Identified, Row extends object>(kind: RecordKind<E, Row>, given: object): Promise<Row> {
    const values = kind.complete?.(given) ?? (given as Partial<E>);
    if (kind.scopeOf) assertInScope(kind.scopeOf(values), kind.label);
    const { id } = await this.db.insert(kind.entity, values);
    this.changed(kind);
    return this.read(kind, id);
  }

  /** Sets the fields that are given. Values that are there already change nothing, the version included. */
  change<E extends Identified, Row extends object>(kind: RecordKind<E, Row>, id: string, patch: object): Promise<Row> {
    return this.db.transaction(async () => {
      const row = await this.lock(kind, id);
      await this.db.change(kind.entity, id, withoutFixed(kind, row, patch));
      this.changed(kind);
      return this.read(kind, id);
    });
  }

  /** Deactivated rows stay for what refers to them and are no longer offered for new work. */
  setActive<E extends Identified & { is_active: boolean }, Row extends object>(
    kind: RecordKind<E, Row>,
    id: string,
    active: boolean,
  ): Promise<Row> {
    return this.change(kind, id, { is_active: active });
  }

  /** @throws IN_USE naming what refers to the row */
  async remove<E extends Identified, Row extends object>(kind: RecordKind<E, Row>, id: string): Promise<void> {
    await this.db.transaction(async () => {
      await this.lock(kind, id);
      await assertUnused(this.db, kind.table, id);
      await this.db.delete(kind.entity, id);
      this.changed(kind);
    });
  }

  /** @throws NOT_FOUND for a name that no row has */
  async byExternalId<E extends Identified, Row extends object>(
    kind: NamedKind<E, Row>,
    system: string,
    externalId: string,
  ): Promise<Row> {
    const id = await this.externalIds.find({ system, entity_type: kind.entity_type, external_id: externalId });
    if (id === null) throw notFound(`${kind.label} ${externalId} of ${system}`);
    return this.get(kind, id);
  }

  /**
   * Makes or changes the row that another system calls `externalId`. A name not heard before is given to the row with the same
   * natural key, if there is one. Two at once wait for each other: one makes the row, the other finds it.
   */
  upsert<E extends Identified, Row extends object>(
    kind: NamedKind<E, Row>,
    system: string,
    externalId: string,
    given: object,
  ): Promise<Upserted<Row>> {
    const name = { system, entity_type: kind.entity_type, external_id: externalId };
    return this.db.transaction(async () => {
      await this.externalIds.claim(name);
      const known = await this.externalIds.find(name);
      if (known !== null) return { row: await this.change(kind, known, given), created: false };
      const values = kind.complete?.(given) ?? (given as Partial<E>);
      const twin = await this.findTwin(kind, values);
      if (twin === null) requirePermission(kind.create_permission);
      const row = twin === null ? await this.create(kind, values) : await this.change(kind, twin, values);
      await this.externalIds.link(name, (row as unknown as Identified).id);
      return { row, created: twin === null };
    });
  }

  /** Locks a row that the caller may see, and holds If-Match against its version. */
  private async lock<E extends Identified, Row extends object>(kind: RecordKind<E, Row>, id: string): Promise<E> {
    // First the scope: the refusal of a stale version shows the row.
    if (kind.within) await this.get(kind, id);
    return this.db.lock(kind.entity, id);
  }

  private cached<E extends Identified, Row extends object, T>(
    kind: RecordKind<E, Row>,
    question: ListParameters | string,
    read: () => Promise<T>,
  ): Promise<T> {
    if (!kind.cached) return read();
    return this.cache.through(sha256(JSON.stringify([kind.table, question, within(kind)])), read);
  }

  private changed<E extends Identified, Row extends object>(kind: RecordKind<E, Row>): void {
    if (kind.cached) this.cache.changed();
  }

  private async findTwin<E extends Identified, Row extends object>(
    kind: NamedKind<E, Row>,
    values: Partial<E>,
  ): Promise<string | null> {
    const { data } = await this.db.page<Identified>(kind.list, { limit: 1, ...kind.twin(values) }, within(kind));
    return data[0]?.id ?? null;
  }

  private async read<E extends Identified, Row extends object>(
    kind: RecordKind<E, Row>,
    id: string,
    extra: { where?: string; params?: readonly unknown[] } = {},
  ): Promise<Row> {
    const row = await this.db.listed<Row>(kind.list, id, extra);
    if (row === null) throw notFound(kind.label, id);
    return row;
  }
}

function within<E extends Identified, Row extends object>(
  kind: RecordKind<E, Row>,
): { where: string; params: unknown[] } {
  return kind.within?.() ?? { where: 'true', params: [] };
}

/** The patch without the fields that stay as they are. @throws VALIDATION_FAILED when it would change one of them */
function withoutFixed<E extends Identified, Row extends object>(
  kind: RecordKind<E, Row>,
  row: E,
  patch: object,
): Partial<E> {
  const rest: Partial<E> = { ...patch };
  for (const name of kind.fixed ?? []) {
    if (rest[name] !== undefined && rest[name] !== row[name]) {
      throw invalid([{ pointer: `/${name}`, code: 'FIXED', message: 'stays as it was made' }]);
    }
    delete rest[name];
  }
  return rest;
}

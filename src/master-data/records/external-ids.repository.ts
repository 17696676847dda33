import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { ExternalId } from './external-id.entity.js';

/** A row as another system calls it. */
export interface ExternalName {
  readonly system: string;
  readonly entity_type: string;
  readonly external_id: string;
}

/** The questions about external ids. */
@Injectable()
export class ExternalIdsRepository {
  constructor(private readonly db: Database) {}

  /** Makes every other transaction that asks about the same name wait until this one ends, whether the name is known yet or not. */
  async claim(name: ExternalName): Promise<void> {
    const key = `${name.entity_type} ${name.system} ${name.external_id}`;
    await this.db.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [key]);
  }

  /** Id of our row of that name, if it is known. */
  async find(name: ExternalName): Promise<string | null> {
    const row = await this.db.maybe<{ entity_id: string }>(
      'select entity_id from erp.external_ids where system = $1 and entity_type = $2 and external_id = $3',
      [name.system, name.entity_type, name.external_id],
    );
    return row?.entity_id ?? null;
  }

  /** @throws DUPLICATE when the row already has another name in that system */
  async link(name: ExternalName, entityId: string): Promise<void> {
    await this.db.insert(ExternalId, { ...name, entity_id: entityId });
  }
}

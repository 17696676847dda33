import { Injectable } from '@nestjs/common';
import { Database, checkIfMatch, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import type { ImportMappingDto } from './imports.dto.js';

const MAPPING_LIST = defineList({
  select: 'm.name, m.resource, m.mapping, m.version, m.created_at, m.updated_at',
  from: 'erp.import_mappings m',
  id: 'm.id',
  sorts: { name: 'm.name' },
  default_sort: 'name',
  search: ['m.name', 'm.resource'],
});

/** The stored mappings of foreign files. */
@Injectable()
export class ImportMappingsRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<ImportMappingDto>> {
    return this.db.page(MAPPING_LIST, query);
  }

  find(name: string): Promise<ImportMappingDto | null> {
    return this.db.maybe(
      `select name, resource, mapping, version, created_at, updated_at from erp.import_mappings where name = $1`,
      [name],
    );
  }

  /** Locks the mapping of a name, where there is one, and holds If-Match against it. @throws STALE_VERSION */
  async lock(name: string): Promise<void> {
    const row = await this.db.maybe<{ version: number }>(
      'select name, resource, mapping, version, created_at, updated_at from erp.import_mappings where name = $1 for update',
      [name],
    );
    if (row) checkIfMatch(row);
  }

  /** Keeps a mapping under its name; the same content again changes nothing. @returns whether the name is new */
  async put(name: string, resource: string, mapping: object): Promise<boolean> {
    const { created } = await this.db.one<{ created: boolean }>(
      `with kept as (
         insert into erp.import_mappings as m (name, resource, mapping) values ($1, $2, $3)
         on conflict (name) do update set resource = excluded.resource, mapping = excluded.mapping, version = m.version + 1
         where (m.resource, m.mapping) is distinct from (excluded.resource, excluded.mapping)
         returning xmax = 0 as created)
       select coalesce((select created from kept), false) as created`,
      [name, resource, JSON.stringify(mapping)],
    );
    return created;
  }

  async delete(name: string): Promise<boolean> {
    return (await this.db.maybe('delete from erp.import_mappings where name = $1 returning id', [name])) !== null;
  }
}

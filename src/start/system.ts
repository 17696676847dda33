import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { Database } from '../kernel/database/index.js';
import { RequestContext, permissionCatalogue, systemActor } from '../kernel/security/index.js';

/** Runs work in the name of the system: every permission, every company, the main one first. For commands and the demo seed. */
export async function asSystem<T>(app: INestApplicationContext, work: () => Promise<T>): Promise<T> {
  const permissions = new Set(permissionCatalogue().map(({ permission }) => permission));
  const companies = await app
    .get(Database)
    .query<{ id: string }>(`select id from erp.companies order by code <> 'MAIN', created_at, id`);
  const actor = systemActor(
    permissions,
    companies.map(({ id }) => id),
  );
  return RequestContext.run(RequestContext.forSystem(actor, randomUUID()), work);
}

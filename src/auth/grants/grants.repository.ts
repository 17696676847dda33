import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import type { GrantDto, GrantsQuery } from './grants.dto.js';
import { UserGrant } from './user-grant.entity.js';

const IN_FORCE = 'g.revoked_at is null and g.valid_until > clock_timestamp()';
const ANSWER = `g.id, g.user_id, g.permission, g.valid_until, g.reason, g.granted_by, g.revoked_at, g.revoked_by,
  (${IN_FORCE}) as in_force, g.created_at`;
const ONE = `select ${ANSWER} from erp.user_grants g where g.id = $1 and g.user_id = $2`;

const GRANTS = defineList({
  select: ANSWER,
  from: 'erp.user_grants g',
  id: 'g.id',
  sorts: { valid_until: 'g.valid_until' },
  default_sort: '-valid_until',
  filters: { in_force: `(${IN_FORCE}) = ?` },
});

@Injectable()
export class GrantsRepository {
  constructor(private readonly db: Database) {}

  page(userId: string, query: GrantsQuery): Promise<Page<GrantDto>> {
    return this.db.page<GrantDto>(GRANTS, query, { where: 'g.user_id = ?', params: [userId] });
  }

  /** @throws NOT_FOUND */
  async answer(userId: string, id: string): Promise<GrantDto> {
    const row = await this.db.maybe<GrantDto>(ONE, [id, userId]);
    if (!row) throw notFound('Grant', id);
    return row;
  }

  async insert(values: Partial<UserGrant>): Promise<string> {
    return (await this.db.insert(UserGrant, values)).id;
  }

  async revoke(id: string, by: string): Promise<void> {
    await this.db.query(
      'update erp.user_grants g set revoked_at = clock_timestamp(), revoked_by = $2 where g.id = $1',
      [id, by],
    );
  }

  /** By the database's clock. */
  async isWithinAYear(time: string): Promise<boolean> {
    const { within } = await this.db.one<{ within: boolean }>(
      `select $1::timestamptz > clock_timestamp() and $1::timestamptz <= clock_timestamp() + interval '1 year' as within`,
      [time],
    );
    return within;
  }
}

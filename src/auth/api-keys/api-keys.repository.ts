import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { ApiKey } from './api-key.entity.js';
import type { ApiKeyDto, ApiKeysQuery } from './api-keys.dto.js';

const USABLE = 'k.revoked_at is null and k.expires_at > clock_timestamp()';
const ANSWER = `k.id, k.user_id, u.username, k.name, k.prefix, k.permissions, k.rate_limit_per_minute, k.expires_at, k.revoked_at,
  k.last_used_at, (${USABLE}) as is_usable, k.created_at`;
const FROM = 'erp.api_keys k join erp.user_names u on u.id = k.user_id';
const ONE = `select ${ANSWER} from ${FROM} where k.id = $1`;

const API_KEYS = defineList({
  select: ANSWER,
  from: FROM,
  id: 'k.id',
  sorts: { created_at: 'k.created_at' },
  default_sort: '-created_at',
  filters: { is_usable: `(${USABLE}) = ?` },
});

@Injectable()
export class ApiKeysRepository {
  constructor(private readonly db: Database) {}

  page(userId: string, query: ApiKeysQuery): Promise<Page<ApiKeyDto>> {
    return this.db.page<ApiKeyDto>(API_KEYS, query, { where: 'k.user_id = ?', params: [userId] });
  }

  /** @throws NOT_FOUND */
  async answer(id: string): Promise<ApiKeyDto> {
    const row = await this.db.maybe<ApiKeyDto>(ONE, [id]);
    if (!row) throw notFound('API key', id);
    return row;
  }

  async insert(values: Partial<ApiKey>, secretHash: Buffer): Promise<string> {
    const { id } = await this.db.insert(ApiKey, values);
    await this.db.query('select erp.auth_store_api_key_secret($1, $2)', [id, secretHash]);
    return id;
  }

  /** Answers whether the key was not revoked before. */
  async revoke(id: string, by: string): Promise<boolean> {
    const rows = await this.db.query(
      'update erp.api_keys k set revoked_at = clock_timestamp(), revoked_by = $2 where k.id = $1 and k.revoked_at is null returning 1 as one',
      [id, by],
    );
    return rows.length === 1;
  }

  /** By the database's clock. */
  async isWithinTwoYears(time: string): Promise<boolean> {
    const { within } = await this.db.one<{ within: boolean }>(
      `select $1::timestamptz > clock_timestamp() and $1::timestamptz <= clock_timestamp() + interval '2 years' as within`,
      [time],
    );
    return within;
  }
}

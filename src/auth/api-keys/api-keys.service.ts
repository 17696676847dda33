import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { invalid, notFound } from '../../kernel/errors/index.js';
import { can, requirePermission } from '../../kernel/security/index.js';
import { Authority } from '../access/authority.js';
import { AUTH } from '../auth.permissions.js';
import { AuthEvents } from '../events/auth-events.js';
import { requireSession } from '../sessions/sessions.service.js';
import { tokenHash } from '../tokens/refresh-tokens.js';
import { UserGuards } from '../users/user-guards.js';
import { UsersRepository } from '../users/users.repository.js';
import { newApiKey } from './api-key-secret.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import type { ApiKeyDto, ApiKeysQuery, CreateApiKeyDto, NewApiKeyDto } from './api-keys.dto.js';

/** Keys for programs. A key acts for the person who made it, never beyond what both may do, and never makes another key. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly db: Database,
    private readonly keys: ApiKeysRepository,
    private readonly users: UsersRepository,
    private readonly authority: Authority,
    private readonly guards: UserGuards,
    private readonly events: AuthEvents,
  ) {}

  /** One's own keys, or with `user_id` and the permission those of another. @throws FORBIDDEN, NOT_FOUND, SESSION_REQUIRED */
  async list({ user_id, ...query }: ApiKeysQuery): Promise<Page<ApiKeyDto>> {
    const own = requireSession().user_id;
    if (user_id === undefined || user_id === own) return this.keys.page(own, query);
    requirePermission(AUTH.api_keys.read);
    await this.users.answer(user_id);
    return this.keys.page(user_id, query);
  }

  /** @throws SESSION_REQUIRED, VALIDATION_FAILED, PERMISSION_NOT_HELD */
  async create(input: CreateApiKeyDto): Promise<NewApiKeyDto> {
    const { user_id } = requireSession();
    this.authority.checkPatterns(input.permissions, '/permissions');
    return this.db.transaction(async () => {
      if (!(await this.keys.isWithinTwoYears(input.expires_at))) {
        throw invalid([
          { pointer: '/expires_at', code: 'INVALID_VALUE', message: 'must lie ahead, and at most two years' },
        ]);
      }
      this.authority.requireHeld(input.permissions);
      const { prefix, key } = newApiKey();
      const id = await this.keys.insert({ ...input, user_id, prefix }, tokenHash(key));
      await this.events.record({
        event: 'api_key_created',
        user_id,
        details: { prefix, permissions: input.permissions },
      });
      return { ...(await this.keys.answer(id)), key };
    });
  }

  /** Ends a key at once: one's own, or with the permission that of another. @throws NOT_FOUND, SESSION_REQUIRED */
  async revoke(id: string): Promise<ApiKeyDto> {
    const { user_id } = requireSession();
    return this.db.transaction(async () => {
      const key = await this.keys.answer(id);
      if (key.user_id !== user_id) {
        if (!can(AUTH.api_keys.revoke)) throw notFound('API key', id);
        await this.users.answer(key.user_id);
      }
      if (await this.keys.revoke(id, user_id)) {
        await this.events.record({ event: 'api_key_revoked', user_id: key.user_id, details: { prefix: key.prefix } });
        this.guards.rightsChanged(key.user_id);
      }
      return this.keys.answer(id);
    });
  }
}

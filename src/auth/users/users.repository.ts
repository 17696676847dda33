import { Injectable } from '@nestjs/common';
import { Database, checkIfMatch, defineList } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { User } from './user.entity.js';
import type { UserDto, UsersQuery } from './users.dto.js';

const ANSWER = `u.id, u.username, u.email, u.full_name, u.is_active, u.must_change_password, u.last_login_at,
  array(select r.code from erp.user_roles ur join erp.roles r on r.id = ur.role_id where ur.user_id = u.id order by r.code) as roles,
  s.company_ids, s.default_company_id, s.warehouse_ids, s.department_ids, u.version, u.created_at, u.updated_at`;
const FROM = 'erp.users u cross join lateral erp.auth_rights(u.id) s';

const USERS = defineList({
  select: ANSWER,
  from: FROM,
  id: 'u.id',
  sorts: { username: 'u.username', created_at: 'u.created_at' },
  default_sort: 'username',
  search: ['u.username', 'u.full_name', 'u.email'],
  filters: {
    is_active: 'u.is_active = ?',
    role: 'exists (select from erp.user_roles ur join erp.roles r on r.id = ur.role_id where ur.user_id = u.id and r.code = ?)',
    company_id: 'exists (select from erp.user_companies uc where uc.user_id = u.id and uc.company_id = ?)',
  },
});

/** Users who share a company with the caller, or belong to none yet. The system user is nobody's. */
const inScope = (companies: '?' | '$2'): string => `u.kind = 'person' and (
  exists (select from erp.user_companies uc where uc.user_id = u.id and uc.company_id = any(${companies}::uuid[]))
  or not exists (select from erp.user_companies uc where uc.user_id = u.id))`;
const NEW = `select ${ANSWER} from ${FROM} where u.id = $1`;
const ONE = `select ${ANSWER} from ${FROM} where u.id = $1 and ${inScope('$2')}`;

/** Users are hidden from whoever has set no context: what is read of them is read in a transaction. */
@Injectable()
export class UsersRepository {
  constructor(private readonly db: Database) {}

  page(query: UsersQuery): Promise<Page<UserDto>> {
    const extra = { where: inScope('?'), params: [currentActor().company_ids] };
    return this.db.transaction(() => this.db.page<UserDto>(USERS, query, extra));
  }

  /** @throws NOT_FOUND, also outside the caller's companies */
  async answer(id: string): Promise<UserDto> {
    const params = [id, currentActor().company_ids];
    const row = await this.db.transaction(() => this.db.maybe<UserDto>(ONE, params));
    if (!row) throw notFound('User', id);
    return row;
  }

  /**
   * A user that the system itself has just made, whatever his company: what is decided at the end of a transaction (the company
   * of who was given none) is decided now.
   */
  async answerNew(id: string): Promise<UserDto> {
    await this.db.query('set constraints all immediate');
    return this.db.one<UserDto>(NEW, [id]);
  }

  /** Locks a person whom the caller may see. @throws NOT_FOUND, STALE_VERSION with the whole representation */
  async lock(id: string): Promise<UserDto> {
    await this.db.query('select 1 as held from erp.users u where u.id = $1 for update', [id]);
    const user = await this.answer(id);
    checkIfMatch(user);
    return user;
  }

  insert(values: Partial<User>): Promise<User> {
    return this.db.insert(User, values);
  }

  update(id: string, patch: Partial<User>): Promise<User> {
    return this.db.update(User, id, patch);
  }

  delete(id: string): Promise<void> {
    return this.db.delete(User, id);
  }

  byUsername(username: string): Promise<User | null> {
    return this.db.transaction(() =>
      this.db.maybe<User>('select u.* from erp.users u where u.username = $1', [username]),
    );
  }

  /** Every pattern a user has, by roles and by grants in force. */
  async patterns(id: string): Promise<string[]> {
    return (await this.db.one<{ patterns: string[] }>('select patterns from erp.auth_rights($1)', [id])).patterns;
  }

  async setPassword(id: string, hash: string, mustChange: boolean): Promise<void> {
    await this.db.query('select erp.auth_set_password($1, $2, $3)', [id, hash, mustChange]);
  }

  async passwordHash(id: string): Promise<string | null> {
    return (await this.db.one<{ hash: string | null }>('select erp.auth_password_hash($1) as hash', [id])).hash;
  }

  /** Whether there is any person yet. */
  async isEmpty(): Promise<boolean> {
    const found = await this.db.transaction(() =>
      this.db.maybe("select 1 as found from erp.users where kind = 'person' limit 1"),
    );
    return found === null;
  }

  /** Keeps two bootstraps apart until the end of the transaction. */
  async lockBootstrap(): Promise<void> {
    await this.db.query("select pg_advisory_xact_lock(hashtextextended('pabrik bootstrap', 0))");
  }

  /** Opens the door again to an account; what was guessed of its second factor is forgotten only where that is said. */
  async forgetFailures(username: string, secondFactorToo = false): Promise<number> {
    const sql = 'select erp.auth_forget_failures($1, $2) as count';
    return (await this.db.one<{ count: number }>(sql, [username, secondFactorToo])).count;
  }

  /** Demands a new password of one person, or of all. Answers how many. */
  async demandPasswordChange(id: string | null): Promise<number> {
    const rows = await this.db.query(
      `update erp.users u set must_change_password = true
        where u.kind = 'person' and not u.must_change_password and ($1::uuid is null or u.id = $1) returning 1 as one`,
      [id],
    );
    return rows.length;
  }
}

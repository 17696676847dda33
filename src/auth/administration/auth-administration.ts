import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { RequestContext, permissionCatalogue, systemActor } from '../../kernel/security/index.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { AuthEvents } from '../events/auth-events.js';
import { PasswordsService } from '../passwords/passwords.service.js';
import { RolesRepository, SUPER_ADMIN } from '../roles/roles.repository.js';
import { UserGuards } from '../users/user-guards.js';
import type { UserDto } from '../users/users.dto.js';
import { UsersRepository } from '../users/users.repository.js';

export interface NewAccount {
  readonly username: string;
  readonly password: string;
  readonly email?: string | null;
  readonly full_name?: string;
}

/** Whom a command concerns: one user by name, or everybody. */
export type Whom = { readonly username: string } | { readonly all: true };

/** What the system itself does to accounts: the operator's commands, the first start, registration. No session is needed. */
@Injectable()
export class AuthAdministration {
  constructor(
    private readonly db: Database,
    private readonly users: UsersRepository,
    private readonly roles: RolesRepository,
    private readonly passwords: PasswordsService,
    private readonly guards: UserGuards,
    private readonly events: AuthEvents,
  ) {}

  /** Adds the built-in roles that are missing; what somebody has adapted stays. Answers how many were added. */
  seedRoles(): Promise<number> {
    return this.asSystem(() => this.db.transaction(() => this.roles.seed()));
  }

  /** Whether there is any user yet, the system's own aside. */
  hasUsers(): Promise<boolean> {
    return this.asSystem(async () => !(await this.users.isEmpty()));
  }

  /**
   * Makes the first administrator; of two calls at once only one succeeds.
   * @throws BOOTSTRAP_CLOSED when there are users; VALIDATION_FAILED when the password is refused; DUPLICATE
   */
  async bootstrapAdmin(account: NewAccount & { evenWhenUsersExist?: boolean }): Promise<UserDto> {
    return this.createAccount({
      ...account,
      role: SUPER_ADMIN,
      event: 'admin_bootstrapped',
      before: async () => {
        await this.users.lockBootstrap();
        if (!account.evenWhenUsersExist && !(await this.users.isEmpty())) throw AUTH_ERRORS.BOOTSTRAP_CLOSED();
        await this.roles.seed();
      },
    });
  }

  /**
   * Makes sure of the demo user `admin`. With a password given it is that one, whatever the policy says of it; without, one is
   * made up when the user does not exist yet.
   * @returns the made-up password, to be shown once, or null
   */
  async ensureDemoAdmin(password?: string): Promise<{ created: boolean; password: string | null }> {
    const existing = await this.asSystem(() => this.users.byUsername('admin'));
    const chosen = password ?? randomBytes(12).toString('base64url');
    if (!existing) {
      const hash = await this.passwords.hashUnchecked(chosen);
      await this.createWithHash(
        { username: 'admin', full_name: 'Demo administrator' },
        hash,
        SUPER_ADMIN,
        'admin_bootstrapped',
      );
      return { created: true, password: password === undefined ? chosen : null };
    }
    if (password !== undefined && !(await this.passwords.isRight(existing.id, password))) {
      const hash = await this.passwords.hashUnchecked(password);
      await this.asSystem(() => this.db.transaction(() => this.passwords.store(existing.id, hash, false)));
    }
    return { created: false, password: null };
  }

  /** Makes an account with one role. @throws VALIDATION_FAILED, DUPLICATE */
  async createAccount(
    account: NewAccount & { role: string; event: string; before?: () => Promise<void> },
  ): Promise<UserDto> {
    const hash = await this.passwords.hashNew(account.password, account);
    return this.createWithHash(account, hash, account.role, account.event, account.before);
  }

  /** Ends the sessions of a user or of everybody. Answers how many were open. @throws NOT_FOUND */
  revokeSessions(whom: Whom): Promise<number> {
    return this.change(whom, async (userId) => {
      const count = await this.guards.endSessions(userId, 'incident');
      await this.events.record({
        event: userId === null ? 'all_sessions_revoked' : 'sessions_revoked',
        user_id: userId,
        details: { count },
      });
      return count;
    });
  }

  /** Demands a new password of a user or of everybody. Answers of how many it was not demanded before. @throws NOT_FOUND */
  forcePasswordChange(whom: Whom): Promise<number> {
    return this.change(whom, async (userId) => {
      const count = await this.users.demandPasswordChange(userId);
      const event = userId === null ? 'all_password_changes_forced' : 'password_change_forced';
      await this.events.record({ event, user_id: userId, details: { count } });
      return count;
    });
  }

  private createWithHash(
    account: Omit<NewAccount, 'password'>,
    hash: string,
    role: string,
    event: string,
    before?: () => Promise<void>,
  ): Promise<UserDto> {
    return this.asSystem(() =>
      this.db.transaction(async () => {
        await before?.();
        const username = account.username.toLowerCase();
        const user = await this.users.insert({
          username,
          email: account.email ?? null,
          full_name: account.full_name ?? '',
        });
        await this.passwords.store(user.id, hash, false);
        await this.roles.setRolesOf(
          user.id,
          (await this.roles.byCodes([role])).map(({ id }) => id),
        );
        await this.events.record({ event, user_id: user.id, details: { role } });
        return this.users.answerNew(user.id);
      }),
    );
  }

  private change(whom: Whom, work: (userId: string | null) => Promise<number>): Promise<number> {
    return this.asSystem(() =>
      this.db.transaction(async () => {
        const user = 'username' in whom ? await this.users.byUsername(whom.username.toLowerCase()) : null;
        if ('username' in whom && user?.kind !== 'person') throw notFound(`User ${whom.username}`);
        const count = await work(user?.id ?? null);
        this.guards.rightsChanged(user?.id);
        return count;
      }),
    );
  }

  /** Runs work in the name of the system, keeping the address and id of the request where there is one. */
  private asSystem<T>(work: () => Promise<T>): Promise<T> {
    const permissions = new Set(permissionCatalogue().map(({ permission }) => permission));
    const actor = systemActor(permissions, []);
    const request = RequestContext.find() ?? RequestContext.forSystem(actor, randomUUID());
    return RequestContext.run({ ...request, actor }, work);
  }
}

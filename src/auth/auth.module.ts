import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { ThrottlerModule } from '@nestjs/throttler';
import { AccessRefresher } from '../kernel/http/index.js';
import { Actors } from './access/actors.js';
import { ActorsRepository } from './access/actors.repository.js';
import { Authority } from './access/authority.js';
import { DatabaseClock } from './access/database-clock.js';
import { AuthAdministration } from './administration/auth-administration.js';
import { ApiKeysController } from './api-keys/api-keys.controller.js';
import { ApiKeysRepository } from './api-keys/api-keys.repository.js';
import { ApiKeysService } from './api-keys/api-keys.service.js';
import { AuthEvents } from './events/auth-events.js';
import { AuthEventsController } from './events/auth-events.controller.js';
import { GrantsController } from './grants/grants.controller.js';
import { GrantsRepository } from './grants/grants.repository.js';
import { GrantsService } from './grants/grants.service.js';
import { FreshAccess } from './guards/fresh-access.js';
import { IdentifyGuard } from './guards/identify.guard.js';
import { JwtStrategy } from './guards/jwt.strategy.js';
import { PermissionGuard } from './guards/permission.guard.js';
import { RateLimitGuard } from './guards/rate-limit.guard.js';
import { RateLimitStorage } from './guards/rate-limit.storage.js';
import { AccountController } from './login/account.controller.js';
import { CredentialsCheck } from './login/credentials-check.js';
import { LoginAttemptsRepository } from './login/login-attempts.repository.js';
import { LoginController } from './login/login.controller.js';
import { LoginService } from './login/login.service.js';
import { NewAccountsService } from './login/new-accounts.service.js';
import { OwnAccountService } from './login/own-account.service.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { PasswordsService } from './passwords/passwords.service.js';
import { Administrators } from './roles/administrators.js';
import { PermissionsController } from './roles/permissions.controller.js';
import { RolesController } from './roles/roles.controller.js';
import { RolesRepository } from './roles/roles.repository.js';
import { RolesService } from './roles/roles.service.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionsRepository } from './sessions/sessions.repository.js';
import { SessionsService } from './sessions/sessions.service.js';
import { AccessTokens } from './tokens/access-tokens.js';
import { UserAccessController } from './users/user-access.controller.js';
import { UserAccessService } from './users/user-access.service.js';
import { UserGuards } from './users/user-guards.js';
import { UserScopeRepository } from './users/user-scope.repository.js';
import { UserScopes } from './users/user-scopes.js';
import { UserSecurityService } from './users/user-security.service.js';
import { UsersController } from './users/users.controller.js';
import { UsersRepository } from './users/users.repository.js';
import { UsersService } from './users/users.service.js';

/** People, what they may do, and the guards before every route: who asks, how often, whether he may. Their order matters. */
@Global()
@Module({
  imports: [
    JwtModule.register({}),
    // Our guard brings its own limit and window for each request; the storage is what is used of this.
    ThrottlerModule.forRoot({ throttlers: [{ ttl: 60_000, limit: 0 }], storage: new RateLimitStorage() }),
  ],
  controllers: [
    LoginController,
    AccountController,
    SessionsController,
    UsersController,
    UserAccessController,
    GrantsController,
    RolesController,
    PermissionsController,
    ApiKeysController,
    AuthEventsController,
  ],
  providers: [
    { provide: APP_GUARD, useClass: IdentifyGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: PermissionGuard },
    { provide: AccessRefresher, useClass: FreshAccess },
    JwtStrategy,
    AccessTokens,
    Actors,
    ActorsRepository,
    DatabaseClock,
    Authority,
    Administrators,
    PasswordHasher,
    PasswordsService,
    LoginAttemptsRepository,
    CredentialsCheck,
    LoginService,
    NewAccountsService,
    OwnAccountService,
    SessionsRepository,
    SessionsService,
    UsersRepository,
    UserScopeRepository,
    UserGuards,
    UsersService,
    UserAccessService,
    UserSecurityService,
    UserScopes,
    RolesRepository,
    RolesService,
    GrantsRepository,
    GrantsService,
    ApiKeysRepository,
    ApiKeysService,
    AuthEvents,
    AuthAdministration,
  ],
  exports: [AccessRefresher, AuthAdministration, UserScopes],
})
export class AuthModule {}

import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { AccessRefresher } from '../kernel/http/index.js';
import { Actors } from './access/actors.js';
import { ActorsRepository } from './access/actors.repository.js';
import { Authority } from './access/authority.js';
import { DatabaseClock } from './access/database-clock.js';
import { AuthAdministration } from './administration/auth-administration.js';
import { ApiKeysController } from './api-keys/api-keys.controller.js';
import { ApiKeysRepository } from './api-keys/api-keys.repository.js';
import { ApiKeysService } from './api-keys/api-keys.service.js';
import { BlockList } from './blocking/block-list.js';
import { BlockedAddressesController } from './blocking/blocked-addresses.controller.js';
import { BlockedAddressesRepository } from './blocking/blocked-addresses.repository.js';
import { BlockedAddressesService } from './blocking/blocked-addresses.service.js';
import { Offences } from './blocking/offences.js';
import { RequestGate } from './blocking/request-gate.js';
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
import { RateLimiter } from './limits/rate-limiter.js';
import { RequestLimits } from './limits/request-limits.js';
import { AccountController } from './login/account.controller.js';
import { CredentialsCheck } from './login/credentials-check.js';
import { LoginAttemptsRepository } from './login/login-attempts.repository.js';
import { LoginController } from './login/login.controller.js';
import { LoginService } from './login/login.service.js';
import { NewAccountsService } from './login/new-accounts.service.js';
import { OwnAccountService } from './login/own-account.service.js';
import { MfaAdministrationController } from './mfa/mfa-administration.controller.js';
import { MfaAdministration } from './mfa/mfa-administration.service.js';
import { MfaController } from './mfa/mfa.controller.js';
import { MfaRepository } from './mfa/mfa.repository.js';
import { MfaService } from './mfa/mfa.service.js';
import { SecondFactor } from './mfa/second-factor.js';
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
  imports: [JwtModule.register({})],
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
    MfaController,
    MfaAdministrationController,
    AuthEventsController,
    BlockedAddressesController,
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
    SecondFactor,
    MfaRepository,
    MfaService,
    MfaAdministration,
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
    RateLimiter,
    RequestLimits,
    BlockList,
    BlockedAddressesRepository,
    BlockedAddressesService,
    Offences,
    RequestGate,
  ],
  exports: [AccessRefresher, AuthAdministration, AuthEvents, RequestGate, UserScopes],
})
export class AuthModule {}

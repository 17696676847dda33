import { Body, Controller, Get, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { AUTH } from '../auth.permissions.js';
import { IncidentDto, SessionDto, SessionsQuery } from '../sessions/sessions.dto.js';
import { UserAccessService } from './user-access.service.js';
import { UserSecurityService } from './user-security.service.js';
import { CountDto, ResetPasswordDto, ScopeDto, UserDto, UserRolesDto } from './users.dto.js';

const { NOT_FOUND, VALIDATION_FAILED, REFERENCE_NOT_FOUND } = KERNEL_ERRORS;
const { PERMISSION_NOT_HELD, OWN_ACCOUNT, LAST_ADMINISTRATOR, LOGIN_BUSY } = AUTH_ERRORS;

@ApiTags('Auth: users')
@Controller('auth/users')
export class UserAccessController {
  constructor(
    private readonly access: UserAccessService,
    private readonly security: UserSecurityService,
  ) {}

  @Put(':id/roles')
  @Route({
    summary: "Set a user's roles",
    permission: AUTH.roles.assign,
    returns: UserDto,
    versioned: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, OWN_ACCOUNT, PERMISSION_NOT_HELD, LAST_ADMINISTRATOR],
  })
  setRoles(@IdParam() id: string, @Body() { roles }: UserRolesDto): Promise<UserDto> {
    return this.access.setRoles(id, roles);
  }

  @Put(':id/scope')
  @Route({
    summary: 'Set the companies, warehouses and departments of a user',
    description:
      'Companies that you do not belong to yourself stay as they are. Who is limited himself cannot lift a limit.',
    permission: AUTH.users.update,
    returns: UserDto,
    versioned: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, REFERENCE_NOT_FOUND, OWN_ACCOUNT, PERMISSION_NOT_HELD],
  })
  setScope(@IdParam() id: string, @Body() scope: ScopeDto): Promise<UserDto> {
    return this.access.setScope(id, scope);
  }

  @Post(':id/reset-password')
  @Route({
    summary: 'Give a user a new password and end all sessions of that user',
    permission: AUTH.users.reset_password,
    returns: UserDto,
    status: 200,
    stored: false,
    errors: [NOT_FOUND, VALIDATION_FAILED, OWN_ACCOUNT, PERMISSION_NOT_HELD, LOGIN_BUSY],
  })
  resetPassword(@IdParam() id: string, @Body() input: ResetPasswordDto): Promise<UserDto> {
    return this.security.resetPassword(id, input);
  }

  @Post(':id/force-password-change')
  @Route({
    summary: 'Demand a new password of a user',
    permission: AUTH.users.reset_password,
    returns: UserDto,
    status: 200,
    errors: [NOT_FOUND, PERMISSION_NOT_HELD],
  })
  forcePasswordChange(@IdParam() id: string): Promise<UserDto> {
    return this.security.forcePasswordChange(id);
  }

  @Post('force-password-change')
  @Route({
    summary: 'Demand a new password of everybody',
    permission: AUTH.passwords.force_change,
    returns: CountDto,
    status: 200,
  })
  async forcePasswordChangeOfAll(@Body() { reason }: IncidentDto): Promise<CountDto> {
    return { count: await this.security.forcePasswordChangeOfAll(reason) };
  }

  @Post(':id/unlock')
  @Route({
    summary: 'Let a user who failed too often log in again at once',
    permission: AUTH.users.unlock,
    returns: CountDto,
    status: 200,
    errors: [NOT_FOUND],
  })
  async unlock(@IdParam() id: string): Promise<CountDto> {
    return { count: await this.security.unlock(id) };
  }

  @Get(':id/sessions')
  @Route({
    summary: 'List the sessions of a user',
    permission: AUTH.sessions.read,
    returns: page(SessionDto),
    errors: [NOT_FOUND],
  })
  sessions(@IdParam() id: string, @Query() query: SessionsQuery): Promise<Page<SessionDto>> {
    return this.security.listSessions(id, query);
  }

  @Post(':id/revoke-sessions')
  @Route({
    summary: 'End all sessions of a user',
    permission: AUTH.sessions.revoke,
    returns: CountDto,
    status: 200,
    errors: [NOT_FOUND],
  })
  async revokeSessions(@IdParam() id: string): Promise<CountDto> {
    return { count: await this.security.revokeSessions(id) };
  }
}

import { Body, Controller, Get, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { AUTH } from '../auth.permissions.js';
import { RoleDto } from '../roles/roles.dto.js';
import { RolesService } from '../roles/roles.service.js';
import { MfaAdministration } from './mfa-administration.service.js';
import { RoleMfaDto, UserMfaDto } from './mfa.dto.js';

const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;
const { OWN_ACCOUNT, PERMISSION_NOT_HELD, MFA_NOT_ENABLED } = AUTH_ERRORS;

/** Second factors of other people, and the roles that demand one. */
@ApiTags('Auth: second factor')
@Controller('auth')
export class MfaAdministrationController {
  constructor(
    private readonly mfa: MfaAdministration,
    private readonly roles: RolesService,
  ) {}

  @Get('users/:id/mfa')
  @Route({
    summary: 'Show whether a user has a second factor',
    permission: AUTH.users.read,
    returns: UserMfaDto,
    errors: [NOT_FOUND],
  })
  of(@IdParam() id: string): Promise<UserMfaDto> {
    return this.mfa.of(id);
  }

  @Post('users/:id/reset-mfa')
  @Route({
    summary: "Take a user's second factor away and end all sessions of that user",
    description: 'For who lost the phone and the recovery codes. Make sure who asks.',
    permission: AUTH.users.reset_mfa,
    returns: UserMfaDto,
    status: 200,
    errors: [NOT_FOUND, OWN_ACCOUNT, PERMISSION_NOT_HELD, MFA_NOT_ENABLED],
  })
  reset(@IdParam() id: string): Promise<UserMfaDto> {
    return this.mfa.reset(id);
  }

  @Put('roles/:id/mfa')
  @Route({
    summary: 'Say whether a role demands a second factor',
    description:
      'Also of super_admin. Whoever has the role and no second factor may do nothing but set one up; API keys are not concerned.',
    permission: AUTH.roles.update,
    returns: RoleDto,
    versioned: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, PERMISSION_NOT_HELD],
  })
  demand(@IdParam() id: string, @Body() { requires_mfa }: RoleMfaDto): Promise<RoleDto> {
    return this.roles.demandMfa(id, requires_mfa);
  }
}

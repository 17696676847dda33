import { Body, Controller, Get, Headers, Post } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route } from '../../kernel/http/index.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { UserDto } from '../users/users.dto.js';
import { BootstrapAdminDto, ChangePasswordDto, MeDto, RegisterDto } from './login.dto.js';
import { NewAccountsService } from './new-accounts.service.js';
import { OwnAccountService } from './own-account.service.js';

const { VALIDATION_FAILED, DUPLICATE } = KERNEL_ERRORS;
const E = AUTH_ERRORS;

/** One's own account, and how accounts begin. */
@ApiTags('Auth')
@Controller('auth')
export class AccountController {
  constructor(
    private readonly accounts: NewAccountsService,
    private readonly own: OwnAccountService,
  ) {}

  @Get('me')
  @Route({
    summary: 'Who you are, what you may do and where',
    permission: 'authenticated',
    returns: MeDto,
    allowed_before_mfa: true,
  })
  me(): Promise<MeDto> {
    return this.own.me();
  }

  @Post('change-password')
  @Route({
    summary: 'Change your password',
    rate_class: 'login',
    description: 'Ends your other sessions. The current password counts as an attempt to log in.',
    permission: 'authenticated',
    transaction: false,
    errors: [VALIDATION_FAILED, E.SESSION_REQUIRED, E.TOO_MANY_FAILED_LOGINS, E.LOGIN_BUSY],
    allowed_before_password_change: true,
  })
  changePassword(@Body() input: ChangePasswordDto): Promise<void> {
    return this.own.changePassword(input);
  }

  @Post('register')
  @Route({
    summary: 'Make an account for yourself',
    rate_class: 'login',
    description: 'Only where ALLOW_REGISTRATION is on. The account has the role viewer.',
    permission: 'public',
    returns: UserDto,
    stored: false,
    errors: [VALIDATION_FAILED, DUPLICATE, E.REGISTRATION_CLOSED, E.LOGIN_BUSY],
  })
  register(@Body() input: RegisterDto): Promise<UserDto> {
    return this.accounts.register(input);
  }

  @Post('bootstrap-admin')
  @ApiHeader({
    name: 'X-Bootstrap-Key',
    required: false,
    description: 'The bootstrap key, where it is not in the body.',
    schema: { type: 'string' },
  })
  @Route({
    summary: 'Make the first administrator',
    rate_class: 'login',
    description:
      'With the bootstrap key of the server, while there are no users (or ALLOW_BOOTSTRAP_WHEN_USERS_EXIST is on).',
    permission: 'public',
    returns: UserDto,
    stored: false,
    errors: [VALIDATION_FAILED, DUPLICATE, E.BOOTSTRAP_KEY_REFUSED, E.BOOTSTRAP_CLOSED, E.LOGIN_BUSY],
  })
  bootstrapAdmin(@Body() input: BootstrapAdminDto, @Headers('x-bootstrap-key') key?: string): Promise<UserDto> {
    return this.accounts.bootstrap(input, input.bootstrap_key ?? key);
  }
}

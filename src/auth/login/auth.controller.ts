import { Body, Controller, Get, Headers, Post } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route } from '../../kernel/http/index.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { UserDto } from '../users/users.dto.js';
import { BootstrapAdminDto, ChangePasswordDto, LoginDto, LogoutDto, MeDto, RefreshDto, RegisterDto, TokensDto } from './login.dto.js';
import { LoginService } from './login.service.js';
import { NewAccountsService } from './new-accounts.service.js';
import { OwnAccountService } from './own-account.service.js';

const { VALIDATION_FAILED, DUPLICATE } = KERNEL_ERRORS;
const E = AUTH_ERRORS;

@ApiTags('Auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly logins: LoginService,
    private readonly sessions: SessionsService,
    private readonly accounts: NewAccountsService,
    private readonly own: OwnAccountService,
  ) {}

  @Post('login')
  @Route({
    summary: 'Log in',
    permission: 'public',
    returns: TokensDto,
    status: 200,
    transaction: false,
    errors: [VALIDATION_FAILED, E.INVALID_CREDENTIALS, E.TOO_MANY_FAILED_LOGINS, E.LOGIN_BUSY],
  })
  login(@Body() { username, password }: LoginDto): Promise<TokensDto> {
    return this.logins.login(username, password);
  }

  @Post('refresh')
  @Route({
    summary: 'Exchange a refresh token for the next pair',
    description: 'A refresh token counts once. Within 10 seconds the same one answers the same successor, for tabs that race; later it ends the session.',
    permission: 'public',
    returns: TokensDto,
    status: 200,
    transaction: false,
    errors: [VALIDATION_FAILED, E.INVALID_REFRESH_TOKEN],
  })
  refresh(@Body() { refresh_token }: RefreshDto): Promise<TokensDto> {
    return this.logins.refresh(refresh_token);
  }

  @Post('logout')
  @Route({ summary: 'End this session', permission: 'authenticated', stored: false, errors: [E.SESSION_REQUIRED], allowed_before_password_change: true })
  logout(@Body() _body: LogoutDto): Promise<void> {
    return this.sessions.logout();
  }

  @Post('logout-everywhere')
  @Route({ summary: 'End all your sessions', permission: 'authenticated', errors: [E.SESSION_REQUIRED], allowed_before_password_change: true })
  logoutEverywhere(): Promise<void> {
    return this.sessions.logoutEverywhere();
  }

  @Get('me')
  @Route({ summary: 'Who you are, what you may do and where', permission: 'authenticated', returns: MeDto })
  me(): Promise<MeDto> {
    return this.own.me();
  }

  @Post('change-password')
  @Route({
    summary: 'Change your password',
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
  @ApiHeader({ name: 'X-Bootstrap-Key', required: false, description: 'The bootstrap key, where it is not in the body.', schema: { type: 'string' } })
  @Route({
    summary: 'Make the first administrator',
    description: 'With the bootstrap key of the server, while there are no users (or ALLOW_BOOTSTRAP_WHEN_USERS_EXIST is on).',
    permission: 'public',
    returns: UserDto,
    stored: false,
    errors: [VALIDATION_FAILED, DUPLICATE, E.BOOTSTRAP_KEY_REFUSED, E.BOOTSTRAP_CLOSED, E.LOGIN_BUSY],
  })
  bootstrapAdmin(@Body() input: BootstrapAdminDto, @Headers('x-bootstrap-key') key?: string): Promise<UserDto> {
    return this.accounts.bootstrap(input, input.bootstrap_key ?? key);
  }
}

import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route } from '../../kernel/http/index.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { MfaLoginDto } from '../mfa/mfa.dto.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { LoginDto, LogoutDto, RefreshDto, TokensDto } from './login.dto.js';
import { LoginService } from './login.service.js';

const { VALIDATION_FAILED } = KERNEL_ERRORS;
const E = AUTH_ERRORS;

/** How a session begins, goes on and ends. */
@ApiTags('Auth')
@Controller('auth')
export class LoginController {
  constructor(
    private readonly logins: LoginService,
    private readonly sessions: SessionsService,
  ) {}

  @Post('login')
  @Route({
    summary: 'Log in',
    description:
      'An account with a second factor is answered MFA_CODE_REQUIRED with an `mfa_token` for the second step.',
    rate_class: 'login',
    permission: 'public',
    returns: TokensDto,
    status: 200,
    transaction: false,
    errors: [VALIDATION_FAILED, E.INVALID_CREDENTIALS, E.MFA_CODE_REQUIRED, E.TOO_MANY_FAILED_LOGINS, E.LOGIN_BUSY],
  })
  login(@Body() { username, password }: LoginDto): Promise<TokensDto> {
    return this.logins.login(username, password);
  }

  @Post('login/mfa')
  @Route({
    summary: 'Log in: the second step',
    rate_class: 'login',
    permission: 'public',
    returns: TokensDto,
    status: 200,
    transaction: false,
    errors: [VALIDATION_FAILED, E.INVALID_MFA_TOKEN, E.WRONG_MFA_CODE, E.INVALID_CREDENTIALS, E.TOO_MANY_FAILED_LOGINS],
  })
  secondStep(@Body() { mfa_token, code }: MfaLoginDto): Promise<TokensDto> {
    return this.logins.answer(mfa_token, code);
  }

  @Post('refresh')
  @Route({
    summary: 'Exchange a refresh token for the next pair',
    description:
      'A refresh token counts once. Within 10 seconds the same one answers the same successor, for tabs that race; later it ends the session.',
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
  @Route({
    summary: 'End this session',
    permission: 'authenticated',
    stored: false,
    errors: [E.SESSION_REQUIRED],
    allowed_before_password_change: true,
  })
  logout(@Body() _body: LogoutDto): Promise<void> {
    return this.sessions.logout();
  }

  @Post('logout-everywhere')
  @Route({
    summary: 'End all your sessions',
    permission: 'authenticated',
    errors: [E.SESSION_REQUIRED],
    allowed_before_password_change: true,
  })
  logoutEverywhere(): Promise<void> {
    return this.sessions.logoutEverywhere();
  }
}

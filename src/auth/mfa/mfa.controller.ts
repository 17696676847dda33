import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route } from '../../kernel/http/index.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { MfaConfirmDto, MfaDto, MfaEnrolDto, MfaEnrolmentDto, MfaProofDto, RecoveryCodesDto } from './mfa.dto.js';
import { MfaService } from './mfa.service.js';

const { VALIDATION_FAILED } = KERNEL_ERRORS;
const E = AUTH_ERRORS;
const OWN = { permission: 'authenticated', transaction: false, allowed_before_mfa: true } as const;
const BY_PASSWORD = [VALIDATION_FAILED, E.SESSION_REQUIRED, E.TOO_MANY_FAILED_LOGINS, E.LOGIN_BUSY];

/** One's own second factor: codes of an authenticator app (TOTP, RFC 6238). */
@ApiTags('Auth: second factor')
@Controller('auth/mfa')
export class MfaController {
  constructor(private readonly mfa: MfaService) {}

  @Get()
  @Route({ summary: 'Show your second factor', permission: 'authenticated', returns: MfaDto, allowed_before_mfa: true })
  own(): Promise<MfaDto> {
    return this.mfa.own();
  }

  @Post('enrol')
  @Route({
    summary: 'Set up a second factor',
    description: 'It is in force once it is confirmed with a code. Asking again makes another secret.',
    ...OWN,
    returns: MfaEnrolmentDto,
    status: 200,
    errors: [...BY_PASSWORD, E.MFA_ALREADY_ENABLED],
  })
  enrol(@Body() { current_password }: MfaEnrolDto): Promise<MfaEnrolmentDto> {
    return this.mfa.enrol(current_password);
  }

  @Post('confirm')
  @Route({
    summary: 'Put your second factor in force with its first code',
    description: 'Ends your other sessions and answers ten recovery codes, once.',
    ...OWN,
    returns: RecoveryCodesDto,
    status: 200,
    errors: [
      VALIDATION_FAILED,
      E.SESSION_REQUIRED,
      E.TOO_MANY_FAILED_LOGINS,
      E.WRONG_MFA_CODE,
      E.MFA_NOT_ENROLLED,
      E.MFA_ALREADY_ENABLED,
    ],
  })
  confirm(@Body() { code }: MfaConfirmDto): Promise<RecoveryCodesDto> {
    return this.mfa.confirm(code);
  }

  @Post('recovery-codes')
  @Route({
    summary: 'Replace your recovery codes',
    ...OWN,
    returns: RecoveryCodesDto,
    status: 200,
    errors: [...BY_PASSWORD, E.WRONG_MFA_CODE, E.MFA_NOT_ENABLED],
  })
  renewCodes(@Body() { current_password, code }: MfaProofDto): Promise<RecoveryCodesDto> {
    return this.mfa.renewCodes(current_password, code);
  }

  @Post('disable')
  @Route({
    summary: 'Take your second factor away',
    description: 'With your password and a code.',
    ...OWN,
    errors: [...BY_PASSWORD, E.WRONG_MFA_CODE, E.MFA_NOT_ENABLED],
  })
  disable(@Body() { current_password, code }: MfaProofDto): Promise<void> {
    return this.mfa.disable(current_password, code);
  }
}

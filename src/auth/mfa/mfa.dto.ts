import {
  BooleanField,
  IntegerField,
  SecretField,
  StringField,
  TimestampField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';

const PASSWORD_EXAMPLE = 'kereta api ke bandung pagi';
const CODE = 'Six digits of the authenticator app, or a recovery code. Each counts once.';

class MfaState {
  @BooleanField({ description: 'A code is asked for at login.' }) is_enabled!: boolean;
  @TimestampField({ nullable: true, description: 'Since when.' }) confirmed_at!: string | null;
  @IntegerField({ min: 0, example: 10, description: 'Recovery codes that were not used yet.' })
  recovery_codes_left!: number;
}

export class MfaDto extends MfaState {
  @BooleanField({ example: false, description: 'A role demands a second factor: until then nothing else is allowed.' })
  must_enrol!: boolean;
}

export class UserMfaDto extends MfaState {
  @UuidField() user_id!: string;
}

export class MfaEnrolDto {
  @SecretField({ max: 1024, example: PASSWORD_EXAMPLE }) current_password!: string;
}

export class MfaEnrolmentDto {
  @StringField({ example: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', description: 'To be typed into an app. Shown once.' })
  secret!: string;
  @StringField({
    max: 1000,
    example: 'otpauth://totp/Pabrik:budi?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Pabrik',
    description: 'The same for a QR code.',
  })
  otpauth_uri!: string;
}

export class MfaConfirmDto {
  @SecretField({ max: 64, example: '123456', description: 'The code that the app shows now.' }) code!: string;
}

export class MfaProofDto extends MfaEnrolDto {
  @SecretField({ max: 64, example: '123456', description: CODE }) code!: string;
}

export class RecoveryCodesDto {
  @ValuesField('string', {
    example: ['k3wq-7a2m-x5tz-p4dn'],
    description: 'One-time codes for the day the phone is lost. Shown once.',
  })
  recovery_codes!: string[];
}

export class MfaLoginDto {
  @SecretField({
    max: 512,
    example: 'pbm_Zm9yIHRoZSBzZWNvbmQgc3RlcCBvbmx5LCBmaXZlIG1pbnV0ZXM',
    description: 'The `mfa_token` of the answer MFA_CODE_REQUIRED.',
  })
  mfa_token!: string;
  @SecretField({ max: 64, example: '123456', description: CODE }) code!: string;
}

export class RoleMfaDto {
  @BooleanField({ description: 'Whoever has the role needs a second factor.' }) requires_mfa!: boolean;
}

import {
  BooleanField,
  EnumField,
  IntegerField,
  SecretField,
  StringField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { UserDto } from '../users/users.dto.js';

const USERNAME = /^[A-Za-z0-9][A-Za-z0-9._@-]{1,63}$/;
const EMAIL = /^[^@\s]+@[^@\s]+$/;
const PASSWORD_EXAMPLE = 'kereta api ke bandung pagi';

export class LoginDto {
  @StringField({ min: 1, max: 254, example: 'admin' }) username!: string;
  @SecretField({ max: 1024, example: PASSWORD_EXAMPLE }) password!: string;
}

export class TokensDto {
  @StringField({
    max: 2048,
    example: 'eyJhbGciOiJIUzI1NiJ9.e30.c2ln',
    description: 'Sent as `Authorization: Bearer …`.',
  })
  access_token!: string;
  @StringField({
    example: 'pbr_Zm9yIHRoZSByZWZyZXNoIG9ubHksIG9uY2UsIGFuZCBzZWNyZXQ',
    description: 'Used once, for the next pair.',
  })
  refresh_token!: string;
  @EnumField(['bearer']) token_type!: 'bearer';
  @IntegerField({ min: 1, example: 900, description: 'Life of the access token, seconds.' }) expires_in!: number;
  @BooleanField({ example: false, description: 'Until the password is changed, nothing else is allowed.' })
  must_change_password!: boolean;
}

export class RefreshDto {
  @SecretField({ max: 512, example: 'pbr_Zm9yIHRoZSByZWZyZXNoIG9ubHksIG9uY2UsIGFuZCBzZWNyZXQ' }) refresh_token!: string;
}

/** Older clients send their tokens along when they log out; the session of the access token is what ends. */
export class LogoutDto {
  @SecretField({ optional: true, max: 512 }) refresh_token?: string;
}

export class ChangePasswordDto {
  @SecretField({ max: 1024, alias: 'old_password', example: PASSWORD_EXAMPLE }) current_password!: string;
  @SecretField({ max: 1024, example: 'tujuh belas layang-layang merah' }) new_password!: string;
}

export class RegisterDto {
  @StringField({ min: 2, max: 64, pattern: USERNAME, example: 'siti' }) username!: string;
  @SecretField({ max: 1024, example: PASSWORD_EXAMPLE }) password!: string;
  @StringField({ optional: true, nullable: true, max: 254, pattern: EMAIL, example: 'siti@boneka.example' }) email?:
    string | null;
  @StringField({ optional: true, max: 200, example: 'Siti Rahayu' }) full_name?: string;
}

export class BootstrapAdminDto extends RegisterDto {
  @SecretField({
    optional: true,
    max: 1024,
    description: 'The setting BOOTSTRAP_KEY of the server; or in the header X-Bootstrap-Key.',
  })
  bootstrap_key?: string;
}

export class MeDto extends UserDto {
  @ValuesField('string', { example: ['warehouse.bom.read'], description: 'Every permission in force now.' })
  permissions!: string[];
  @UuidField({ nullable: true, description: 'Null for an API key.' }) session_id!: string | null;
  @UuidField({ nullable: true, description: 'Set when an API key was used.' }) api_key_id!: string | null;
}

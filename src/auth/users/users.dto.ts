import {
  BooleanField,
  IntegerField,
  ListQuery,
  SecretField,
  StringField,
  TimestampField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from '../passwords/password-policy.js';

const USERNAME = /^[A-Za-z0-9][A-Za-z0-9._@-]{1,63}$/;
const EMAIL = /^[^@\s]+@[^@\s]+$/;
const PASSWORD = `${PASSWORD_MIN_LENGTH} to ${PASSWORD_MAX_LENGTH} characters, none of the passwords that are guessed first.`;

export class UserDto {
  @UuidField() id!: string;
  @StringField({ example: 'budi' }) username!: string;
  @StringField({ nullable: true, example: 'budi@boneka.example' }) email!: string | null;
  @StringField({ example: 'Budi Santoso' }) full_name!: string;
  @BooleanField() is_active!: boolean;
  @BooleanField({ example: false }) must_change_password!: boolean;
  @TimestampField({ nullable: true }) last_login_at!: string | null;
  @ValuesField('string', { example: ['ppic_admin'], description: 'Codes of the roles.' }) roles!: string[];
  @ValuesField('uuid', { description: 'Companies the user belongs to, the default one first.' }) company_ids!: string[];
  @UuidField({ nullable: true }) default_company_id!: string | null;
  @ValuesField('uuid', { nullable: true, description: 'Null: not limited to warehouses.' }) warehouse_ids!:
    string[] | null;
  @ValuesField('uuid', { nullable: true, description: 'Null: not limited to departments.' }) department_ids!:
    string[] | null;
  @IntegerField({ min: 1, example: 1 }) version!: number;
  @TimestampField() created_at!: string;
  @TimestampField() updated_at!: string;
}

export class UsersQuery extends ListQuery {
  @BooleanField({ optional: true }) is_active?: boolean;
  @StringField({ optional: true, max: 64, example: 'ppic_admin', description: 'Code of a role that the user has.' })
  role?: string;
  @UuidField({ optional: true, description: 'A company that the user belongs to.' }) company_id?: string;
}

/** Where a user works. */
export class ScopeDto {
  @ValuesField('uuid', { max: 200, description: 'Companies the user belongs to; the first is the default.' })
  company_ids!: string[];
  @ValuesField('uuid', { nullable: true, optional: true, max: 500, description: 'Null: not limited to warehouses.' })
  warehouse_ids?: string[] | null;
  @ValuesField('uuid', { nullable: true, optional: true, max: 500, description: 'Null: not limited to departments.' })
  department_ids?: string[] | null;
}

export class CreateUserDto {
  @StringField({ min: 2, max: 64, pattern: USERNAME, example: 'budi', description: 'Kept in lower case.' })
  username!: string;
  @StringField({ optional: true, nullable: true, max: 254, pattern: EMAIL, example: 'budi@boneka.example' }) email?:
    string | null;
  @StringField({ optional: true, max: 200, example: 'Budi Santoso' }) full_name?: string;
  @SecretField({ max: 1024, example: 'kereta api ke bandung pagi', description: PASSWORD }) password!: string;
  @BooleanField({ default: true, description: 'The password is to be changed at the first login.' })
  must_change_password?: boolean;
  @ValuesField('string', { optional: true, max: 50, example: ['ppic_admin'] }) roles?: string[];
  @ValuesField('uuid', {
    optional: true,
    max: 200,
    description: 'The first is the default; without any, those of who creates the user.',
  })
  company_ids?: string[];
  @ValuesField('uuid', { optional: true, nullable: true, max: 500 }) warehouse_ids?: string[] | null;
  @ValuesField('uuid', { optional: true, nullable: true, max: 500 }) department_ids?: string[] | null;
}

export class UpdateUserDto {
  @StringField({ optional: true, nullable: true, max: 254, pattern: EMAIL, example: 'budi@boneka.example' }) email?:
    string | null;
  @StringField({ optional: true, max: 200, example: 'Budi Santoso' }) full_name?: string;
}

export class UserRolesDto {
  @ValuesField('string', {
    max: 50,
    example: ['ppic_admin', 'viewer'],
    description: 'All roles the user is to have, by code.',
  })
  roles!: string[];
}

export class ResetPasswordDto {
  @SecretField({ max: 1024, example: 'sementara: ganti besok pagi', description: PASSWORD }) password!: string;
  @BooleanField({ default: true }) must_change_password?: boolean;
}

export class ReasonDto {
  @StringField({ optional: true, max: 500, example: 'Left the company' }) reason?: string;
}

export class CountDto {
  @IntegerField({ min: 0, example: 3, description: 'How many were ended or concerned.' }) count!: number;
}

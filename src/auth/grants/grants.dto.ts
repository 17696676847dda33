import { BooleanField, ListQuery, StringField, TextField, TimestampField, UuidField } from '../../kernel/http/index.js';

export class GrantDto {
  @UuidField() id!: string;
  @UuidField() user_id!: string;
  @StringField({ example: 'warehouse.periods.close' }) permission!: string;
  @TimestampField() valid_until!: string;
  @TextField({ example: 'Month end while Dewi is away' }) reason!: string;
  @UuidField({ nullable: true }) granted_by!: string | null;
  @TimestampField({ nullable: true }) revoked_at!: string | null;
  @UuidField({ nullable: true }) revoked_by!: string | null;
  @BooleanField({ description: 'Neither over nor revoked.' }) in_force!: boolean;
  @TimestampField() created_at!: string;
}

export class GrantsQuery extends ListQuery {
  @BooleanField({ optional: true }) in_force?: boolean;
}

export class CreateGrantDto {
  @StringField({
    max: 200,
    example: 'warehouse.periods.close',
    description: 'A permission or pattern that you hold yourself.',
  })
  permission!: string;
  @TimestampField({ example: '2026-12-31T17:00:00+07:00', description: 'At most a year ahead.' }) valid_until!: string;
  @TextField({ optional: true, example: 'Month end while Dewi is away' }) reason?: string;
}

import { BooleanField, ListQuery, StringField, TimestampField, UuidField } from '../../kernel/http/index.js';

export class SessionDto {
  @UuidField() id!: string;
  @UuidField() user_id!: string;
  @StringField({ example: 'budi' }) username!: string;
  @StringField({ example: '203.0.113.7', description: 'Address of the login.' }) ip!: string;
  @StringField({ max: 400, example: 'Mozilla/5.0' }) user_agent!: string;
  @BooleanField({ description: 'The session this request was made in.' }) is_current!: boolean;
  @BooleanField({ description: 'Neither ended nor expired.' }) is_open!: boolean;
  @TimestampField({ description: 'Last login or refresh.' }) last_used_at!: string;
  @TimestampField() expires_at!: string;
  @TimestampField({ nullable: true }) revoked_at!: string | null;
  @StringField({ nullable: true, example: 'logout' }) revoked_reason!: string | null;
  @TimestampField() created_at!: string;
}

export class SessionsQuery extends ListQuery {
  @BooleanField({ optional: true, description: 'Only open, or only ended sessions.' }) is_open?: boolean;
}

export class IncidentDto {
  @StringField({ min: 1, max: 500, example: 'Token leaked in a support ticket' }) reason!: string;
}

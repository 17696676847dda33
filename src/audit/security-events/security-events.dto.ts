import {
  AttributesField,
  BooleanField,
  ListQuery,
  StringField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';

export class SecurityEventDto {
  @UuidField() id!: string;
  @StringField({ example: 'login', description: 'What happened.' }) event!: string;
  @BooleanField() succeeded!: boolean;
  @UuidField({ nullable: true, description: 'Whom it concerns.' }) user_id!: string | null;
  @StringField({ nullable: true, example: 'budi' }) username!: string | null;
  @UuidField({ nullable: true, description: 'Who did it; null before a login.' }) actor_id!: string | null;
  @StringField({ nullable: true, example: 'admin' }) actor_username!: string | null;
  @UuidField({ nullable: true }) session_id!: string | null;
  @StringField({ example: '203.0.113.7' }) ip!: string;
  @StringField({ max: 400, example: 'Mozilla/5.0' }) user_agent!: string;
  @StringField({ nullable: true, example: '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59' }) request_id!: string | null;
  @AttributesField({ example: { reason: 'wrong_password' } }) details!: Record<string, unknown>;
  @TimestampField() recorded_at!: string;
}

export class SecurityEventsQuery extends ListQuery {
  @StringField({ optional: true, max: 64, example: 'login' }) event?: string;
  @UuidField({ optional: true, description: 'Whom it concerns.' }) user_id?: string;
  @UuidField({ optional: true, description: 'Who did it.' }) actor_id?: string;
  @BooleanField({ optional: true }) succeeded?: boolean;
  @StringField({ optional: true, max: 64, example: '203.0.113.7' }) ip?: string;
  @StringField({ optional: true, max: 200 }) request_id?: string;
  @TimestampField({ optional: true, description: 'Not before.' }) from?: string;
  @TimestampField({ optional: true, description: 'Before.' }) to?: string;
}

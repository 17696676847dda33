import {
  BooleanField,
  IntegerField,
  ListQuery,
  StringField,
  TimestampField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';

export class ApiKeyDto {
  @UuidField() id!: string;
  @UuidField() user_id!: string;
  @StringField({ example: 'budi' }) username!: string;
  @StringField({ example: 'Web shop' }) name!: string;
  @StringField({ example: 'pbk_7fk2m9qx', description: 'The first signs of the key, by which people tell keys apart.' })
  prefix!: string;
  @ValuesField('string', { example: ['warehouse.stock.read'] }) permissions!: string[];
  @IntegerField({ min: 1, nullable: true, example: 600, description: 'Null: as for everybody.' })
  rate_limit_per_minute!: number | null;
  @TimestampField() expires_at!: string;
  @TimestampField({ nullable: true }) revoked_at!: string | null;
  @TimestampField({ nullable: true, description: 'To the minute.' }) last_used_at!: string | null;
  @BooleanField({ description: 'Neither revoked nor expired.' }) is_usable!: boolean;
  @TimestampField() created_at!: string;
}

export class NewApiKeyDto extends ApiKeyDto {
  @StringField({
    example: 'pbk_7fk2m9qx_c2hvd24gb25jZSwgbmV2ZXIgYWdhaW4sIHdyaXRlIGl0',
    description: 'The key itself. It is shown this once.',
  })
  key!: string;
}

export class ApiKeysQuery extends ListQuery {
  @BooleanField({ optional: true }) is_usable?: boolean;
  @UuidField({ optional: true, description: "Another user's keys; needs the permission auth.api_keys.read." })
  user_id?: string;
}

export class CreateApiKeyDto {
  @StringField({ min: 1, max: 200, example: 'Web shop' }) name!: string;
  @ValuesField('string', {
    min: 1,
    max: 200,
    example: ['warehouse.stock.read', 'sales.*.create'],
    description: 'Permissions or patterns. The key may do what both it and you may do.',
  })
  permissions!: string[];
  @TimestampField({ example: '2026-12-31T17:00:00+07:00', description: 'At most two years ahead.' })
  expires_at!: string;
  @IntegerField({ optional: true, nullable: true, min: 1, max: 100_000, example: 600 }) rate_limit_per_minute?:
    number | null;
}

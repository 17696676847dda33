import { BooleanField, EnumField, ListQuery, StringField, TimestampField, UuidField } from '../../kernel/http/index.js';
import { BLOCK_ORIGINS } from './blocking-limits.js';

export class BlockedAddressDto {
  @UuidField() id!: string;
  @StringField({ example: '203.0.113.7/32', description: 'The network in CIDR form.' }) network!: string;
  @EnumField(BLOCK_ORIGINS, { description: 'By hand, or by itself after too many refused requests.' })
  origin!: 'automatic' | 'manual';
  @StringField({ max: 500, example: '100 refused requests in 5 minutes' }) reason!: string;
  @BooleanField({ description: 'Neither ended nor run out.' }) is_active!: boolean;
  @TimestampField() blocked_at!: string;
  @TimestampField({ nullable: true, description: 'Null: until somebody ends it.' }) blocked_until!: string | null;
  @StringField({ nullable: true, example: 'admin' }) blocked_by!: string | null;
  @TimestampField({ nullable: true }) ended_at!: string | null;
  @StringField({ nullable: true, example: 'admin' }) ended_by!: string | null;
  @StringField({ nullable: true, max: 500, example: 'The scanner of our own auditors' }) end_reason!: string | null;
}

export class BlockedAddressesQuery extends ListQuery {
  @BooleanField({ optional: true }) is_active?: boolean;
  @EnumField(BLOCK_ORIGINS, { optional: true }) origin?: 'automatic' | 'manual';
  @StringField({ optional: true, max: 64, example: '203.0.113.7', description: 'Blocks in which this address lies.' })
  address?: string;
}

export class BlockAddressDto {
  @StringField({ min: 2, max: 64, example: '203.0.113.0/24', description: 'An address, or a network in CIDR form.' })
  address!: string;
  @StringField({ min: 3, max: 500, example: 'Guesses passwords since this morning' }) reason!: string;
  @TimestampField({
    optional: true,
    nullable: true,
    example: '2026-12-31T17:00:00+07:00',
    description: 'Null or nothing: until somebody ends it.',
  })
  blocked_until?: string | null;
}

export class UnblockAddressDto {
  @StringField({ min: 3, max: 500, example: 'The scanner of our own auditors' }) reason!: string;
}

import {
  EnumField,
  IntegerField,
  ListQuery,
  MoneyField,
  QuantityField,
  StringField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';

const TABLES = ['audit_logs', 'stock_ledgers'] as const;
const STATES = ['dumped', 'archived', 'restored'] as const;
const DIGEST = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

export class ArchiveDto {
  @UuidField() id!: string;
  @EnumField(TABLES) table_name!: 'audit_logs' | 'stock_ledgers';
  @StringField({ example: 'stock_ledgers_2025_01' }) partition_name!: string;
  @TimestampField({ description: 'First moment of the month, UTC.' }) from_at!: string;
  @TimestampField({ description: 'First moment after it.' }) to_at!: string;
  @EnumField(STATES, {
    description: 'dumped: the file is whole, the month is still here; archived; restored: it is here again.',
  })
  state!: string;
  @StringField({ example: 'stock_ledgers-2025-01-0190.copy.gz', description: 'In the folder of archives.' })
  file!: string;
  @IntegerField({ example: 40_112 }) rows!: number;
  @IntegerField({ example: 312, description: 'Rows that stayed here as well: documents and lots read them.' })
  kept_rows!: number;
  @StringField({ example: DIGEST }) content_sha256!: string;
  @StringField({ example: DIGEST }) file_sha256!: string;
  @IntegerField({ example: 1_204_224 }) size_bytes!: number;
  @IntegerField({ nullable: true, example: 812, description: 'Rows of the opening snapshot of stock.' })
  opening_rows!: number | null;
  @QuantityField({ min: 0, nullable: true }) opening_quantity!: number | null;
  @MoneyField({ nullable: true }) opening_value!: string | null;
  @StringField({ nullable: true, example: DIGEST }) opening_digest!: string | null;
  @StringField({ example: 'operator@host' }) archived_by!: string;
  @TimestampField() created_at!: string;
  @TimestampField({ nullable: true }) archived_at!: string | null;
  @StringField({ nullable: true, example: 'operator@host' }) restored_by!: string | null;
  @TimestampField({ nullable: true }) restored_at!: string | null;
}

export class ArchivesQuery extends ListQuery {
  @EnumField(TABLES, { optional: true }) table_name?: string;
  @EnumField(STATES, { optional: true }) state?: string;
}

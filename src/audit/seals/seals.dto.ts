import { EnumField, IntegerField, ListQuery, StringField, TimestampField, UuidField } from '../../kernel/http/index.js';

const STREAMS = ['audit_logs', 'stock_ledgers'] as const;
const DIGEST = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

export class SealHeadDto {
  @IntegerField({ nullable: true, example: 812, description: 'The last batch; null while nothing is sealed.' })
  batch_id!: number | null;
  @StringField({
    nullable: true,
    example: DIGEST,
    description: 'SHA-256 of the batch and all before it, in hexadecimal.',
  })
  digest!: string | null;
  @TimestampField({ nullable: true }) sealed_at!: string | null;
  @IntegerField({ example: 812 }) batches!: number;
  @IntegerField({ example: 40_112, description: 'Rows of the audit and of the stock ledger that are sealed.' })
  rows_sealed!: number;
}

export class SealBatchDto {
  @IntegerField({ example: 812 }) id!: number;
  @EnumField(STREAMS) stream!: string;
  @UuidField({ description: 'The batch holds the rows whose id is greater than this one,' }) from_id!: string;
  @UuidField({ description: 'up to this one.' }) to_id!: string;
  @IntegerField({ example: 25 }) row_count!: number;
  @StringField({ example: DIGEST }) previous_digest!: string;
  @StringField({ example: DIGEST }) digest!: string;
  @TimestampField() sealed_at!: string;
}

export class SealBatchesQuery extends ListQuery {
  @EnumField(STREAMS, { optional: true }) stream?: string;
}

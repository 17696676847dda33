import { ApiProperty } from '@nestjs/swagger';
import {
  BooleanField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  StringField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';

export class InvariantDto {
  @StringField({ example: 'ledger_equals_balance' })
  name!: string;

  @StringField({ description: 'The rule in a sentence', example: 'The sum of the ledger is the balance.' })
  rule!: string;

  @StringField({ description: 'What was read in one go; invariants of one pass share its time', example: 'Ledger' })
  pass!: string;

  @IntegerField({ description: 'How long that pass took', example: 312 })
  duration_ms!: number;

  @IntegerField({ description: 'How many things were looked at', example: 1069 })
  checked!: number;

  @IntegerField({ description: 'How many of them break the rule', example: 0 })
  violations!: number;

  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description: 'The first violations, as found',
    example: [],
  })
  samples!: Record<string, unknown>[];
}

export class IntegrityRunHeadDto {
  @UuidField() id!: string;
  @BooleanField({ description: 'Whether every invariant held', example: true }) ok!: boolean;
  @UuidField({ nullable: true, description: 'Who asked for it; null when it fell due.' }) requested_by!: string | null;
  @TimestampField() started_at!: string;
  @TimestampField() finished_at!: string;
  @IntegerField({ example: 2140 }) duration_ms!: number;
  @IntegerField({ example: 52 }) invariants_checked!: number;
  @IntegerField({ example: 0 }) invariants_violated!: number;
}

export class IntegrityRunDto extends IntegrityRunHeadDto {
  @ListField(InvariantDto, { max: 500 }) invariants!: InvariantDto[];
}

export class IntegrityDto {
  @EnumField(['idle', 'queued', 'running'], { description: 'Whether a run waits or is going on now.' }) state!: string;
  @UuidField({ nullable: true, description: 'The last run; null before the first.' }) id!: string | null;
  @BooleanField({ nullable: true, description: 'Whether every invariant held', example: true }) ok!: boolean | null;
  @UuidField({ nullable: true }) requested_by!: string | null;
  @TimestampField({ nullable: true }) started_at!: string | null;
  @TimestampField({ nullable: true }) finished_at!: string | null;
  @IntegerField({ nullable: true, example: 2140 }) duration_ms!: number | null;
  @IntegerField({ example: 52 }) invariants_checked!: number;
  @IntegerField({ example: 0 }) invariants_violated!: number;
  @ListField(InvariantDto, { max: 500 }) invariants!: InvariantDto[];
}

export class IntegrityRunsQuery extends ListQuery {
  @BooleanField({ optional: true }) ok?: boolean;
}

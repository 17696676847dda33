import { ApiProperty } from '@nestjs/swagger';
import { BooleanField, IntegerField, ListField, StringField } from '../../kernel/http/index.js';

export class InvariantDto {
  @StringField({ example: 'ledger_equals_balance' })
  name!: string;

  @StringField({ description: 'The rule in a sentence', example: 'The sum of the ledger is the balance.' })
  rule!: string;

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

export class IntegrityDto {
  @BooleanField({ description: 'Whether every invariant holds', example: true })
  ok!: boolean;

  @ListField(InvariantDto)
  invariants!: InvariantDto[];
}

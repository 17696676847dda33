import { BooleanField, IntegerField, ListField, StringField, AnyField } from '../../kernel/http/index.js';

export class InvariantDto {
  @StringField({ example: 'ledger_equals_balance' })
  name!: string;

  @StringField({ description: 'The rule in a sentence', example: 'The sum of the ledger is the balance.' })
  rule!: string;

  @IntegerField({ description: 'How many things were looked at', example: 1069 })
  checked!: number;

  @IntegerField({ description: 'How many of them break the rule', example: 0 })
  violations!: number;

  @AnyField({ description: 'The first violations, as found', example: [] })
  samples!: unknown;
}

export class IntegrityDto {
  @BooleanField({ description: 'Whether every invariant holds', example: true })
  ok!: boolean;

  @ListField(InvariantDto)
  invariants!: InvariantDto[];
}

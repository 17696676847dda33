import { BooleanField, IntegerField, PercentField, UuidField } from '../../kernel/http/index.js';

export class PpicSettingsQuery {
  @UuidField({ optional: true, description: 'The default company of the caller when not given.' }) company_id?: string;
}

export class PpicSettingsInput {
  @BooleanField({ example: false, description: 'Separation of duties: who drafted an order may not approve it.' })
  approver_must_differ!: boolean;
  @PercentField({
    optional: true,
    nullable: true,
    max: '999',
    example: '5.0000',
    description: 'How many good pieces may be made beyond the target of an order or operation; null: any number.',
  })
  over_production_percent?: string | null;
  @PercentField({
    optional: true,
    nullable: true,
    max: '999',
    example: '5.0000',
    description: 'How much of a component may be issued by hand beyond what the order requires; null: any quantity.',
  })
  over_consumption_percent?: string | null;
  @PercentField({
    optional: true,
    nullable: true,
    example: '5.0000',
    description:
      'By how much what was issued by hand may stay below what the pieces need at the completion; null: any quantity.',
  })
  under_consumption_percent?: string | null;
}

export class PpicSettingsDto extends PpicSettingsInput {
  @UuidField() company_id!: string;
  @IntegerField({ min: 1 }) version!: number;
}

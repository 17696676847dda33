import { BooleanField, IntegerField, UuidField } from '../../kernel/http/index.js';

export class PpicSettingsQuery {
  @UuidField({ optional: true, description: 'The default company of the caller when not given.' }) company_id?: string;
}

export class PpicSettingsInput {
  @BooleanField({ example: false, description: 'Separation of duties: who drafted an order may not approve it.' })
  approver_must_differ!: boolean;
}

export class PpicSettingsDto extends PpicSettingsInput {
  @UuidField() company_id!: string;
  @IntegerField({ min: 1 }) version!: number;
}

import {
  BooleanField,
  CodeField,
  DateField,
  ListQuery,
  PercentField,
  StringField,
  UuidField,
  patchOf,
} from '../../kernel/http/index.js';
import { deactivatable, versioned } from '../../master-data/index.js';

const CODE = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

export class TaxCodeInput {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @StringField({ min: 1, max: 32, pattern: CODE, example: 'PPN', description: 'Unique in the company.' }) code!: string;
  @StringField({ min: 1, max: 200, example: 'Value added tax' }) name!: string;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'Where the tax of suppliers is claimed; the account of the role input_tax when not given.',
  })
  input_account_id?: string | null;
  @UuidField({
    optional: true,
    nullable: true,
    description: 'Where the tax of customers is owed; the account of the role output_tax when not given.',
  })
  output_account_id?: string | null;
}

export class TaxCodePatch extends patchOf(TaxCodeInput) {}

export class TaxCodeDto extends deactivatable(TaxCodeInput) {
  @PercentField({ nullable: true, example: '11.0000', description: 'Today; null where it has none yet.' })
  current_rate!: string | null;
}

export class TaxCodeListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @StringField({ optional: true, min: 1, max: 32, description: 'Exactly this code, in any case.' }) code?: string;
  @BooleanField({ optional: true }) is_active?: boolean;
}

export class TaxRateInput {
  @UuidField() tax_code_id!: string;
  @DateField({ example: '2025-01-01', description: 'From this day on, until the next rate.' }) valid_from!: string;
  @PercentField({ example: '11.0000' }) rate!: string;
}

export class TaxRatePatch extends patchOf(TaxRateInput) {}

export class TaxRateDto extends versioned(TaxRateInput) {
  @CodeField({ example: 'PPN' }) tax_code!: string;
}

export class TaxRateListQuery extends ListQuery {
  @UuidField({ optional: true }) tax_code_id?: string;
}

import {
  BooleanField,
  CodeField,
  ListQuery,
  MoneyField,
  StringField,
  UuidField,
  patchOf,
} from '../../kernel/http/index.js';
import { deactivatable } from '../../master-data/index.js';

class ApprovalTierFields {
  @StringField({ min: 1, max: 200, example: 'Director' }) name!: string;
  @MoneyField({
    example: '50000000.00',
    description: 'Orders of this amount or more need it, in the currency of the company, taxes included.',
  })
  from_amount!: string;
  @UuidField({ optional: true, nullable: true, description: 'Anybody with this role approves it,' }) role_id?:
    string | null;
  @UuidField({ optional: true, nullable: true, example: null, description: 'or this person,' }) user_id?: string | null;
  @StringField({
    optional: true,
    nullable: true,
    max: 120,
    example: null,
    description: 'or anybody who holds this permission. One of the three.',
  })
  permission?: string | null;
}

export class ApprovalTierInput extends ApprovalTierFields {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
}

export class ApprovalTierPatch extends patchOf(ApprovalTierFields) {}

class ApprovalTierColumns extends ApprovalTierFields {
  @UuidField() company_id!: string;
}

export class ApprovalTierDto extends deactivatable(ApprovalTierColumns) {
  @CodeField({ nullable: true, example: 'purchasing_manager' }) role_code!: string | null;
  @StringField({ nullable: true, example: null }) username!: string | null;
}

export class ApprovalTierListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @BooleanField({ optional: true }) is_active?: boolean;
}

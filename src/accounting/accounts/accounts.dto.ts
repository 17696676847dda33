import {
  BooleanField,
  CodeField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  StringField,
  UuidField,
  patchOf,
} from '../../kernel/http/index.js';
import { deactivatable } from '../../master-data/index.js';
import { ACCOUNT_ROLE_NAMES } from './account-roles.js';
import type { AccountRoleName } from './account-roles.js';
import { ACCOUNT_TYPES, BALANCE_SIDES, CONTROLS } from './account-types.js';
import { CASH_FLOWS, STATEMENT_LINES } from './classification.js';

export class AccountInput {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
  @StringField({
    min: 1,
    max: 32,
    pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    example: '1115',
    description: 'Unique in the company, whatever its case.',
  })
  number!: string;
  @StringField({ min: 1, max: 200, example: 'Bank, dollars' }) name!: string;
  @EnumField(ACCOUNT_TYPES) type!: string;
  @EnumField(BALANCE_SIDES, {
    optional: true,
    description: 'The side on which it grows: of assets and expenses debit, of the others credit, when not given.',
  })
  normal_balance?: string;
  @UuidField({ optional: true, nullable: true, description: 'The heading that it stands below.' }) parent_id?:
    string | null;
  @BooleanField({
    optional: true,
    example: false,
    description: 'A heading: sums up the accounts below it, and nothing is written on it.',
  })
  is_header?: boolean;
  @EnumField(CONTROLS, {
    optional: true,
    nullable: true,
    description: 'The sum of open invoices and payments of suppliers or customers: written by these and nothing else.',
  })
  control?: string | null;
  @EnumField(STATEMENT_LINES, {
    optional: true,
    example: 'current_assets',
    description:
      'The line of the balance sheet or income statement that it is part of; one that its type can have. Current assets, current liabilities, equity, ' +
      'revenue or operating expenses when not given.',
  })
  statement_line?: string;
  @EnumField(CASH_FLOWS, {
    optional: true,
    nullable: true,
    example: 'operating',
    description:
      'What its movements are in the cash flow, of assets, liabilities and equity; `cash` is what the cash flow explains. Null: shown there as unclassified.',
  })
  cash_flow?: string | null;
  @CodeField({
    optional: true,
    nullable: true,
    max: 3,
    example: 'USD',
    description: 'Takes lines in this currency only; in any when not given.',
  })
  currency_code?: string | null;
}

export class AccountPatch extends patchOf(AccountInput) {}

export class AccountDto extends deactivatable(AccountInput) {}

export class AccountListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @StringField({ optional: true, min: 1, max: 32, description: 'Exactly this number, in any case.' }) number?: string;
  @EnumField(ACCOUNT_TYPES, { optional: true }) type?: string;
  @BooleanField({ optional: true }) is_header?: boolean;
  @BooleanField({ optional: true }) is_active?: boolean;
  @UuidField({ optional: true, description: 'Those right below this heading.' }) parent_id?: string;
}

export class AccountRolesQuery {
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
}

export class AccountRoleDto {
  @EnumField(ACCOUNT_ROLE_NAMES, { example: 'payables' }) role!: string;
  @StringField({ example: 'What is owed to suppliers' }) title!: string;
  @UuidField({ nullable: true, description: 'Null: nobody has said which account, and what needs it is refused.' })
  account_id!: string | null;
  @CodeField({ nullable: true, example: '2100' }) account_number!: string | null;
  @StringField({ nullable: true, example: 'Trade payables' }) account_name!: string | null;
}

export class AccountRoleInput {
  @EnumField(ACCOUNT_ROLE_NAMES, { example: 'bank' }) role!: AccountRoleName;
  @UuidField() account_id!: string;
}

export class AccountRolesInput extends AccountRolesQuery {
  @ListField(AccountRoleInput, { min: 1, max: 100, description: 'Roles that are not named keep their accounts.' })
  roles!: AccountRoleInput[];
}

export class ChartInstallInput extends AccountRolesQuery {}

export class ChartInstallDto {
  @UuidField() company_id!: string;
  @IntegerField({ example: 44, description: 'Accounts added; those whose number was there stayed as they were.' })
  accounts_added!: number;
  @IntegerField({ example: 30, description: 'Roles given; those that had an account keep it.' }) roles_added!: number;
}

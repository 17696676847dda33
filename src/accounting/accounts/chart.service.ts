import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import { ACCOUNTING_ERRORS } from '../accounting.errors.js';
import { ACCOUNT_ROLES, ACCOUNT_ROLE_NAMES, roleFault } from './account-roles.js';
import type { AccountRoleName } from './account-roles.js';
import { normalBalance } from './account-types.js';
import type { AccountRoleDto, AccountRoleInput, ChartInstallDto } from './accounts.dto.js';
import { AccountsRepository } from './accounts.repository.js';
import { classificationOf } from './classification.js';
import { CONTRA_ACCOUNTS, DEFAULT_CHART } from './default-chart.js';

/** The chart of a company, and which of its accounts stand for what modules post. */
@Injectable()
export class ChartOfAccounts {
  constructor(
    private readonly db: Database,
    private readonly accounts: AccountsRepository,
  ) {}

  /** Adds what is missing of the default chart; what is there, and roles that have an account, stay. Repeatable. */
  install(companyId = defaultCompanyId()): Promise<ChartInstallDto> {
    assertInScope({ company_id: companyId }, 'Company');
    const chart = DEFAULT_CHART.map((account) => {
      const side = normalBalance(account.type);
      const isContra = CONTRA_ACCOUNTS.has(account.number);
      return {
        ...account,
        ...classificationOf(account),
        normal_balance: isContra ? (side === 'debit' ? 'credit' : 'debit') : side,
      };
    });
    return this.db.transaction(async () => ({
      company_id: companyId,
      accounts_added: await this.accounts.addChart(companyId, chart),
      roles_added: await this.accounts.addRoles(companyId, chart),
    }));
  }

  /** Every role there is, with its account where it has one. */
  async roles(companyId = defaultCompanyId()): Promise<AccountRoleDto[]> {
    assertInScope({ company_id: companyId }, 'Company');
    const assigned = new Map((await this.accounts.roles(companyId)).map((row) => [row.role, row]));
    return ACCOUNT_ROLE_NAMES.map((role) => {
      const { account_id = null, account_number = null, account_name = null } = assigned.get(role) ?? {};
      return { role, title: ACCOUNT_ROLES[role].title, account_id, account_number, account_name };
    });
  }

  /** Gives roles to accounts. What was posted stays where it is. @throws VALIDATION_FAILED with every account that cannot have its role */
  assign(roles: readonly AccountRoleInput[], companyId = defaultCompanyId()): Promise<AccountRoleDto[]> {
    assertInScope({ company_id: companyId }, 'Company');
    return this.db.transaction(async () => {
      const ids = roles.map(({ account_id }) => account_id);
      const facts = await this.accounts.facts(companyId, ids);
      refuse(
        roles.flatMap(({ role, account_id }, n) => {
          const account = facts.get(account_id);
          const at = (field: string, code: string, message: string) => [
            { pointer: `/roles/${n}/${field}`, code, message },
          ];
          if (roles.findIndex((other) => other.role === role) < n) return at('role', 'DUPLICATE', 'is named twice');
          if (!account?.is_active)
            return at('account_id', 'REFERENCE_NOT_FOUND', 'The company has no such account in use');
          const fault = roleFault(role, account);
          return fault === null ? [] : at('account_id', 'NOT_ALLOWED', fault);
        }),
      );
      await this.accounts.assign(companyId, roles);
      return this.roles(companyId);
    });
  }

  /**
   * The accounts that stand for roles in a company, for postings.
   * @throws ACCOUNT_ROLE_MISSING naming every role that has none
   */
  async resolve(companyId: string, roles: readonly AccountRoleName[]): Promise<ReadonlyMap<AccountRoleName, string>> {
    const wanted = [...new Set(roles)];
    const found = wanted.length === 0 ? new Map<string, string>() : await this.accounts.rolesNamed(companyId, wanted);
    const missing = wanted.filter((role) => !found.has(role));
    if (missing.length > 0)
      throw ACCOUNTING_ERRORS.ACCOUNT_ROLE_MISSING(`No account stands for ${missing.join(', ')}`, { roles: missing });
    return found as ReadonlyMap<AccountRoleName, string>;
  }
}

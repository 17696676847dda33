import { Injectable } from '@nestjs/common';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import { MasterRecords } from '../../master-data/index.js';
import { ruleFaults } from './rule-faults.js';
import type {
  RuleTrialDto,
  RuleTrialQuery,
  StockAccountRuleDto,
  StockAccountRuleInput,
  StockAccountRulePatch,
} from './stock-account-rules.dto.js';
import { STOCK_ACCOUNT_RULE } from './stock-account-rules.kind.js';
import { StockBooksRepository } from './stock-books.repository.js';

/** On which accounts the value of stock goes. */
@Injectable()
export class StockAccountRulesService {
  constructor(
    private readonly records: MasterRecords,
    private readonly books: StockBooksRepository,
  ) {}

  page(query: ListParameters): Promise<Page<StockAccountRuleDto>> {
    return this.records.page(STOCK_ACCOUNT_RULE, query);
  }

  get(id: string): Promise<StockAccountRuleDto> {
    return this.records.get(STOCK_ACCOUNT_RULE, id);
  }

  /** @throws VALIDATION_FAILED for a rule that says nothing or too much, DUPLICATE for conditions that have one */
  create(input: StockAccountRuleInput): Promise<StockAccountRuleDto> {
    refuse(ruleFaults(input));
    return this.records.create(STOCK_ACCOUNT_RULE, { ...input, company_id: input.company_id ?? defaultCompanyId() });
  }

  /** @throws HOUSE_RULE, VALIDATION_FAILED */
  async change(id: string, patch: StockAccountRulePatch): Promise<StockAccountRuleDto> {
    const known = await this.get(id);
    refuse(ruleFaults({ ...known, ...patch }));
    return this.records.change(STOCK_ACCOUNT_RULE, id, patch);
  }

  /** @throws HOUSE_RULE */
  setActive(id: string, active: boolean): Promise<StockAccountRuleDto> {
    return this.records.setActive(STOCK_ACCOUNT_RULE, id, active);
  }

  /** What was booked by it stays. @throws HOUSE_RULE */
  remove(id: string): Promise<void> {
    return this.records.remove(STOCK_ACCOUNT_RULE, id);
  }

  /** Which rule holds for a leg, and where it leads. */
  try({ company_id = defaultCompanyId(), ...leg }: RuleTrialQuery): Promise<RuleTrialDto> {
    assertInScope({ company_id }, 'Company');
    return this.books.ruleFor(company_id, leg);
  }
}

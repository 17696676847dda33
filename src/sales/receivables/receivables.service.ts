import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound, refuse } from '../../kernel/errors/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import { DUNNING_ERRORS } from './receivables.errors.js';
import { MAX_DUNNED, MAX_STATEMENT_ENTRIES } from './receivables.dto.js';
import type {
  DunningLevelDto,
  DunningLevelInput,
  DunningListDto,
  DunningNoticeDto,
  DunningQuery,
  SendDunningInput,
  SentDunningDto,
  CustomerStatementDto,
  StatementQuery,
} from './receivables.dto.js';
import { ReceivablesRepository } from './receivables.repository.js';
import { statementOf } from './statement.js';

/** What customers owe, as they are told: statements and reminders. */
@Injectable()
export class Receivables {
  constructor(
    private readonly db: Database,
    private readonly rows: ReceivablesRepository,
  ) {}

  /** @throws NOT_FOUND for a customer that is not there or a company out of scope; VALIDATION_FAILED when the days are the wrong way round, or the documents too many */
  async statement(customer_id: string, query: StatementQuery): Promise<CustomerStatementDto> {
    const company_id = inScope(query.company_id);
    const customer = await this.rows.customer(customer_id);
    if (!customer) throw notFound('Customer', customer_id);
    const { today, first } = await this.rows.today();
    const { to = today } = query;
    const from = query.from ?? (first < to ? first : to);
    if (from > to) refuse([{ pointer: '?to', code: 'TOO_SMALL', message: `Begins on ${from}` }]);
    const filter = { company_id, customer_id, from, to };
    const entries = await this.rows.entries(filter, MAX_STATEMENT_ENTRIES + 1);
    if (entries.length > MAX_STATEMENT_ENTRIES)
      refuse([
        { pointer: '?from', code: 'TOO_MANY', message: `More than ${MAX_STATEMENT_ENTRIES} documents: begin later` },
      ]);
    const currencies = statementOf(await this.rows.openings(filter), entries);
    return { ...filter, customer_code: customer.code, customer_name: customer.name, currencies };
  }

  levels(companyId?: string): Promise<DunningLevelDto[]> {
    return this.rows.levels(inScope(companyId));
  }

  /** Sets a level, by its number. @throws DUNNING_LEVELS_UNORDERED */
  setLevel({ company_id, is_active = true, ...level }: DunningLevelInput): Promise<DunningLevelDto> {
    const company = inScope(company_id);
    return this.db.transaction(async () => {
      const set = await this.rows.setLevel({ ...level, company_id: company, is_active });
      const active = (await this.rows.levels(company)).filter((each) => each.is_active);
      if (active.some(({ days_overdue }, n) => n > 0 && days_overdue <= active[n - 1]!.days_overdue))
        throw DUNNING_ERRORS.DUNNING_LEVELS_UNORDERED();
      return set;
    });
  }

  /** Who is overdue, by how much, and what of it is to be sent. @throws VALIDATION_FAILED when it is too much for one list */
  async overdue({ company_id, customer_id, on }: DunningQuery): Promise<DunningListDto> {
    const company = inScope(company_id);
    const day = on ?? (await this.rows.today()).today;
    const data = await this.rows.overdue(
      company,
      day,
      customer_id === undefined ? null : [customer_id],
      MAX_DUNNED + 1,
    );
    if (data.length > MAX_DUNNED)
      refuse([{ pointer: '?customer_id', code: 'REQUIRED', message: `More than ${MAX_DUNNED} invoices are overdue` }]);
    return { company_id: company, on: day, data };
  }

  /** Records that a reminder was sent for everything that is due. @throws NOTHING_TO_DUN, DUNNING_SENT, VALIDATION_FAILED for a day to come */
  send({ company_id, customer_ids, sent_on }: SendDunningInput): Promise<SentDunningDto> {
    const company = inScope(company_id);
    return this.db.transaction(async () => {
      const { today } = await this.rows.today();
      const day = sent_on ?? today;
      if (day > today) refuse([{ pointer: '/sent_on', code: 'IN_FUTURE', message: 'has not come yet' }]);
      const notices = await this.rows.send(company, day, customer_ids ?? null);
      if (notices.length === 0) throw DUNNING_ERRORS.NOTHING_TO_DUN();
      return { notices };
    });
  }

  notices(query: ListParameters): Promise<Page<DunningNoticeDto>> {
    return this.rows.notices(query);
  }
}

function inScope(companyId: string | undefined): string {
  const company_id = companyId ?? defaultCompanyId();
  assertInScope({ company_id }, 'Company');
  return company_id;
}

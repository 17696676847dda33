import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

@Injectable()
export class CompaniesRepository {
  constructor(private readonly db: Database) {}

  /** Lets a person into a company; nothing happens when they are in it. */
  async admit(companyId: string, userId: string): Promise<void> {
    await this.db.query('insert into erp.user_companies (user_id, company_id) values ($1, $2) on conflict do nothing', [
      userId,
      companyId,
    ]);
  }
}

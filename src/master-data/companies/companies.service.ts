import { Injectable } from '@nestjs/common';
import { UserScopes } from '../../auth/index.js';
import { Database } from '../../kernel/database/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { MasterRecords } from '../records/master-records.service.js';
import type { Upserted } from '../records/master-records.service.js';
import type { CompanyDto, CompanyInput } from './companies.dto.js';
import { COMPANY } from './companies.kind.js';

/** A company is seen by those who belong to it, so whoever makes one belongs to it. */
@Injectable()
export class CompaniesService {
  constructor(
    private readonly db: Database,
    private readonly records: MasterRecords,
    private readonly scopes: UserScopes,
  ) {}

  create(values: CompanyInput): Promise<CompanyDto> {
    return this.db.transaction(async () => {
      const company = await this.records.create(COMPANY, values);
      await this.scopes.addCompany(currentActor().user_id, company.id);
      return company;
    });
  }

  upsert(system: string, externalId: string, values: CompanyInput): Promise<Upserted<CompanyDto>> {
    return this.db.transaction(async () => {
      const upserted = await this.records.upsert(COMPANY, system, externalId, values);
      if (upserted.created) await this.scopes.addCompany(currentActor().user_id, upserted.row.id);
      return upserted;
    });
  }
}

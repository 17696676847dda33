import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import type { PpicSettingsDto, PpicSettingsInput, PpicSettingsQuery } from './ppic-settings.dto.js';
import { PpicSettingsRepository } from './ppic-settings.repository.js';

/** How a company runs its production, for those who belong to it. */
@Injectable()
export class PpicSettingsService {
  constructor(
    private readonly db: Database,
    private readonly settings: PpicSettingsRepository,
  ) {}

  /** @throws NOT_FOUND for a company that the caller does not belong to */
  of(query: PpicSettingsQuery): Promise<PpicSettingsDto> {
    return this.settings.of(companyOf(query));
  }

  /** @throws NOT_FOUND for a company that the caller does not belong to; STALE_VERSION */
  change(query: PpicSettingsQuery, input: PpicSettingsInput): Promise<PpicSettingsDto> {
    const companyId = companyOf(query);
    return this.db.transaction(async () => {
      await this.settings.change(companyId, input);
      return this.settings.of(companyId);
    });
  }
}

function companyOf({ company_id = defaultCompanyId() }: PpicSettingsQuery): string {
  assertInScope({ company_id }, 'Company');
  return company_id;
}

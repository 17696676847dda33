import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import type { PpicSettingsDto, PpicSettingsInput } from './ppic-settings.dto.js';
import { PpicSettingsRepository } from './ppic-settings.repository.js';

/** How a company of the caller runs its production. */
@Injectable()
export class PpicSettingsService {
  constructor(
    private readonly db: Database,
    private readonly settings: PpicSettingsRepository,
  ) {}

  /** @throws NOT_FOUND for a company that the caller does not belong to */
  async get(companyId = defaultCompanyId()): Promise<PpicSettingsDto> {
    assertInScope({ company_id: companyId }, 'Company');
    return this.settings.of(companyId);
  }

  /** @throws NOT_FOUND, STALE_VERSION */
  change(input: PpicSettingsInput, companyId = defaultCompanyId()): Promise<PpicSettingsDto> {
    assertInScope({ company_id: companyId }, 'Company');
    return this.db.transaction(async () => {
      await this.settings.change(companyId, input);
      return this.settings.of(companyId);
    });
  }
}

import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route } from '../../kernel/http/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import { PPIC } from '../ppic.permissions.js';
import { PpicSettingsDto, PpicSettingsInput, PpicSettingsQuery } from './ppic-settings.dto.js';
import { PpicSettingsRepository } from './ppic-settings.repository.js';

const ANSWER = { returns: PpicSettingsDto, status: 200, versioned: true } as const;

@Controller('ppic/settings')
export class PpicSettingsController {
  constructor(
    private readonly db: Database,
    private readonly settings: PpicSettingsRepository,
  ) {}

  @Get()
  @Route({
    ...ANSWER,
    summary: "Show a company's production settings",
    permission: PPIC.settings.read,
    errors: [KERNEL_ERRORS.NOT_FOUND],
  })
  get(@Query() query: PpicSettingsQuery): Promise<PpicSettingsDto> {
    return this.settings.of(companyOf(query));
  }

  @Put()
  @Route({
    ...ANSWER,
    summary: "Change a company's production settings",
    permission: PPIC.settings.update,
    errors: [KERNEL_ERRORS.NOT_FOUND, KERNEL_ERRORS.VALIDATION_FAILED],
  })
  put(@Query() query: PpicSettingsQuery, @Body() body: PpicSettingsInput): Promise<PpicSettingsDto> {
    const companyId = companyOf(query);
    return this.db.transaction(async () => {
      await this.settings.change(companyId, body);
      return this.settings.of(companyId);
    });
  }
}

/** @throws NOT_FOUND for a company that the caller does not belong to */
function companyOf({ company_id = defaultCompanyId() }: PpicSettingsQuery): string {
  assertInScope({ company_id }, 'Company');
  return company_id;
}

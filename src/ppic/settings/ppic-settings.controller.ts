import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route } from '../../kernel/http/index.js';
import { PPIC } from '../ppic.permissions.js';
import { PpicSettingsDto, PpicSettingsInput, PpicSettingsQuery } from './ppic-settings.dto.js';
import { PpicSettingsService } from './ppic-settings.service.js';

const ANSWER = { returns: PpicSettingsDto, status: 200, versioned: true } as const;

@Controller('ppic/settings')
export class PpicSettingsController {
  constructor(private readonly settings: PpicSettingsService) {}

  @Get()
  @Route({
    ...ANSWER,
    summary: "Show a company's production settings",
    permission: PPIC.settings.read,
    errors: [KERNEL_ERRORS.NOT_FOUND],
  })
  get(@Query() query: PpicSettingsQuery): Promise<PpicSettingsDto> {
    return this.settings.get(query.company_id);
  }

  @Put()
  @Route({
    ...ANSWER,
    summary: "Change a company's production settings",
    permission: PPIC.settings.update,
    errors: [KERNEL_ERRORS.NOT_FOUND, KERNEL_ERRORS.VALIDATION_FAILED],
  })
  put(@Query() query: PpicSettingsQuery, @Body() body: PpicSettingsInput): Promise<PpicSettingsDto> {
    return this.settings.change(body, query.company_id);
  }
}

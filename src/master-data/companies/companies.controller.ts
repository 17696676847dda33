import { Body, Controller, Delete, Get, Patch, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Page } from '../../kernel/database/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import { ExternalIdParam, SystemParam } from '../records/external-name.params.js';
import { MasterRecords } from '../records/master-records.service.js';
import { MASTER_DATA_ERRORS } from '../master-data.errors.js';
import { recordRoutes } from '../records/record-routes.js';
import { CompanyDto, CompanyInput, CompanyListQuery, CompanyPatch } from './companies.dto.js';
import { COMPANY } from './companies.kind.js';
import { CompaniesService } from './companies.service.js';

const ROUTES = recordRoutes({
  one: 'a company',
  many: 'companies',
  permissions: MASTER_DATA.companies,
  answer: CompanyDto,
  change_errors: [MASTER_DATA_ERRORS.VALUATION_SCOPE_FIXED],
});

@Controller('companies')
export class CompaniesController {
  constructor(
    private readonly records: MasterRecords,
    private readonly companies: CompaniesService,
  ) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: CompanyListQuery): Promise<Page<CompanyDto>> {
    return this.records.page(COMPANY, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: CompanyInput): Promise<CompanyDto> {
    return this.companies.create(body);
  }

  @Get('by-external-id/:system/:external_id')
  @Route(ROUTES.byExternalId)
  byExternalId(@SystemParam() system: string, @ExternalIdParam() externalId: string): Promise<CompanyDto> {
    return this.records.byExternalId(COMPANY, system, externalId);
  }

  @Put('by-external-id/:system/:external_id')
  @Route(ROUTES.upsert)
  async upsert(
    @SystemParam() system: string,
    @ExternalIdParam() externalId: string,
    @Body() body: CompanyInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CompanyDto> {
    const { row, created } = await this.companies.upsert(system, externalId, body);
    if (created) void reply.status(201);
    return row;
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<CompanyDto> {
    return this.records.get(COMPANY, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: CompanyPatch): Promise<CompanyDto> {
    return this.records.change(COMPANY, id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<CompanyDto> {
    return this.records.setActive(COMPANY, id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<CompanyDto> {
    return this.records.setActive(COMPANY, id, true);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(COMPANY, id);
  }
}

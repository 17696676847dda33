import { Body, Controller, Delete, Get, Patch, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Page } from '../../kernel/database/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import { ExternalIdParam, SystemParam } from '../records/external-name.params.js';
import { MasterRecords } from '../records/master-records.service.js';
import { recordRoutes } from '../records/record-routes.js';
import { DepartmentDto, DepartmentInput, DepartmentListQuery, DepartmentPatch } from './departments.dto.js';
import { DEPARTMENT } from './departments.kind.js';

const ROUTES = recordRoutes({
  one: 'a department',
  many: 'departments',
  permissions: MASTER_DATA.departments,
  answer: DepartmentDto,
});

@Controller('departments')
export class DepartmentsController {
  constructor(private readonly records: MasterRecords) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: DepartmentListQuery): Promise<Page<DepartmentDto>> {
    return this.records.page(DEPARTMENT, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: DepartmentInput): Promise<DepartmentDto> {
    return this.records.create(DEPARTMENT, body);
  }

  @Get('by-external-id/:system/:external_id')
  @Route(ROUTES.byExternalId)
  byExternalId(@SystemParam() system: string, @ExternalIdParam() externalId: string): Promise<DepartmentDto> {
    return this.records.byExternalId(DEPARTMENT, system, externalId);
  }

  @Put('by-external-id/:system/:external_id')
  @Route(ROUTES.upsert)
  async upsert(
    @SystemParam() system: string,
    @ExternalIdParam() externalId: string,
    @Body() body: DepartmentInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DepartmentDto> {
    const { row, created } = await this.records.upsert(DEPARTMENT, system, externalId, body);
    if (created) void reply.status(201);
    return row;
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<DepartmentDto> {
    return this.records.get(DEPARTMENT, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: DepartmentPatch): Promise<DepartmentDto> {
    return this.records.change(DEPARTMENT, id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<DepartmentDto> {
    return this.records.setActive(DEPARTMENT, id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<DepartmentDto> {
    return this.records.setActive(DEPARTMENT, id, true);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(DEPARTMENT, id);
  }
}

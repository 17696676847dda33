import { Body, Controller, Delete, Get, Patch, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Page } from '../../kernel/database/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA_ERRORS } from '../master-data.errors.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import { ExternalIdParam, SystemParam } from '../records/external-name.params.js';
import { MasterRecords } from '../records/master-records.service.js';
import { recordRoutes } from '../records/record-routes.js';
import { UnitDto, UnitInput, UnitListQuery, UnitPatch } from './units.dto.js';
import { UNIT } from './units.kind.js';

const ROUTES = recordRoutes({
  one: 'a unit of measure',
  many: 'units of measure',
  permissions: MASTER_DATA.units,
  answer: UnitDto,
  change_errors: [MASTER_DATA_ERRORS.UNIT_HAS_CONVERSIONS],
});

@Controller('units')
export class UnitsController {
  constructor(private readonly records: MasterRecords) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: UnitListQuery): Promise<Page<UnitDto>> {
    return this.records.page(UNIT, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: UnitInput): Promise<UnitDto> {
    return this.records.create(UNIT, body);
  }

  @Get('by-external-id/:system/:external_id')
  @Route(ROUTES.byExternalId)
  byExternalId(@SystemParam() system: string, @ExternalIdParam() externalId: string): Promise<UnitDto> {
    return this.records.byExternalId(UNIT, system, externalId);
  }

  @Put('by-external-id/:system/:external_id')
  @Route(ROUTES.upsert)
  async upsert(
    @SystemParam() system: string,
    @ExternalIdParam() externalId: string,
    @Body() body: UnitInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UnitDto> {
    const { row, created } = await this.records.upsert(UNIT, system, externalId, body);
    if (created) void reply.status(201);
    return row;
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<UnitDto> {
    return this.records.get(UNIT, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: UnitPatch): Promise<UnitDto> {
    return this.records.change(UNIT, id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<UnitDto> {
    return this.records.setActive(UNIT, id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<UnitDto> {
    return this.records.setActive(UNIT, id, true);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(UNIT, id);
  }
}

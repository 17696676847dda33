import { Body, Controller, Delete, Get, Patch, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { ExternalIdParam, MasterRecords, SystemParam, recordRoutes } from '../../master-data/index.js';
import { PPIC } from '../ppic.permissions.js';
import { WorkCentreUses } from './work-centre-uses.service.js';
import {
  WorkCentreDto,
  WorkCentreInput,
  WorkCentreListQuery,
  WorkCentrePatch,
  WorkCentreUseDto,
  WorkCentreUseQuery,
} from './work-centres.dto.js';
import { WORK_CENTRE } from './work-centres.kind.js';

const ROUTES = recordRoutes({
  one: 'a work centre',
  many: 'work centres',
  permissions: PPIC.work_centres,
  answer: WorkCentreDto,
});

@Controller('ppic/work-centres')
export class WorkCentresController {
  constructor(
    private readonly records: MasterRecords,
    private readonly uses: WorkCentreUses,
  ) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: WorkCentreListQuery): Promise<Page<WorkCentreDto>> {
    return this.records.page(WORK_CENTRE, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: WorkCentreInput): Promise<WorkCentreDto> {
    return this.records.create(WORK_CENTRE, body);
  }

  @Get('by-external-id/:system/:external_id')
  @Route(ROUTES.byExternalId)
  byExternalId(@SystemParam() system: string, @ExternalIdParam() externalId: string): Promise<WorkCentreDto> {
    return this.records.byExternalId(WORK_CENTRE, system, externalId);
  }

  @Put('by-external-id/:system/:external_id')
  @Route(ROUTES.upsert)
  async upsert(
    @SystemParam() system: string,
    @ExternalIdParam() externalId: string,
    @Body() body: WorkCentreInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WorkCentreDto> {
    const { row, created } = await this.records.upsert(WORK_CENTRE, system, externalId, body);
    if (created) void reply.status(201);
    return row;
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<WorkCentreDto> {
    return this.records.get(WORK_CENTRE, id);
  }

  @Get(':id/routings')
  @Route({
    summary: 'Where a work centre is used: the operations that are done there, or may be',
    permission: PPIC.routings.read,
    returns: page(WorkCentreUseDto),
    errors: [KERNEL_ERRORS.NOT_FOUND, KERNEL_ERRORS.UNKNOWN_QUERY_PARAMETER],
  })
  async routings(@IdParam() id: string, @Query() query: WorkCentreUseQuery): Promise<Page<WorkCentreUseDto>> {
    await this.records.get(WORK_CENTRE, id);
    return this.uses.page(id, query);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: WorkCentrePatch): Promise<WorkCentreDto> {
    return this.records.change(WORK_CENTRE, id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<WorkCentreDto> {
    return this.records.setActive(WORK_CENTRE, id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<WorkCentreDto> {
    return this.records.setActive(WORK_CENTRE, id, true);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(WORK_CENTRE, id);
  }
}

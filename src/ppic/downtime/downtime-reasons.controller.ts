import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MasterRecords, recordRoutes } from '../../master-data/index.js';
import { PPIC } from '../ppic.permissions.js';
import {
  DowntimeReasonDto,
  DowntimeReasonInput,
  DowntimeReasonListQuery,
  DowntimeReasonPatch,
} from './downtime-reasons.dto.js';
import { DOWNTIME_REASON } from './downtime-reasons.kind.js';

const ROUTES = recordRoutes({
  one: 'a reason of downtime',
  many: 'reasons of downtime',
  permissions: PPIC.downtime_reasons,
  answer: DowntimeReasonDto,
});

@Controller('ppic/downtime-reasons')
export class DowntimeReasonsController {
  constructor(private readonly records: MasterRecords) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: DowntimeReasonListQuery): Promise<Page<DowntimeReasonDto>> {
    return this.records.page(DOWNTIME_REASON, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: DowntimeReasonInput): Promise<DowntimeReasonDto> {
    return this.records.create(DOWNTIME_REASON, body);
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<DowntimeReasonDto> {
    return this.records.get(DOWNTIME_REASON, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: DowntimeReasonPatch): Promise<DowntimeReasonDto> {
    return this.records.change(DOWNTIME_REASON, id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<DowntimeReasonDto> {
    return this.records.setActive(DOWNTIME_REASON, id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<DowntimeReasonDto> {
    return this.records.setActive(DOWNTIME_REASON, id, true);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(DOWNTIME_REASON, id);
  }
}

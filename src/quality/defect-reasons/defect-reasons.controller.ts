import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MasterRecords, recordRoutes } from '../../master-data/index.js';
import { QUALITY } from '../quality.permissions.js';
import { DefectReasonDto, DefectReasonInput, DefectReasonListQuery, DefectReasonPatch } from './defect-reasons.dto.js';
import { DEFECT_REASON } from './defect-reasons.kind.js';

const ROUTES = recordRoutes({
  one: 'a reason of defects',
  many: 'reasons of defects',
  permissions: QUALITY.defect_reasons,
  answer: DefectReasonDto,
});

@ApiTags('Quality')
@Controller('quality/defect-reasons')
export class DefectReasonsController {
  constructor(private readonly records: MasterRecords) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: DefectReasonListQuery): Promise<Page<DefectReasonDto>> {
    return this.records.page(DEFECT_REASON, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: DefectReasonInput): Promise<DefectReasonDto> {
    return this.records.create(DEFECT_REASON, body);
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<DefectReasonDto> {
    return this.records.get(DEFECT_REASON, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: DefectReasonPatch): Promise<DefectReasonDto> {
    return this.records.change(DEFECT_REASON, id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<DefectReasonDto> {
    return this.records.setActive(DEFECT_REASON, id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<DefectReasonDto> {
    return this.records.setActive(DEFECT_REASON, id, true);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(DEFECT_REASON, id);
  }
}

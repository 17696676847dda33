import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MasterRecords, recordRoutes } from '../../master-data/index.js';
import { PPIC } from '../ppic.permissions.js';
import {
  ProductionReasonCodeDto,
  ProductionReasonCodeInput,
  ProductionReasonCodeListQuery,
  ProductionReasonCodePatch,
} from './reason-codes.dto.js';
import { REASON_CODE } from './reason-codes.kind.js';

const ROUTES = recordRoutes({
  one: 'a reason code of production',
  many: 'reason codes of production',
  permissions: PPIC.reason_codes,
  answer: ProductionReasonCodeDto,
});

@Controller('ppic/reason-codes')
export class ReasonCodesController {
  constructor(private readonly records: MasterRecords) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: ProductionReasonCodeListQuery): Promise<Page<ProductionReasonCodeDto>> {
    return this.records.page(REASON_CODE, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: ProductionReasonCodeInput): Promise<ProductionReasonCodeDto> {
    return this.records.create(REASON_CODE, body);
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<ProductionReasonCodeDto> {
    return this.records.get(REASON_CODE, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: ProductionReasonCodePatch): Promise<ProductionReasonCodeDto> {
    return this.records.change(REASON_CODE, id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<ProductionReasonCodeDto> {
    return this.records.setActive(REASON_CODE, id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<ProductionReasonCodeDto> {
    return this.records.setActive(REASON_CODE, id, true);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(REASON_CODE, id);
  }
}

import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MasterRecords, recordRoutes } from '../../master-data/index.js';
import { PURCHASING_ERRORS } from '../purchasing.errors.js';
import { PURCHASING, ruled } from '../purchasing.permissions.js';
import {
  RequisitionReviewerDto,
  RequisitionReviewerInput,
  RequisitionReviewerListQuery,
  RequisitionReviewerPatch,
} from './requisition-reviewers.dto.js';
import { REQUISITION_REVIEWER } from './requisition-reviewers.kind.js';

const ROUTES = recordRoutes({
  one: 'a reviewer of requisitions',
  many: 'reviewers of requisitions',
  permissions: ruled(PURCHASING.reviewers),
  answer: RequisitionReviewerDto,
  errors: [PURCHASING_ERRORS.REVIEWER_UNCLEAR],
});

/** Who may review which lines. A line that no rule covers is open to whoever holds the permission to review. */
@ApiTags('Requisitions')
@Controller('purchasing/requisition-reviewers')
export class RequisitionReviewersController {
  constructor(private readonly records: MasterRecords) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: RequisitionReviewerListQuery): Promise<Page<RequisitionReviewerDto>> {
    return this.records.page(REQUISITION_REVIEWER, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: RequisitionReviewerInput): Promise<RequisitionReviewerDto> {
    return this.records.create(REQUISITION_REVIEWER, body);
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<RequisitionReviewerDto> {
    return this.records.get(REQUISITION_REVIEWER, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: RequisitionReviewerPatch): Promise<RequisitionReviewerDto> {
    return this.records.change(REQUISITION_REVIEWER, id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<RequisitionReviewerDto> {
    return this.records.setActive(REQUISITION_REVIEWER, id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<RequisitionReviewerDto> {
    return this.records.setActive(REQUISITION_REVIEWER, id, true);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(REQUISITION_REVIEWER, id);
  }
}

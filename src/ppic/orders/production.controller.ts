import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, ListQuery, Route, page } from '../../kernel/http/index.js';
import type { RouteOptions } from '../../kernel/http/index.js';
import { LOT_ERRORS, NO_ROOM, WAREHOUSE_ERRORS } from '../../warehouse/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { PPIC } from '../ppic.permissions.js';
import { OrderReasonInput } from './order-actions.dto.js';
import { ComponentIssueInput, ProductionPostingDto, ProductionReportInput } from './production.dto.js';
import { ISSUE_KINDS, ProductionService, REPORT_KINDS } from './production.service.js';

const MAY = PPIC.manufacturing_orders;
const { NOT_FOUND, INVALID_STATE, VALIDATION_FAILED, VALUE_OUT_OF_RANGE } = KERNEL_ERRORS;
const { INSUFFICIENT_STOCK, PERIOD_CLOSED, STOCK_FROZEN, STOCK_OVERFLOW, SERIAL_IN_STOCK, LOT_ON_HOLD, LOT_EXPIRED } =
  WAREHOUSE_ERRORS;
const REFUSED = [NOT_FOUND, INVALID_STATE, VALIDATION_FAILED, VALUE_OUT_OF_RANGE];
const STOCK = [INSUFFICIENT_STOCK, PERIOD_CLOSED, STOCK_FROZEN, STOCK_OVERFLOW, SERIAL_IN_STOCK, ...NO_ROOM];
const POSTING = {
  returns: ProductionPostingDto,
  versioned: true,
  action: true,
  errors: [...REFUSED, ...STOCK],
} as const;

function reversal(what: string): RouteOptions {
  return {
    ...POSTING,
    summary: `Reverse ${what}`,
    description:
      'Posts the counter-movement at the original value, as far as it remains. The state stays; not after the order is closed.',
    permission: MAY.reverse,
    status: 200,
    errors: [
      ...POSTING.errors,
      PPIC_ERRORS.POSTING_ALREADY_REVERSED,
      PPIC_ERRORS.PIECES_GONE_ON,
      PPIC_ERRORS.MATERIAL_DEBT_SETTLED,
    ],
  };
}

/** Production reported and components issued for an order. */
@Controller('ppic/manufacturing-orders/:id')
export class ProductionController {
  constructor(private readonly production: ProductionService) {}

  @Get('reports')
  @Route({
    summary: 'List the production reports of an order',
    permission: MAY.read,
    returns: page(ProductionPostingDto),
    status: 200,
    errors: [NOT_FOUND],
  })
  reports(@IdParam() id: string, @Query() query: ListQuery): Promise<Page<ProductionPostingDto>> {
    return this.production.page(id, REPORT_KINDS, query);
  }

  @Post('reports')
  @Route({
    ...POSTING,
    summary: 'Report production',
    description:
      'Any number of times while the order is in progress. Consumes the backflushed components that all pieces so far need, receives good ' +
      'pieces and puts rejected ones on hold, in one posting. Lots of tracked components are those whose turn it is; pieces of a tracked ' +
      'product become the lot named, or the one of the order.',
    permission: MAY.report,
    status: 201,
    errors: [...POSTING.errors, LOT_ERRORS.LOT_DIFFERS, PPIC_ERRORS.OVER_PRODUCTION, PPIC_ERRORS.QUALITY_GATE],
  })
  report(@IdParam() id: string, @Body() body: ProductionReportInput): Promise<ProductionPostingDto> {
    return this.production.report(id, body);
  }

  @Post('reports/:report_id/reverse')
  @Route(reversal('a production report'))
  reverseReport(
    @IdParam() id: string,
    @IdParam('report_id') reportId: string,
    @Body() body: OrderReasonInput,
  ): Promise<ProductionPostingDto> {
    return this.production.reverse(id, reportId, REPORT_KINDS, body.reason);
  }

  @Get('issues')
  @Route({
    summary: 'List the component issues of an order',
    permission: MAY.read,
    returns: page(ProductionPostingDto),
    status: 200,
    errors: [NOT_FOUND],
  })
  issues(@IdParam() id: string, @Query() query: ListQuery): Promise<Page<ProductionPostingDto>> {
    return this.production.page(id, ISSUE_KINDS, query);
  }

  @Post('issues')
  @Route({
    ...POSTING,
    summary: 'Issue components to an order',
    description: 'Its reservations first, then free stock. A later report does not take again what was issued here.',
    permission: MAY.report,
    status: 201,
    errors: [...POSTING.errors, PPIC_ERRORS.OVER_CONSUMPTION, LOT_ON_HOLD, LOT_EXPIRED],
  })
  issue(@IdParam() id: string, @Body() body: ComponentIssueInput): Promise<ProductionPostingDto> {
    return this.production.issue(id, body);
  }

  @Post('issues/:issue_id/reverse')
  @Route(reversal('an issue of components'))
  reverseIssue(
    @IdParam() id: string,
    @IdParam('issue_id') issueId: string,
    @Body() body: OrderReasonInput,
  ): Promise<ProductionPostingDto> {
    return this.production.reverse(id, issueId, ISSUE_KINDS, body.reason);
  }
}

import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { NO_ROOM, WAREHOUSE_ERRORS } from '../../warehouse/index.js';
import { PURCHASING_ERRORS } from '../purchasing.errors.js';
import { PURCHASING } from '../purchasing.permissions.js';
import { RequisitionDto } from '../requisitions/requisitions.dto.js';
import { RequisitionAcceptances } from './acceptance.service.js';
import {
  RequisitionAcceptanceInput,
  RequisitionHandOutsDto,
  RequisitionIssueInput,
  RequisitionStockDto,
  RequisitionTakeBackInput,
} from './hand-out.dto.js';
import { HandOuts } from './hand-outs.service.js';
import { RequisitionIssues } from './issue.service.js';

const MAY = PURCHASING.requisitions;
const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, VALUE_OUT_OF_RANGE } = KERNEL_ERRORS;
const { REQUISITION_QUANTITY_EXCEEDED, REQUISITION_OF_ANOTHER } = PURCHASING_ERRORS;
const { INSUFFICIENT_STOCK, PERIOD_CLOSED, STOCK_FROZEN, STOCK_OVERFLOW, LOT_ON_HOLD, LOT_EXPIRED, SERIAL_IN_STOCK } =
  WAREHOUSE_ERRORS;
const step = { returns: RequisitionDto, status: 200, versioned: true, action: true } as const;
const deciding = [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, REQUISITION_QUANTITY_EXCEEDED];
const moving = [...deciding, VALUE_OUT_OF_RANGE, PERIOD_CLOSED, STOCK_FROZEN, STOCK_OVERFLOW];

@ApiTags('Requisitions')
@Controller('purchasing/requisitions/:id')
export class HandOutsController {
  constructor(
    private readonly acceptances: RequisitionAcceptances,
    private readonly issues: RequisitionIssues,
    private readonly handOuts: HandOuts,
  ) {}

  @Get('hand-outs')
  @Route({
    summary: 'What was accepted, issued and brought back of a requisition',
    permission: MAY.read,
    returns: RequisitionHandOutsDto,
    errors: [NOT_FOUND],
  })
  of(@IdParam() id: string): Promise<RequisitionHandOutsDto> {
    return this.handOuts.of(id);
  }

  @Get('stock')
  @Route({
    summary: 'What is on stock of a requisition',
    description: 'Line by line: what is there, what is held for it, what is free, and where it lies.',
    permission: MAY.read,
    returns: [RequisitionStockDto],
    errors: [NOT_FOUND],
  })
  stock(@IdParam() id: string): Promise<RequisitionStockDto[]> {
    return this.handOuts.stock(id);
  }

  @Post('accept')
  @Route({
    summary: 'Accept what was put away for a requisition',
    description:
      'By who asked for it, in parts, any number of times. What is accepted is held for the requisition; what is refused, with a reason, stays where it is for the buyer to send back.',
    permission: MAY.accept,
    ...step,
    errors: [...deciding, REQUISITION_OF_ANOTHER],
  })
  accept(@IdParam() id: string, @Body() body: RequisitionAcceptanceInput): Promise<RequisitionDto> {
    return this.acceptances.accept(id, body);
  }

  @Post('issue')
  @Route({
    summary: 'Issue what was accepted, or a part of it',
    description:
      'Out of the warehouse of the requisition, what is held for it first. Lots are those whose turn it is, or those named. Any number of times, never more than was accepted.',
    permission: MAY.issue,
    ...step,
    errors: [...moving, INSUFFICIENT_STOCK, LOT_ON_HOLD, LOT_EXPIRED],
  })
  issue(@IdParam() id: string, @Body() body: RequisitionIssueInput): Promise<RequisitionDto> {
    return this.issues.issue(id, body);
  }

  @Post('take-back')
  @Route({
    summary: 'Take back what was issued against a requisition',
    description:
      'At what it was taken for, to where it was taken from or another place of the warehouse. Any number of times, never more than was issued; it can be issued again.',
    permission: MAY.issue,
    ...step,
    errors: [...moving, ...NO_ROOM, SERIAL_IN_STOCK],
  })
  takeBack(@IdParam() id: string, @Body() body: RequisitionTakeBackInput): Promise<RequisitionDto> {
    return this.issues.takeBack(id, body);
  }
}

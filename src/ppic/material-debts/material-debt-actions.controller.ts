import { Body, Controller, Post } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import type { RouteOptions } from '../../kernel/http/index.js';
import { NO_ROOM, WAREHOUSE_ERRORS } from '../../warehouse/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { MATERIAL_DEBT } from './material-debt.machine.js';
import type { MaterialDebtEvent } from './material-debt.machine.js';
import { MaterialDebtSettlements } from './material-debt-settlements.service.js';
import {
  MaterialDebtDto,
  MaterialDebtNoteInput,
  MaterialDebtReasonInput,
  MaterialDebtSettlementInput,
} from './material-debts.dto.js';
import { MaterialDebtsService } from './material-debts.service.js';

const { INSUFFICIENT_STOCK, PERIOD_CLOSED, STOCK_FROZEN, STOCK_OVERFLOW } = WAREHOUSE_ERRORS;
const STOCK = [INSUFFICIENT_STOCK, PERIOD_CLOSED, STOCK_FROZEN, STOCK_OVERFLOW, ...NO_ROOM];

function step(
  event: MaterialDebtEvent,
  summary: string,
  description: string,
  more: RouteOptions['errors'] = [],
): RouteOptions {
  return {
    summary,
    description,
    permission: MATERIAL_DEBT.events[event].permission,
    returns: MaterialDebtDto,
    status: 200,
    versioned: true,
    action: true,
    errors: [KERNEL_ERRORS.NOT_FOUND, KERNEL_ERRORS.VALIDATION_FAILED, KERNEL_ERRORS.INVALID_STATE, ...more],
  };
}

/** The life of a material debt, one route for each event. */
@Controller('ppic/material-debts/:id')
export class MaterialDebtActionsController {
  constructor(
    private readonly debts: MaterialDebtsService,
    private readonly settlements: MaterialDebtSettlements,
  ) {}

  @Post('approve')
  @Route(
    step(
      'approve',
      'Approve a material debt',
      'Not by who asked for it, where the company separates duties. Work orders that waited for the material become ready.',
      [PPIC_ERRORS.MATERIAL_DEBT_APPROVER_IS_REQUESTER],
    ),
  )
  approve(@IdParam() id: string, @Body() { reason }: MaterialDebtNoteInput): Promise<MaterialDebtDto> {
    return this.debts.approve(id, reason);
  }

  @Post('reject')
  @Route(step('reject', 'Reject a material debt', 'Before it is approved.'))
  reject(@IdParam() id: string, @Body() { reason }: MaterialDebtReasonInput): Promise<MaterialDebtDto> {
    return this.debts.reject(id, reason);
  }

  @Post('cancel')
  @Route(
    step(
      'cancel',
      'Give up what was not used of a material debt',
      'A debt of which nothing was used is cancelled. Of another one the rest is given up, and what was used stays until it is settled.',
      [PPIC_ERRORS.MATERIAL_DEBT_USED],
    ),
  )
  cancel(@IdParam() id: string, @Body() { reason }: MaterialDebtReasonInput): Promise<MaterialDebtDto> {
    return this.debts.cancel(id, reason);
  }

  @Post('settle')
  @Route(
    step(
      'settle',
      'Settle a material debt from stock',
      "Consumes owed pieces for the order at today's value, in parts as stock allows. A receipt into the order's warehouse does the same by itself.",
      [PPIC_ERRORS.NOTHING_OWED, ...STOCK],
    ),
  )
  settle(@IdParam() id: string, @Body() body: MaterialDebtSettlementInput): Promise<MaterialDebtDto> {
    return this.settlements.settle(id, body);
  }

  @Post('reopen')
  @Route(
    step('reopen', 'Open a settled debt again', 'Takes its last settlement back. Not once the order is closed.', STOCK),
  )
  reopen(@IdParam() id: string, @Body() { reason }: MaterialDebtReasonInput): Promise<MaterialDebtDto> {
    return this.settlements.reopen(id, reason);
  }
}

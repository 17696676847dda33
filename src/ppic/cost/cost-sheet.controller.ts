import { Controller, Get } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { PPIC } from '../ppic.permissions.js';
import { CostSheetDto } from './cost-sheet.dto.js';
import { CostSheets } from './cost-sheet.service.js';

@Controller('ppic/manufacturing-orders/:id/cost-sheet')
export class CostSheetController {
  constructor(private readonly sheets: CostSheets) {}

  @Get()
  @Route({
    summary: 'Show what an order cost, line by line',
    description:
      'Material at ledger value, time at the rates of the release, subcontractors, outputs; and why it differs from the plan: usage, price, time, yield. At any moment; final once the order is closed.',
    permission: PPIC.manufacturing_orders.read_cost,
    returns: CostSheetDto,
    status: 200,
    errors: [KERNEL_ERRORS.NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<CostSheetDto> {
    return this.sheets.of(id);
  }
}

import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { PPIC } from '../ppic.permissions.js';
import { ComponentShortageDto, OrderShortagesDto, ShortageListQuery, WorkOrderMaterialDto } from './shortages.dto.js';
import { ShortagesService } from './shortages.service.js';

const { NOT_FOUND } = KERNEL_ERRORS;

@ApiTags('Shortages')
@Controller('ppic')
export class ShortagesController {
  constructor(private readonly shortages: ShortagesService) {}

  @Get('shortages')
  @Route({
    summary: 'What all open orders together still need',
    description:
      'Product by product and warehouse by warehouse: needed, held, free, expected and short, with the orders and operations that need it in the order of need. ' +
      'What is free goes to them in that order: priority, planned start, due date, number.',
    permission: PPIC.shortages.read,
    returns: page(ComponentShortageDto),
  })
  list(@Query() query: ShortageListQuery): Promise<Page<ComponentShortageDto>> {
    return this.shortages.page(query);
  }

  @Get('manufacturing-orders/:id/shortages')
  @Route({
    summary: 'What an order is short of, and which of its operations have their material',
    description:
      'What the order holds is allotted to its operations in their order, then what is free in its warehouse: other orders that want the same are not looked at.',
    permission: PPIC.manufacturing_orders.read,
    returns: OrderShortagesDto,
    errors: [NOT_FOUND],
  })
  ofOrder(@IdParam() id: string): Promise<OrderShortagesDto> {
    return this.shortages.ofOrder(id);
  }

  @Get('work-orders/:id/material')
  @Route({
    summary: 'What an operation needs, has, and is short of',
    permission: PPIC.work_orders.read,
    returns: WorkOrderMaterialDto,
    errors: [NOT_FOUND],
  })
  ofWorkOrder(@IdParam() id: string): Promise<WorkOrderMaterialDto> {
    return this.shortages.ofWorkOrder(id);
  }
}

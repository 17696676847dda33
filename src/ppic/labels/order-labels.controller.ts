import { Controller, Get, Query } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { PPIC } from '../ppic.permissions.js';
import { OrderLabelsDto, OrderLabelsQuery } from './order-labels.dto.js';
import { OrderLabels } from './order-labels.service.js';

@Controller('ppic/manufacturing-orders')
export class OrderLabelsController {
  constructor(private readonly labels: OrderLabels) {}

  @Get(':id/labels')
  @Route({
    summary: 'Show the labels of what an order has made',
    description:
      'One for each lot or serial number that a report put into stock, or for each pack of it, with a GS1 symbol where the product has a GTIN and a traceability code in any case.',
    permission: PPIC.manufacturing_orders.read,
    returns: OrderLabelsDto,
    status: 200,
    errors: [KERNEL_ERRORS.NOT_FOUND, KERNEL_ERRORS.VALIDATION_FAILED, KERNEL_ERRORS.UNKNOWN_QUERY_PARAMETER],
  })
  of(@IdParam() id: string, @Query() query: OrderLabelsQuery): Promise<OrderLabelsDto> {
    return this.labels.of(id, query);
  }
}

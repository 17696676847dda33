import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route } from '../../kernel/http/index.js';
import { MASTER_DATA_ERRORS } from '../../master-data/index.js';
import { PURCHASING_ERRORS } from '../purchasing.errors.js';
import { OrderBuilding } from './order-building.service.js';
import { PurchaseBulkService } from './order-bulk.service.js';
import { FromRequisitionsDto, FromRequisitionsInput, PurchaseBulkAnswerDto, PurchaseBulkInput } from './orders.dto.js';
import { PURCHASE_ORDER_ERRORS } from './purchase-order.errors.js';
import { ORDER_PERMISSIONS as MAY } from './purchase-order.permissions.js';

const { NOT_FOUND, VALIDATION_FAILED, VALUE_OUT_OF_RANGE } = KERNEL_ERRORS;
const { SUPPLIER_INACTIVE, REQUISITION_LINE_NOT_OPEN, PURCHASE_BULK_REFUSED } = PURCHASE_ORDER_ERRORS;
const drafting = [NOT_FOUND, VALIDATION_FAILED, VALUE_OUT_OF_RANGE, SUPPLIER_INACTIVE];

@ApiTags('Purchase orders')
@Controller('purchasing/orders')
export class OrderBuildingController {
  constructor(
    private readonly building: OrderBuilding,
    private readonly bulk: PurchaseBulkService,
  ) {}

  @Post('from-requisition-lines')
  @Route({
    summary: 'Draft orders for approved requisition lines',
    description:
      'One for each supplier, warehouse and currency, as the supplier sells: in its unit, from its minimum on and in its multiples. Of two buyers who do ' +
      'this at once the second is refused what the first has ordered.',
    permission: MAY.create,
    returns: FromRequisitionsDto,
    status: 201,
    action: true,
    errors: [...drafting, REQUISITION_LINE_NOT_OPEN, PURCHASING_ERRORS.REQUISITION_QUANTITY_EXCEEDED],
  })
  build(@Body() body: FromRequisitionsInput): Promise<FromRequisitionsDto> {
    return this.building.build(body);
  }

  @Post('bulk')
  @Route({
    summary: 'Take a step with many purchase orders',
    permission: MAY.read,
    returns: PurchaseBulkAnswerDto,
    status: 200,
    action: true,
    errors: [VALIDATION_FAILED, PURCHASE_BULK_REFUSED, MASTER_DATA_ERRORS.EXCHANGE_RATE_MISSING],
  })
  bulkStep(@Body() body: PurchaseBulkInput): Promise<PurchaseBulkAnswerDto> {
    return this.bulk.run(body);
  }
}

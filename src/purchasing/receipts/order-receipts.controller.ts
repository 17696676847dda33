import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam, Route } from '../../kernel/http/index.js';
import { RECEIPT_ERRORS } from './receipt.errors.js';
import { RECEIPT_PERMISSIONS as MAY } from './receipt.permissions.js';
import { GoodsReceiptDto, OrderReceiptInput, WholeReceiptInput } from './receipts.dto.js';
import { GoodsReceiptsService } from './receipts.service.js';
import { RECEIVING_ERRORS } from './receiving-errors.js';

const receiving = { permission: MAY.receive, returns: GoodsReceiptDto, status: 201, action: true } as const;

@ApiTags('Receipts of goods')
@Controller('purchasing/orders/:id')
export class OrderReceiptsController {
  constructor(private readonly receipts: GoodsReceiptsService) {}

  @Post('receive')
  @Route({
    summary: 'Receive goods of a purchase order',
    description:
      'In parts, up to the tolerance of each line. Stock comes in at what the line costs, at the exchange rate of the day; what is not taken is put aside. ' +
      'Incoming inspections are made where plans ask for them.',
    ...receiving,
    versioned: true,
    errors: RECEIVING_ERRORS,
  })
  ofOrder(@IdParam() id: string, @Body() body: OrderReceiptInput): Promise<GoodsReceiptDto> {
    return this.receipts.ofOrder(id, body);
  }

  @Post('receive-all')
  @Route({
    summary: 'Receive everything that is open of a purchase order',
    ...receiving,
    versioned: true,
    errors: [...RECEIVING_ERRORS, RECEIPT_ERRORS.NOTHING_TO_RECEIVE],
  })
  allOfOrder(@IdParam() id: string, @Body() body: WholeReceiptInput): Promise<GoodsReceiptDto> {
    return this.receipts.allOfOrder(id, body);
  }
}

import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { LandedCostDto, NO_ROOM, PutAwayDto, WAREHOUSE_ERRORS } from '../../warehouse/index.js';
import { RECEIPT_ERRORS } from './receipt.errors.js';
import { ReceiptLandedCosts } from './receipt-landed-costs.service.js';
import { RECEIPT_PERMISSIONS as MAY } from './receipt.permissions.js';
import { ReceiptPutAway } from './receipt-put-away.service.js';
import {
  GoodsReceiptDto,
  GoodsReceiptHeadDto,
  GoodsReceiptInput,
  GoodsReceiptListQuery,
  NotInvoicedDto,
  NotInvoicedListQuery,
  ReceiptLandedCostInput,
  ReceiptPutAwayInput,
  WaitingReceiptLineDto,
  WaitingReceiptLineListQuery,
} from './receipts.dto.js';
import { GoodsReceiptsService } from './receipts.service.js';
import { RECEIVING_ERRORS } from './receiving-errors.js';

const { NOT_FOUND, VALIDATION_FAILED, VALUE_OUT_OF_RANGE } = KERNEL_ERRORS;
const { PERIOD_CLOSED, STOCK_FROZEN } = WAREHOUSE_ERRORS;
const receiving = { permission: MAY.receive, returns: GoodsReceiptDto, status: 201, action: true } as const;

@ApiTags('Receipts of goods')
@Controller('purchasing')
export class GoodsReceiptsController {
  constructor(
    private readonly receipts: GoodsReceiptsService,
    private readonly putAways: ReceiptPutAway,
    private readonly landed: ReceiptLandedCosts,
  ) {}

  @Get('receipts')
  @Route({ summary: 'List receipts of goods', permission: MAY.read, returns: page(GoodsReceiptHeadDto) })
  list(@Query() query: GoodsReceiptListQuery): Promise<Page<GoodsReceiptHeadDto>> {
    return this.receipts.page(query);
  }

  @Post('receipts')
  @Route({ summary: 'Receive goods of several purchase orders at once', ...receiving, errors: RECEIVING_ERRORS })
  receive(@Body() body: GoodsReceiptInput): Promise<GoodsReceiptDto> {
    return this.receipts.receive(body);
  }

  @Get('receipts/waiting')
  @Route({
    summary: 'List what came and waits to be put away',
    permission: MAY.read,
    returns: page(WaitingReceiptLineDto),
  })
  waiting(@Query() query: WaitingReceiptLineListQuery): Promise<Page<WaitingReceiptLineDto>> {
    return this.receipts.waiting(query);
  }

  @Get('receipts/:id')
  @Route({ summary: 'Show a receipt of goods', permission: MAY.read, returns: GoodsReceiptDto, errors: [NOT_FOUND] })
  get(@IdParam() id: string): Promise<GoodsReceiptDto> {
    return this.receipts.get(id);
  }

  @Post('receipts/:id/put-away')
  @Route({
    summary: 'Put away what came with a receipt',
    description: 'By the rules of the warehouse or where a line says; requisitions behind it are told.',
    permission: MAY.put_away,
    returns: PutAwayDto,
    status: 201,
    action: true,
    errors: [
      NOT_FOUND,
      VALIDATION_FAILED,
      RECEIPT_ERRORS.PUT_AWAY_EXCEEDS_RECEIPT,
      WAREHOUSE_ERRORS.INSUFFICIENT_STOCK,
      STOCK_FROZEN,
      ...NO_ROOM,
    ],
  })
  putAway(@IdParam() id: string, @Body() body: ReceiptPutAwayInput): Promise<PutAwayDto> {
    return this.putAways.putAway(id, body);
  }

  @Post('receipts/:id/landed-costs')
  @Route({
    summary: 'Spread landed cost over what came with a receipt',
    description: 'By value, quantity or weight, with no cent lost; what has left stock already is a variance.',
    permission: MAY.land,
    returns: LandedCostDto,
    status: 201,
    action: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, PERIOD_CLOSED, VALUE_OUT_OF_RANGE],
  })
  land(@IdParam() id: string, @Body() body: ReceiptLandedCostInput): Promise<LandedCostDto> {
    return this.landed.post(id, body);
  }

  @Get('received-not-invoiced')
  @Route({
    summary: 'List what was received and no invoice is known of',
    description: 'By order line: what came less what went back.',
    permission: MAY.read,
    returns: page(NotInvoicedDto),
  })
  notInvoiced(@Query() query: NotInvoicedListQuery): Promise<Page<NotInvoicedDto>> {
    return this.receipts.notInvoiced(query);
  }
}

import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { WAREHOUSE_ERRORS } from '../../warehouse/index.js';
import { PURCHASE_RETURN_ERRORS } from './return.errors.js';
import { RETURN_PERMISSIONS as MAY } from './return.permissions.js';
import {
  SupplierReturnDto,
  SupplierReturnHeadDto,
  SupplierReturnInput,
  SupplierReturnListQuery,
} from './returns.dto.js';
import { SupplierReturns } from './returns.service.js';

const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;
const { INSUFFICIENT_STOCK, PERIOD_CLOSED, STOCK_FROZEN } = WAREHOUSE_ERRORS;
const { RETURN_EXCEEDS_RECEIPT, RETURN_FROM_CLOSED_ORDER } = PURCHASE_RETURN_ERRORS;

@ApiTags('Returns to suppliers')
@Controller('purchasing/returns')
export class SupplierReturnsController {
  constructor(private readonly returns: SupplierReturns) {}

  @Get()
  @Route({ summary: 'List returns to suppliers', permission: MAY.read, returns: page(SupplierReturnHeadDto) })
  list(@Query() query: SupplierReturnListQuery): Promise<Page<SupplierReturnHeadDto>> {
    return this.returns.page(query);
  }

  @Post()
  @Route({
    summary: 'Send goods back to their supplier',
    description:
      'From any line of a receipt, at what it came in at. With `reopen` the supplier owes the pieces again; without it they are not wanted any more.',
    permission: MAY.create,
    returns: SupplierReturnDto,
    status: 201,
    action: true,
    errors: [
      VALIDATION_FAILED,
      RETURN_EXCEEDS_RECEIPT,
      RETURN_FROM_CLOSED_ORDER,
      INSUFFICIENT_STOCK,
      PERIOD_CLOSED,
      STOCK_FROZEN,
    ],
  })
  send(@Body() body: SupplierReturnInput): Promise<SupplierReturnDto> {
    return this.returns.send(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a return to a supplier',
    permission: MAY.read,
    returns: SupplierReturnDto,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<SupplierReturnDto> {
    return this.returns.get(id);
  }
}

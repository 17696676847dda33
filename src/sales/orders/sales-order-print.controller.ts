import { Controller, Get, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { SALES } from '../sales.permissions.js';
import { SalesOrderPrint } from './sales-order-print.js';

const MAY = SALES.orders;
const { NOT_FOUND } = KERNEL_ERRORS;

@ApiTags('Sales orders')
@Controller('sales/orders/:id')
export class SalesOrderPrintController {
  constructor(private readonly print: SalesOrderPrint) {}

  @Get('print')
  @Route({
    summary: 'Show an order confirmation as a page to print',
    permission: MAY.read,
    produces: 'text/html',
    status: 200,
    errors: [NOT_FOUND],
  })
  async html(@IdParam() id: string): Promise<StreamableFile> {
    return new StreamableFile(Buffer.from(await this.print.html(id)), { type: 'text/html; charset=utf-8' });
  }

  @Get('pdf')
  @Route({
    summary: 'Show an order confirmation as a PDF',
    permission: MAY.read,
    produces: 'application/pdf',
    status: 200,
    errors: [NOT_FOUND],
  })
  async pdf(@IdParam() id: string): Promise<StreamableFile> {
    const { number, file } = await this.print.pdf(id);
    return new StreamableFile(file, { type: 'application/pdf', disposition: `inline; filename="${number}.pdf"` });
  }
}

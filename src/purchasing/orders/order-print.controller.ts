import { Controller, Get, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { OrderPrint } from './order-print.js';
import { ORDER_PERMISSIONS as MAY } from './purchase-order.permissions.js';

const { NOT_FOUND } = KERNEL_ERRORS;

@ApiTags('Purchase orders')
@Controller('purchasing/orders/:id')
export class OrderPrintController {
  constructor(private readonly print: OrderPrint) {}

  @Get('print')
  @Route({
    summary: 'Show a purchase order as a page to print',
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
    summary: 'Show a purchase order as a PDF',
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

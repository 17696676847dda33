import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA_ERRORS } from '../../master-data/index.js';
import { SalesReasonInput } from '../lines/sales-line.dto.js';
import { SALES_ERRORS } from '../sales.errors.js';
import { QUOTATION_ERRORS } from './quotation.errors.js';
import { QUOTATION_PERMISSIONS as MAY } from './quotation.permissions.js';
import { QuotationLifecycle } from './quotation-lifecycle.service.js';
import { QuotationDto, WinQuotationInput } from './quotations.dto.js';
import { QuotationsService } from './quotations.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { SALES_QUOTATION_EXPIRED } = QUOTATION_ERRORS;
const step = { returns: QuotationDto, status: 200, versioned: true, action: true } as const;
const moving = [NOT_FOUND, INVALID_STATE];
const saying = [...moving, VALIDATION_FAILED];

@ApiTags('Sales quotations')
@Controller('sales/quotations/:id')
export class SalesQuotationActionsController {
  constructor(
    private readonly lifecycle: QuotationLifecycle,
    private readonly quotations: QuotationsService,
  ) {}

  @Post('send')
  @Route({
    summary: 'Say that the customer has got the quotation',
    description: 'The version is kept as it was sent.',
    permission: MAY.send,
    ...step,
    errors: [...moving, SALES_QUOTATION_EXPIRED],
  })
  send(@IdParam() id: string): Promise<QuotationDto> {
    return this.after(id, this.lifecycle.send(id));
  }

  @Post('revise')
  @Route({ summary: 'Make the next version of a quotation', permission: MAY.update, ...step, errors: saying })
  revise(@IdParam() id: string, @Body() { reason }: SalesReasonInput): Promise<QuotationDto> {
    return this.after(id, this.lifecycle.revise(id, reason));
  }

  @Post('win')
  @Route({
    summary: 'Make an order of a quotation',
    description: 'A draft with the lines and prices that were offered; needs the permission to draft orders too.',
    permission: MAY.decide,
    ...step,
    errors: [
      ...saying,
      SALES_QUOTATION_EXPIRED,
      SALES_ERRORS.CUSTOMER_INACTIVE,
      MASTER_DATA_ERRORS.EXCHANGE_RATE_MISSING,
    ],
  })
  win(@IdParam() id: string, @Body() body: WinQuotationInput): Promise<QuotationDto> {
    return this.after(id, this.lifecycle.win(id, body));
  }

  @Post('lose')
  @Route({ summary: 'Say why a quotation came to nothing', permission: MAY.decide, ...step, errors: saying })
  lose(@IdParam() id: string, @Body() { reason }: SalesReasonInput): Promise<QuotationDto> {
    return this.after(id, this.lifecycle.lose(id, reason));
  }

  @Post('cancel')
  @Route({ summary: 'Cancel a quotation', permission: MAY.cancel, ...step, errors: saying })
  cancel(@IdParam() id: string, @Body() { reason }: SalesReasonInput): Promise<QuotationDto> {
    return this.after(id, this.lifecycle.cancel(id, reason));
  }

  private async after(id: string, done: Promise<void>): Promise<QuotationDto> {
    await done;
    return this.quotations.get(id);
  }
}

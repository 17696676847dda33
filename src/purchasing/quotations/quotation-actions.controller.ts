import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { QUOTATION_ERRORS } from './quotation.errors.js';
import { QuotationReplies } from './quotation-replies.service.js';
import { QUOTATIONS } from './quotations.permissions.js';
import {
  QuotationAwardInput,
  QuotationReasonInput,
  QuotationReplyInput,
  QuotationRequestDto,
} from './quotations.dto.js';
import { QuotationsService } from './quotations.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, DUPLICATE } = KERNEL_ERRORS;
const { QUOTATION_CHOSEN, QUOTATION_EXPIRED } = QUOTATION_ERRORS;
const step = { returns: QuotationRequestDto, status: 200, versioned: true, action: true } as const;
const deciding = [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE];

@ApiTags('Quotations')
@Controller('purchasing/quotation-requests/:id')
export class QuotationActionsController {
  constructor(
    private readonly requests: QuotationsService,
    private readonly replies: QuotationReplies,
  ) {}

  @Post('send')
  @Route({
    summary: 'Say that a request for quotation was sent to its suppliers',
    permission: QUOTATIONS.send,
    ...step,
    errors: deciding,
  })
  send(@IdParam() id: string): Promise<QuotationRequestDto> {
    return this.requests.step(id, 'send');
  }

  @Post('reply')
  @Route({
    summary: 'Enter what a supplier replies',
    description:
      'Line by line: price, currency, unit, minimum, multiple, lead time, and until when it holds. Any number of times.',
    permission: QUOTATIONS.reply,
    ...step,
    errors: [...deciding, QUOTATION_CHOSEN],
  })
  reply(@IdParam() id: string, @Body() body: QuotationReplyInput): Promise<QuotationRequestDto> {
    return this.replies.reply(id, body);
  }

  @Post('award')
  @Route({
    summary: 'Choose replies',
    description:
      'Each becomes a price of its supplier, from today until the day that he has named; that needs `master_data.supplier_prices.create` too. With the last line the request is closed.',
    permission: QUOTATIONS.award,
    ...step,
    errors: [...deciding, QUOTATION_CHOSEN, QUOTATION_EXPIRED, DUPLICATE],
  })
  award(@IdParam() id: string, @Body() body: QuotationAwardInput): Promise<QuotationRequestDto> {
    return this.replies.award(id, body);
  }

  @Post('close')
  @Route({
    summary: 'Close a request for quotation',
    description: 'Of the lines that are left nothing is chosen.',
    permission: QUOTATIONS.award,
    ...step,
    errors: deciding,
  })
  close(@IdParam() id: string, @Body() { reason }: QuotationReasonInput): Promise<QuotationRequestDto> {
    return this.requests.step(id, 'close', reason);
  }

  @Post('cancel')
  @Route({ summary: 'Cancel a request for quotation', permission: QUOTATIONS.cancel, ...step, errors: deciding })
  cancel(@IdParam() id: string, @Body() { reason }: QuotationReasonInput): Promise<QuotationRequestDto> {
    return this.requests.step(id, 'cancel', reason);
  }
}

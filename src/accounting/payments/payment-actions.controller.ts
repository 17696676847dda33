import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { ACCOUNTING_ERRORS } from '../accounting.errors.js';
import { ACCOUNTING } from '../accounting.permissions.js';
import { AllocateInput, TakeBackInput } from '../invoices/invoices.dto.js';
import { CancelPaymentInput, PaymentDto, PostPaymentInput, ReversePaymentInput } from './payments.dto.js';
import { PaymentsService } from './payments.service.js';
import { ALLOCATING, POSTING } from './refusals.js';

const MAY = ACCOUNTING.payments;
const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const step = { returns: PaymentDto, status: 200, versioned: true, action: true } as const;

@ApiTags('Invoices and payments')
@Controller('accounting/payments/:id')
export class PaymentActionsController {
  constructor(private readonly payments: PaymentsService) {}

  @Post('post')
  @Route({
    summary: 'Post a payment, and pay invoices with it',
    description:
      'One payment may pay many invoices, and many payments one. Where the rate of the payment is another than that of the invoice, the difference is posted as ' +
      'gained or lost. What is not allocated stays open on the payment.',
    permission: MAY.post,
    ...step,
    errors: ALLOCATING,
  })
  post(@IdParam() id: string, @Body() body: PostPaymentInput): Promise<PaymentDto> {
    return this.payments.post(id, body);
  }

  @Post('allocate')
  @Route({
    summary: 'Pay invoices with what is left of a payment',
    permission: MAY.allocate,
    ...step,
    errors: ALLOCATING,
  })
  allocate(@IdParam() id: string, @Body() body: AllocateInput): Promise<PaymentDto> {
    return this.payments.allocate(id, body);
  }

  @Post('take-back')
  @Route({
    summary: 'Take back what a payment paid',
    description:
      'The invoices are open again, and the payment has that much more left; differences of rates are reversed.',
    permission: MAY.allocate,
    ...step,
    errors: [...ALLOCATING, ACCOUNTING_ERRORS.ALLOCATION_UNDONE],
  })
  takeBack(@IdParam() id: string, @Body() body: TakeBackInput): Promise<PaymentDto> {
    return this.payments.takeBack(id, body);
  }

  @Post('reverse')
  @Route({
    summary: 'Reverse a payment',
    description: 'All that it paid is open again, and its entry is reversed. It keeps its number.',
    permission: MAY.reverse,
    ...step,
    errors: POSTING,
  })
  reverse(@IdParam() id: string, @Body() body: ReversePaymentInput): Promise<PaymentDto> {
    return this.payments.reverse(id, body);
  }

  @Post('cancel')
  @Route({
    summary: 'Cancel a payment that is still a draft',
    permission: MAY.cancel,
    ...step,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE],
  })
  cancel(@IdParam() id: string, @Body() { reason }: CancelPaymentInput): Promise<PaymentDto> {
    return this.payments.cancel(id, reason);
  }
}

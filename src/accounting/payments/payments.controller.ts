import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { MASTER_DATA_ERRORS } from '../../master-data/index.js';
import { ACCOUNTING_ERRORS } from '../accounting.errors.js';
import { ACCOUNTING } from '../accounting.permissions.js';
import { PaymentDto, PaymentHeadDto, PaymentInput, PaymentListQuery } from './payments.dto.js';
import { PaymentsService } from './payments.service.js';

const MAY = ACCOUNTING.payments;
const { NOT_FOUND, VALIDATION_FAILED, VALUE_OUT_OF_RANGE, REFERENCE_NOT_FOUND } = KERNEL_ERRORS;

@ApiTags('Invoices and payments')
@Controller('accounting/payments')
export class PaymentsController {
  constructor(private readonly payments: PaymentsService) {}

  @Get()
  @Route({ summary: 'List payments', permission: MAY.read, returns: page(PaymentHeadDto) })
  list(@Query() query: PaymentListQuery): Promise<Page<PaymentHeadDto>> {
    return this.payments.page(query);
  }

  @Post()
  @Route({
    summary: 'Draft a payment',
    description: 'To a supplier or from a customer, in any currency. Nothing is paid before it is posted.',
    permission: MAY.create,
    returns: PaymentDto,
    status: 201,
    action: true,
    errors: [
      ...[NOT_FOUND, VALIDATION_FAILED, VALUE_OUT_OF_RANGE, REFERENCE_NOT_FOUND],
      ...[ACCOUNTING_ERRORS.ACCOUNT_ROLE_MISSING, MASTER_DATA_ERRORS.EXCHANGE_RATE_MISSING],
    ],
  })
  create(@Body() body: PaymentInput): Promise<PaymentDto> {
    return this.payments.create(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a payment',
    description: 'With what it pays, and what was taken back.',
    permission: MAY.read,
    returns: PaymentDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<PaymentDto> {
    return this.payments.get(id);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with a payment now',
    permission: MAY.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.payments.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with a payment',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.payments.historyOf(id);
  }
}

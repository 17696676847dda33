import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA_ERRORS } from '../../master-data/index.js';
import { ACCOUNTING_ERRORS } from '../accounting.errors.js';
import { ACCOUNTING } from '../accounting.permissions.js';
import { ALLOCATING, POSTING } from '../payments/refusals.js';
import { AllocateInput, CancelInvoiceInput, HoldInvoiceInput, InvoiceDto, TakeBackInput } from './invoices.dto.js';
import { InvoicesService } from './invoices.service.js';

const MAY = ACCOUNTING.invoices;
const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, INVALID_VALUE } = KERNEL_ERRORS;
const { ALLOCATION_UNDONE, INVOICE_ALLOCATED, INVOICE_NOT_HELD, INVOICE_OF_DOCUMENT } = ACCOUNTING_ERRORS;
const step = { returns: InvoiceDto, status: 200, versioned: true, action: true } as const;

@ApiTags('Invoices and payments')
@Controller('accounting/invoices/:id')
export class InvoiceActionsController {
  constructor(private readonly invoices: InvoicesService) {}

  @Post('post')
  @Route({
    summary: 'Post an invoice',
    description: 'Its journal entry and its legal number come in one transaction; from then on it never changes.',
    permission: MAY.post,
    ...step,
    errors: [...POSTING, INVALID_VALUE, INVOICE_OF_DOCUMENT],
  })
  post(@IdParam() id: string): Promise<InvoiceDto> {
    return this.invoices.post(id);
  }

  @Post('cancel')
  @Route({
    summary: 'Cancel an invoice',
    description: 'Of a posted one the entry is reversed; it keeps its number. Nothing may be paid of it.',
    permission: MAY.cancel,
    ...step,
    errors: [...POSTING, INVOICE_ALLOCATED, INVOICE_OF_DOCUMENT],
  })
  cancel(@IdParam() id: string, @Body() body: CancelInvoiceInput): Promise<InvoiceDto> {
    return this.invoices.cancel(id, body);
  }

  @Post('hold')
  @Route({
    summary: 'Put an invoice on hold',
    description: 'Nothing is paid of it until it is released.',
    permission: MAY.hold,
    ...step,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE],
  })
  hold(@IdParam() id: string, @Body() { reason }: HoldInvoiceInput): Promise<InvoiceDto> {
    return this.invoices.hold(id, reason);
  }

  @Post('release')
  @Route({
    summary: 'Release an invoice from its hold',
    permission: MAY.release,
    ...step,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVOICE_NOT_HELD, INVOICE_OF_DOCUMENT],
  })
  release(@IdParam() id: string, @Body() { reason }: HoldInvoiceInput): Promise<InvoiceDto> {
    return this.invoices.release(id, reason);
  }

  @Post('credit')
  @Route({
    summary: 'Draft the credit note of a whole invoice',
    description: 'At its rate, with its lines. Answers the credit note, which may still be changed.',
    permission: MAY.create,
    ...step,
    errors: [...POSTING, MASTER_DATA_ERRORS.EXCHANGE_RATE_MISSING, INVOICE_OF_DOCUMENT],
  })
  credit(@IdParam() id: string, @Body() { reason }: HoldInvoiceInput): Promise<InvoiceDto> {
    return this.invoices.credit(id, reason);
  }

  @Post('apply')
  @Route({
    summary: 'Set a credit note off against invoices',
    permission: MAY.apply,
    ...step,
    errors: ALLOCATING,
  })
  apply(@IdParam() id: string, @Body() body: AllocateInput): Promise<InvoiceDto> {
    return this.invoices.apply(id, body);
  }

  @Post('take-back')
  @Route({
    summary: 'Take back what a credit note was set off against',
    permission: MAY.apply,
    ...step,
    errors: [...ALLOCATING, ALLOCATION_UNDONE],
  })
  takeBack(@IdParam() id: string, @Body() body: TakeBackInput): Promise<InvoiceDto> {
    return this.invoices.takeBack(id, body);
  }
}

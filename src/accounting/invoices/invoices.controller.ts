import { Body, Controller, Get, Patch, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { MASTER_DATA_ERRORS } from '../../master-data/index.js';
import { ACCOUNTING_ERRORS } from '../accounting.errors.js';
import { ACCOUNTING } from '../accounting.permissions.js';
import { InvoiceDto, InvoiceHeadDto, InvoiceInput, InvoiceListQuery, InvoicePatch } from './invoices.dto.js';
import { InvoicesService } from './invoices.service.js';

const MAY = ACCOUNTING.invoices;
const { NOT_FOUND, VALIDATION_FAILED, DUPLICATE, VALUE_OUT_OF_RANGE, INVALID_VALUE, REFERENCE_NOT_FOUND } =
  KERNEL_ERRORS;
const writing = [
  ...[NOT_FOUND, VALIDATION_FAILED, DUPLICATE, VALUE_OUT_OF_RANGE, INVALID_VALUE, REFERENCE_NOT_FOUND],
  ...[ACCOUNTING_ERRORS.ACCOUNT_ROLE_MISSING, MASTER_DATA_ERRORS.EXCHANGE_RATE_MISSING],
];

@ApiTags('Invoices and payments')
@Controller('accounting/invoices')
export class InvoicesController {
  constructor(private readonly invoices: InvoicesService) {}

  @Get()
  @Route({
    summary: 'List invoices and credit notes',
    description: 'Of suppliers (payable) and to customers (receivable).',
    permission: MAY.read,
    returns: page(InvoiceHeadDto),
  })
  list(@Query() query: InvoiceListQuery): Promise<Page<InvoiceHeadDto>> {
    return this.invoices.page(query);
  }

  @Get('export')
  @Route({
    summary: 'Take invoices away as CSV',
    description: 'All rows of the list as a stream, whatever the limit.',
    permission: MAY.export,
    produces: 'text/csv',
    status: 200,
  })
  async export(@Query() query: InvoiceListQuery): Promise<StreamableFile> {
    return new StreamableFile(await this.invoices.csv(query), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="invoices.csv"',
    });
  }

  @Post()
  @Route({
    summary: 'Draft an invoice or credit note',
    description: 'Of a supplier or to a customer. Net and tax are rounded by line; all totals are sums of lines.',
    permission: MAY.create,
    returns: InvoiceDto,
    status: 201,
    action: true,
    errors: writing,
  })
  create(@Body() body: InvoiceInput): Promise<InvoiceDto> {
    return this.invoices.create(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show an invoice',
    description: 'With its lines and what paid it.',
    permission: MAY.read,
    returns: InvoiceDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<InvoiceDto> {
    return this.invoices.get(id);
  }

  @Patch(':id')
  @Route({
    summary: 'Change an invoice that is still a draft',
    permission: MAY.update,
    returns: InvoiceDto,
    versioned: true,
    errors: [...writing, ACCOUNTING_ERRORS.INVOICE_POSTED, ACCOUNTING_ERRORS.INVOICE_OF_DOCUMENT],
  })
  change(@IdParam() id: string, @Body() body: InvoicePatch): Promise<InvoiceDto> {
    return this.invoices.change(id, body);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with an invoice now',
    permission: MAY.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.invoices.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with an invoice',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.invoices.historyOf(id);
  }
}

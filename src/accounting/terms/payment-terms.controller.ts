import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MasterRecords, recordRoutes } from '../../master-data/index.js';
import { ACCOUNTING } from '../accounting.permissions.js';
import { PaymentTermDto, PaymentTermInput, PaymentTermListQuery, PaymentTermPatch } from './payment-terms.dto.js';
import { PAYMENT_TERM } from './payment-terms.kind.js';

const ROUTES = recordRoutes({
  one: 'payment terms',
  many: 'payment terms',
  permissions: ACCOUNTING.payment_terms,
  answer: PaymentTermDto,
});

@ApiTags('Accounting')
@Controller('accounting/payment-terms')
export class PaymentTermsController {
  constructor(private readonly records: MasterRecords) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: PaymentTermListQuery): Promise<Page<PaymentTermDto>> {
    return this.records.page(PAYMENT_TERM, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: PaymentTermInput): Promise<PaymentTermDto> {
    return this.records.create(PAYMENT_TERM, body);
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<PaymentTermDto> {
    return this.records.get(PAYMENT_TERM, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: PaymentTermPatch): Promise<PaymentTermDto> {
    return this.records.change(PAYMENT_TERM, id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<PaymentTermDto> {
    return this.records.setActive(PAYMENT_TERM, id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<PaymentTermDto> {
    return this.records.setActive(PAYMENT_TERM, id, true);
  }
  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(PAYMENT_TERM, id);
  }
}

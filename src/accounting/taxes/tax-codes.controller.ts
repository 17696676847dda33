import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MasterRecords, recordRoutes } from '../../master-data/index.js';
import { ACCOUNTING } from '../accounting.permissions.js';
import { TaxCodeDto, TaxCodeInput, TaxCodeListQuery, TaxCodePatch } from './taxes.dto.js';
import { TAX_CODE } from './taxes.kind.js';

const ROUTES = recordRoutes({
  one: 'a tax code',
  many: 'tax codes',
  permissions: ACCOUNTING.tax_codes,
  answer: TaxCodeDto,
});

@ApiTags('Accounting')
@Controller('accounting/tax-codes')
export class TaxCodesController {
  constructor(private readonly records: MasterRecords) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: TaxCodeListQuery): Promise<Page<TaxCodeDto>> {
    return this.records.page(TAX_CODE, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: TaxCodeInput): Promise<TaxCodeDto> {
    return this.records.create(TAX_CODE, body);
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<TaxCodeDto> {
    return this.records.get(TAX_CODE, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: TaxCodePatch): Promise<TaxCodeDto> {
    return this.records.change(TAX_CODE, id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<TaxCodeDto> {
    return this.records.setActive(TAX_CODE, id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<TaxCodeDto> {
    return this.records.setActive(TAX_CODE, id, true);
  }
  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(TAX_CODE, id);
  }
}

import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA_ERRORS } from '../master-data.errors.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import { MasterRecords } from '../records/master-records.service.js';
import { recordRoutes } from '../records/record-routes.js';
import { UnitConversion } from './unit-conversion.service.js';
import {
  ConversionDto,
  ConvertQuery,
  UnitConversionDto,
  UnitConversionInput,
  UnitConversionListQuery,
  UnitConversionPatch,
} from './units.dto.js';
import { UNIT_CONVERSION } from './units.kind.js';

const ROUTES = recordRoutes({
  one: 'a conversion between two units',
  many: 'conversions between units',
  permissions: MASTER_DATA.unit_conversions,
  answer: UnitConversionDto,
  errors: [MASTER_DATA_ERRORS.CONTRADICTORY_CONVERSION, MASTER_DATA_ERRORS.DIMENSION_MISMATCH],
});

@Controller('unit-conversions')
export class UnitConversionsController {
  constructor(
    private readonly records: MasterRecords,
    private readonly conversion: UnitConversion,
  ) {}

  @Get('convert')
  @Route({
    summary: 'Convert a quantity exactly',
    description:
      'A result that is not a whole number is refused, unless the unit converted into has a rounding rule; the difference is then named.',
    permission: MASTER_DATA.unit_conversions.read,
    returns: ConversionDto,
    errors: [
      MASTER_DATA_ERRORS.NO_CONVERSION,
      MASTER_DATA_ERRORS.INEXACT_CONVERSION,
      KERNEL_ERRORS.REFERENCE_NOT_FOUND,
      KERNEL_ERRORS.VALUE_OUT_OF_RANGE,
    ],
  })
  convert(@Query() query: ConvertQuery): Promise<ConversionDto> {
    return this.conversion.explain(query);
  }

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: UnitConversionListQuery): Promise<Page<UnitConversionDto>> {
    return this.records.page(UNIT_CONVERSION, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: UnitConversionInput): Promise<UnitConversionDto> {
    return this.records.create(UNIT_CONVERSION, body);
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<UnitConversionDto> {
    return this.records.get(UNIT_CONVERSION, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: UnitConversionPatch): Promise<UnitConversionDto> {
    return this.records.change(UNIT_CONVERSION, id, body);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(UNIT_CONVERSION, id);
  }
}

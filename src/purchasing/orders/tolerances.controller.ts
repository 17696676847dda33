import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { recordRoutes } from '../../master-data/index.js';
import {
  DeliveryToleranceDto,
  DeliveryToleranceInput,
  DeliveryToleranceListQuery,
  DeliveryTolerancePatch,
} from './tolerances.dto.js';
import { DeliveryTolerancesService } from './tolerances.service.js';
import { TOLERANCE_PERMISSIONS } from './purchase-order.permissions.js';

const ROUTES = recordRoutes({
  one: 'a tolerance of deliveries',
  many: 'tolerances of deliveries',
  permissions: TOLERANCE_PERMISSIONS,
  answer: DeliveryToleranceDto,
  errors: [KERNEL_ERRORS.VALIDATION_FAILED],
});

@ApiTags('Purchase orders')
@Controller('purchasing/tolerances')
export class DeliveryTolerancesController {
  constructor(private readonly records: DeliveryTolerancesService) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: DeliveryToleranceListQuery): Promise<Page<DeliveryToleranceDto>> {
    return this.records.page(query);
  }

  @Post()
  @Route({
    ...ROUTES.create,
    description:
      'One for the supplier goes before one for all, one for the nearest category before one for all products. Lines keep what held when they were written.',
  })
  create(@Body() body: DeliveryToleranceInput): Promise<DeliveryToleranceDto> {
    return this.records.create(body);
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<DeliveryToleranceDto> {
    return this.records.get(id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: DeliveryTolerancePatch): Promise<DeliveryToleranceDto> {
    return this.records.change(id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<DeliveryToleranceDto> {
    return this.records.setActive(id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<DeliveryToleranceDto> {
    return this.records.setActive(id, true);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(id);
  }
}

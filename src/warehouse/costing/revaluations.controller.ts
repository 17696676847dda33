import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route, page } from '../../kernel/http/index.js';
import { WAREHOUSE_ERRORS } from '../warehouse.errors.js';
import {
  LayerDto,
  LayerListQuery,
  RevaluationDto,
  RevaluationInput,
  ValueAdjustmentDto,
  ValueAdjustmentListQuery,
} from './costing.dto.js';
import { COSTING_ERRORS } from './costing.errors.js';
import { COSTING_PERMISSIONS } from './costing.permissions.js';
import { RevaluationsService } from './revaluations.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_VALUE } = KERNEL_ERRORS;
const { PERIOD_CLOSED, STOCK_OVERFLOW, VALUE_EXCEEDS_STOCK, VALUE_OF_OTHERS } = WAREHOUSE_ERRORS;

@ApiTags('Costing')
@Controller('warehouse')
export class RevaluationsController {
  constructor(private readonly revaluations: RevaluationsService) {}

  @Post('revaluations')
  @Route({
    summary: 'Revalue stock, or change how a product is valued',
    description:
      'A costing method or standard cost changes for all stock of the product, in every company, at one moment. A unit cost or a value changes ' +
      'what its stock in one valuation area is worth. The difference is a variance; every change is found among the value adjustments.',
    permission: COSTING_PERMISSIONS.revalue,
    returns: RevaluationDto,
    status: 201,
    action: true,
    errors: [
      NOT_FOUND,
      VALIDATION_FAILED,
      INVALID_VALUE,
      PERIOD_CLOSED,
      STOCK_OVERFLOW,
      VALUE_EXCEEDS_STOCK,
      VALUE_OF_OTHERS,
      COSTING_ERRORS.REVALUATION_NOT_TAKEN,
    ],
  })
  revalue(@Body() body: RevaluationInput): Promise<RevaluationDto> {
    return this.revaluations.revalue(body);
  }

  @Get('value-adjustments')
  @Route({
    summary: 'List value that moved without quantity',
    description: 'Newest first: revaluations, landed costs, changes of method, true-ups of production, variances.',
    permission: COSTING_PERMISSIONS.read_value,
    returns: page(ValueAdjustmentDto),
  })
  adjustments(@Query() query: ValueAdjustmentListQuery): Promise<Page<ValueAdjustmentDto>> {
    return this.revaluations.adjustments(query);
  }

  @Get('layers')
  @Route({
    summary: 'List the layers behind the value of stock',
    description:
      'What is left of each receipt of products valued first in, first out, and of each lot of those valued by lot.',
    permission: COSTING_PERMISSIONS.read_value,
    returns: page(LayerDto),
  })
  layers(@Query() query: LayerListQuery): Promise<Page<LayerDto>> {
    return this.revaluations.layers(query);
  }
}

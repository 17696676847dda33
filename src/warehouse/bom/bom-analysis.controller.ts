import { Controller, Get, Query } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import {
  AvailabilityDto,
  AvailabilityQuery,
  ComparisonDto,
  CostDto,
  CostQuery,
  ExplosionDto,
  ExplosionQuery,
  WhereUsedDto,
  WhereUsedQuery,
} from './bom-analysis.dto.js';
import { BomAnalysis } from './bom-analysis.service.js';
import { BomCosting } from './bom-costing.service.js';
import { BOM_ERRORS } from './bom.errors.js';
import { BOM_PERMISSIONS as MAY } from './bom.permissions.js';

const { NOT_FOUND, UNKNOWN_QUERY_PARAMETER, VALUE_OUT_OF_RANGE, VALIDATION_FAILED } = KERNEL_ERRORS;
const { BOM_TOO_DEEP, BOM_TOO_LARGE } = BOM_ERRORS;

/** The questions that a bill answers. */
@Controller('warehouse/bom')
export class BomAnalysisController {
  constructor(
    private readonly analysis: BomAnalysis,
    private readonly costing: BomCosting,
  ) {}

  @Get(':id/explosion')
  @Route({
    summary: 'What a quantity takes, level by level',
    permission: MAY.read,
    returns: ExplosionDto,
    errors: [NOT_FOUND, UNKNOWN_QUERY_PARAMETER, VALUE_OUT_OF_RANGE, BOM_TOO_DEEP, BOM_TOO_LARGE],
  })
  explosion(@IdParam() id: string, @Query() query: ExplosionQuery): Promise<ExplosionDto> {
    return this.analysis.explode(id, query);
  }

  @Get(':id/availability')
  @Route({
    summary: 'How many can be built now, and what is short',
    permission: MAY.read,
    returns: AvailabilityDto,
    errors: [NOT_FOUND, UNKNOWN_QUERY_PARAMETER, VALUE_OUT_OF_RANGE, VALIDATION_FAILED, BOM_TOO_DEEP],
  })
  availability(@IdParam() id: string, @Query() query: AvailabilityQuery): Promise<AvailabilityDto> {
    return this.analysis.availability(id, query);
  }

  @Get(':id/cost')
  @Route({
    summary: 'What the product costs by its bill',
    permission: MAY.read_cost,
    returns: CostDto,
    errors: [NOT_FOUND, UNKNOWN_QUERY_PARAMETER, VALIDATION_FAILED, BOM_TOO_DEEP],
  })
  cost(@IdParam() id: string, @Query() query: CostQuery): Promise<CostDto> {
    return this.costing.cost(id, query);
  }

  @Get(':id/compare/:other_id')
  @Route({
    summary: 'What differs between two bills',
    permission: MAY.read,
    returns: ComparisonDto,
    errors: [NOT_FOUND],
  })
  compare(@IdParam() id: string, @IdParam('other_id') otherId: string): Promise<ComparisonDto> {
    return this.analysis.compare(id, otherId);
  }
}

/** Seen from the component. */
@Controller('warehouse/products')
export class WhereUsedController {
  constructor(private readonly analysis: BomAnalysis) {}

  @Get(':product_id/where-used')
  @Route({
    summary: 'Which bills use a product, directly and through what is made with it',
    permission: MAY.read,
    returns: WhereUsedDto,
    errors: [NOT_FOUND, UNKNOWN_QUERY_PARAMETER],
  })
  whereUsed(@IdParam('product_id') productId: string, @Query() query: WhereUsedQuery): Promise<WhereUsedDto> {
    return this.analysis.whereUsed(productId, query);
  }
}

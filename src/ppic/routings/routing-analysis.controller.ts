import { Controller, Get, Query } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { PPIC } from '../ppic.permissions.js';
import { EstimateDto, EstimateQuery, RoutingComparisonDto } from './routing-analysis.dto.js';
import { RoutingEstimates } from './routing-estimate.service.js';
import { DefaultRoutingQuery, RoutingDto } from './routing.dto.js';
import { ROUTING_ERRORS } from './routing.errors.js';
import { RoutingService } from './routing.service.js';
import { Routings } from './routings.js';

const { NOT_FOUND, UNKNOWN_QUERY_PARAMETER, VALIDATION_FAILED, VALUE_OUT_OF_RANGE } = KERNEL_ERRORS;
const { ROUTING_NOT_READY, OUT_OF_CALENDAR, NO_DEFAULT_ROUTING } = ROUTING_ERRORS;

/** The questions that a routing answers. */
@Controller('ppic/routings')
export class RoutingAnalysisController {
  constructor(
    private readonly estimates: RoutingEstimates,
    private readonly routings: RoutingService,
  ) {}

  @Get(':id/estimate')
  @Route({
    summary: 'What a quantity takes: minutes, cost and times, as if every work centre were free',
    permission: PPIC.routings.read,
    returns: EstimateDto,
    errors: [
      NOT_FOUND,
      UNKNOWN_QUERY_PARAMETER,
      VALIDATION_FAILED,
      VALUE_OUT_OF_RANGE,
      ROUTING_NOT_READY,
      OUT_OF_CALENDAR,
    ],
  })
  estimate(@IdParam() id: string, @Query() query: EstimateQuery): Promise<EstimateDto> {
    return this.estimates.estimate(id, query);
  }

  @Get(':id/compare/:other_id')
  @Route({
    summary: 'What differs between two routings',
    permission: PPIC.routings.read,
    returns: RoutingComparisonDto,
    errors: [NOT_FOUND],
  })
  compare(@IdParam() id: string, @IdParam('other_id') otherId: string): Promise<RoutingComparisonDto> {
    return this.routings.compare(id, otherId);
  }
}

/** Seen from the product. */
@Controller('ppic/products')
export class DefaultRoutingController {
  constructor(private readonly routings: Routings) {}

  @Get(':product_id/default-routing')
  @Route({
    summary: 'By which routing a product is made on a day',
    permission: PPIC.routings.read,
    returns: RoutingDto,
    errors: [NOT_FOUND, NO_DEFAULT_ROUTING, UNKNOWN_QUERY_PARAMETER],
  })
  defaultRouting(@IdParam('product_id') productId: string, @Query() query: DefaultRoutingQuery): Promise<RoutingDto> {
    return this.routings.defaultFor(productId, query);
  }
}

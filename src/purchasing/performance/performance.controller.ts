import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route } from '../../kernel/http/index.js';
import { SupplierPerformanceDto, SupplierPerformanceQuery, TraceDto } from './performance.dto.js';
import { PERFORMANCE_PERMISSIONS, TRACE_PERMISSIONS } from './performance.permissions.js';
import { SupplierPerformance } from './performance.service.js';
import { PurchaseTrace } from './trace.service.js';

const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;

@ApiTags('Supplier performance')
@Controller('purchasing')
export class PerformanceController {
  constructor(
    private readonly performance: SupplierPerformance,
    private readonly traces: PurchaseTrace,
  ) {}

  @Get('supplier-performance')
  @Route({
    summary: 'Show how well suppliers deliver',
    description:
      'Over any period: on time and in full by order line, accepted quality by piece, price variance against the price list of the day.',
    permission: PERFORMANCE_PERMISSIONS.read,
    returns: SupplierPerformanceDto,
    errors: [VALIDATION_FAILED],
  })
  of(@Query() query: SupplierPerformanceQuery): Promise<SupplierPerformanceDto> {
    return this.performance.of(query);
  }

  @Get('trace/:document')
  @Route({
    summary: 'Show the whole chain of a document',
    description:
      'From the request over order, shipment, receipt, inspection and return to acceptance and issue. The document is named by its number or id: a requisition, ' +
      'order, shipment, receipt or return.',
    permission: TRACE_PERMISSIONS.read,
    returns: TraceDto,
    errors: [NOT_FOUND],
  })
  trace(@Param('document') document: string): Promise<TraceDto> {
    return this.traces.of(document);
  }
}

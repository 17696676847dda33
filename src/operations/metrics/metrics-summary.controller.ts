import { Controller, Get } from '@nestjs/common';
import { Route } from '../../kernel/http/index.js';
import { OPERATIONS } from '../operations.permissions.js';
import { MetricsSummaryDto } from './metrics-summary.dto.js';
import { MetricsService } from './metrics.service.js';

@Controller('operations/metrics-summary')
export class MetricsSummaryController {
  constructor(private readonly metrics: MetricsService) {}

  @Get()
  @Route({
    summary: 'The metrics for people',
    description:
      'How this process and its database are: requests and their times since the start, the slowest routes, pool, work, drift, jobs. Each server process answers for itself; the whole is what Prometheus adds up from `/metrics`.',
    permission: OPERATIONS.metrics.read,
    returns: MetricsSummaryDto,
    status: 200,
  })
  read(): Promise<MetricsSummaryDto> {
    return this.metrics.summary();
  }
}

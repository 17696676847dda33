import { Controller, Get, Res } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Route } from '../../kernel/http/index.js';
import { HealthDto } from './health.dto.js';
import { HealthService } from './health.service.js';

const NOT_WELL = ApiResponse({ status: 503, description: 'In the same form: what is down, and why', type: HealthDto });

const PROBE_PATHS = ['health', 'api/v1/health', 'actuator/health'] as const;

/** The probes' whole paths: they stand beside the API's common prefix, not below it. */
export const PROBE_ROUTES = PROBE_PATHS.flatMap((path) => [path, `${path}/live`, `${path}/ready`, `${path}/startup`]);

/** The probes, at the root for load balancers, below /api/v1 for clients of earlier systems, and where older monitoring looks. */
@Controller([...PROBE_PATHS])
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Get()
  @NOT_WELL
  @Route({
    summary: 'Health of every component',
    permission: 'public',
    unlimited: true,
    returns: HealthDto,
    status: 200,
  })
  async full(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthDto> {
    return answer(reply, await this.health.full());
  }

  @Get('live')
  @NOT_WELL
  @Route({
    summary: 'Whether the process runs',
    permission: 'public',
    unlimited: true,
    returns: HealthDto,
    status: 200,
  })
  async live(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthDto> {
    return answer(reply, await this.health.live());
  }

  @Get('ready')
  @NOT_WELL
  @Route({
    summary: 'Whether requests are welcome',
    permission: 'public',
    unlimited: true,
    returns: HealthDto,
    status: 200,
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthDto> {
    return answer(reply, await this.health.ready());
  }

  @Get('startup')
  @NOT_WELL
  @Route({
    summary: 'Whether the start is over',
    permission: 'public',
    unlimited: true,
    returns: HealthDto,
    status: 200,
  })
  async startup(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthDto> {
    return answer(reply, await this.health.startup());
  }
}

/** Health answers keep Terminus's own form, also when something is down; they are never kept by a cache. */
function answer(reply: FastifyReply, report: HealthDto): HealthDto {
  void reply.header('cache-control', 'no-store');
  const well = report.status === 'ok' || report.status === 'degraded';
  if (!well) void reply.header('retry-after', '5').status(503);
  return report;
}

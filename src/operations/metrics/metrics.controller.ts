import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Route } from '../../kernel/http/index.js';
import { Metrics } from '../../kernel/metrics/index.js';

/** Whole paths, like those of the probes; the second is where older set-ups look. */
export const METRICS_ROUTES = ['metrics', 'actuator/prometheus'] as const;

@Controller([...METRICS_ROUTES])
export class MetricsController {
  @Get()
  @Route({
    summary: 'Metrics of this process',
    description:
      'In the text format of Prometheus. Open like the probes and without any name of a person, document or product: let only the monitoring reach it from outside.',
    permission: 'public',
    unlimited: true,
    produces: 'text/plain',
    status: 200,
  })
  async read(@Res() reply: FastifyReply): Promise<void> {
    const text = await Metrics.render();
    await reply.header('content-type', Metrics.contentType).header('cache-control', 'no-store').send(text);
  }
}

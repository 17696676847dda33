import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Readiness } from './readiness.js';

/**
 * While the process is on its way out, each answer is the last on its connection. Kept-alive connections would otherwise hold
 * up the end, and a client would meet a closed port on one that it believes to be open.
 */
@Injectable()
export class LastAnswers implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly readiness: Readiness,
  ) {}

  onModuleInit(): void {
    // Commands run without an HTTP server.
    const fastify = this.host.httpAdapter?.getInstance<FastifyInstance>() as FastifyInstance | undefined;
    fastify?.addHook('onSend', (_request, reply, _payload, done) => {
      if (this.readiness.draining) void reply.header('connection', 'close');
      done();
    });
  }
}

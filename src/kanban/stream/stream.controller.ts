import { Controller, Get, Headers, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route } from '../../kernel/http/index.js';
import type { RouteOptions } from '../../kernel/http/index.js';
import { KANBAN } from '../kanban.permissions.js';
import { BoardStreamQuery } from './stream.dto.js';
import { BoardStreamService } from './stream.service.js';

const STREAM: RouteOptions = {
  summary: 'Board changes as they happen',
  description:
    "Server-Sent Events: `card` for each change of a request card, `signal` for each of a loop's signals and `work_order` for each of a work order (to who may " +
    'read them), with it as it is now, after a `ready` that says where the stream begins. With `Last-Event-ID` ' +
    'it goes on where it was left, on any server; `reset` says that too much has happened since, and the board is to be read anew. The stream ' +
    'ends when the session does.',
  permission: KANBAN.cards.read,
  status: 200,
  produces: 'text/event-stream',
  errors: [KERNEL_ERRORS.NOT_FOUND, KERNEL_ERRORS.SERVICE_UNAVAILABLE],
};

@ApiTags('Kanban')
@Controller('ppic/kanban')
export class BoardStreamController {
  constructor(private readonly streams: BoardStreamService) {}

  @Get('stream')
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The last change that was seen.',
    example: '812-7',
  })
  @Route(STREAM)
  async watch(
    @Query() { department_id, last_event_id }: BoardStreamQuery,
    @Headers('last-event-id') seen: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    // Each message goes out as it is: a compressor would keep it until there are more.
    void reply.header('content-encoding', 'identity').header('x-accel-buffering', 'no');
    return new StreamableFile(await this.streams.open(STREAM, department_id, seen ?? last_event_id), {
      type: 'text/event-stream; charset=utf-8',
    });
  }
}

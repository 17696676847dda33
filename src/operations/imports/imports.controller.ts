import { Readable } from 'node:stream';
import { Controller, Get, Header, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { OPERATIONS } from '../operations.permissions.js';
import { MAX_FILE_BYTES } from './csv-reader.js';
import { ImportJobDto, ImportJobsQuery, ImportOptionsQuery, ImportResourceDto } from './imports.dto.js';
import { IMPORT_ERRORS } from './imports.errors.js';
import { ImportsService } from './imports.service.js';

const { NOT_FOUND, BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, IDEMPOTENCY_KEY_IN_PROGRESS, IDEMPOTENCY_KEY_REUSED } =
  KERNEL_ERRORS;
const { FILE_NOT_UTF8, FILE_NOT_CSV, FILE_HEADER_INVALID, MAPPING_INVALID } = IMPORT_ERRORS;

@Controller('imports')
export class ImportsController {
  constructor(private readonly imports: ImportsService) {}

  @Get()
  @Route({ summary: 'List imports', permission: OPERATIONS.imports.read, returns: page(ImportJobDto), status: 200 })
  list(@Query() query: ImportJobsQuery): Promise<Page<ImportJobDto>> {
    return this.imports.page(query);
  }

  @Get('resources')
  @Route({
    summary: 'List what can be imported',
    description: 'Every resource with its fields, and the permissions that its import needs.',
    permission: OPERATIONS.imports.read,
    returns: [ImportResourceDto],
    status: 200,
  })
  resources(): ImportResourceDto[] {
    return this.imports.resources();
  }

  @Get('templates/:resource')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Route({
    summary: 'Take a template to fill in',
    description: 'A CSV file with the header and one example row.',
    permission: OPERATIONS.imports.read,
    produces: 'text/csv',
    status: 200,
    errors: [NOT_FOUND],
  })
  template(@Param('resource') resource: string): string {
    return this.imports.template(resource);
  }

  @Get(':id')
  @Route({
    summary: 'See an import and how far it is',
    permission: OPERATIONS.imports.read,
    returns: ImportJobDto,
    status: 200,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<ImportJobDto> {
    return this.imports.get(id);
  }

  @Post(':resource')
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key with the same file answers with the same import.',
    schema: { type: 'string' },
  })
  @Route({
    summary: 'Import a file',
    rate_class: 'import',
    description:
      'Takes a CSV file of up to 50 MiB, UTF-8, as the body. It is read while it arrives; the rows are checked and applied by a job afterwards: ' +
      'follow the Location header. Needs the permissions of the resource besides (`GET /imports/resources`).',
    permission: OPERATIONS.imports.create,
    returns: ImportJobDto,
    status: 202,
    transaction: false,
    consumes: 'text/csv',
    body_limit: MAX_FILE_BYTES,
    errors: [
      NOT_FOUND,
      BODY_TOO_LARGE,
      UNSUPPORTED_MEDIA_TYPE,
      IDEMPOTENCY_KEY_IN_PROGRESS,
      IDEMPOTENCY_KEY_REUSED,
      FILE_NOT_UTF8,
      FILE_NOT_CSV,
      FILE_HEADER_INVALID,
      MAPPING_INVALID,
    ],
  })
  async import(
    @Param('resource') resource: string,
    @Query() options: ImportOptionsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportJobDto> {
    const source = request.body instanceof Readable ? request.body : undefined;
    try {
      const { job, replayed } = await this.imports.receive(
        resource,
        options,
        source,
        request.headers['idempotency-key'] as string | undefined,
      );
      void reply.header('location', `/api/v1/imports/${job.id}`);
      if (replayed) void reply.header('idempotent-replayed', 'true');
      return job;
    } finally {
      // What was not read is let through, so that the sender gets to the answer.
      source?.resume();
    }
  }
}

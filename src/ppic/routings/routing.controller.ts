import { Body, Controller, Delete, Get, Post, Put, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { PPIC } from '../ppic.permissions.js';
import { CopyRoutingInput, RoutingDto, RoutingInput, RoutingListQuery, RoutingSummaryDto } from './routing.dto.js';
import { ROUTING_ERRORS } from './routing.errors.js';
import { RoutingService } from './routing.service.js';

const MAY = PPIC.routings;
const { NOT_FOUND, VALIDATION_FAILED, DUPLICATE, UNKNOWN_QUERY_PARAMETER } = KERNEL_ERRORS;
const { ROUTING_CYCLE, ROUTING_NOT_DRAFT } = ROUTING_ERRORS;
/** A routing of 200 operations with everything that an operation can say. */
const BODY_LIMIT = 2 * 1024 * 1024;

/** Routings as documents. */
@Controller('ppic/routings')
export class RoutingController {
  constructor(private readonly routings: RoutingService) {}

  @Get()
  @Route({
    summary: 'List routings',
    permission: MAY.read,
    returns: page(RoutingSummaryDto),
    errors: [UNKNOWN_QUERY_PARAMETER],
  })
  list(@Query() query: RoutingListQuery): Promise<Page<RoutingSummaryDto>> {
    return this.routings.page(query);
  }

  @Post()
  @Route({
    summary: 'Draft a routing',
    description: 'Operations that name no predecessors follow each other by number.',
    permission: MAY.create,
    returns: RoutingDto,
    status: 201,
    body_limit: BODY_LIMIT,
    errors: [VALIDATION_FAILED, DUPLICATE, ROUTING_CYCLE, NOT_FOUND],
  })
  create(@Body() body: RoutingInput): Promise<RoutingDto> {
    return this.routings.create(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a routing with its operations',
    permission: MAY.read,
    returns: RoutingDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  show(@IdParam() id: string): Promise<RoutingDto> {
    return this.routings.get(id);
  }

  @Put(':id')
  @Route({
    summary: 'Replace a draft, operations included',
    permission: MAY.update,
    returns: RoutingDto,
    versioned: true,
    body_limit: BODY_LIMIT,
    errors: [NOT_FOUND, VALIDATION_FAILED, DUPLICATE, ROUTING_NOT_DRAFT, ROUTING_CYCLE],
  })
  replace(@IdParam() id: string, @Body() body: RoutingInput): Promise<RoutingDto> {
    return this.routings.replace(id, body);
  }

  @Delete(':id')
  @Route({ summary: 'Delete a draft', permission: MAY.delete, versioned: true, errors: [NOT_FOUND, ROUTING_NOT_DRAFT] })
  remove(@IdParam() id: string): Promise<void> {
    return this.routings.remove(id);
  }

  @Post(':id/copy')
  @Route({
    summary: 'Copy to a new revision, or to another product, as a draft',
    permission: MAY.create,
    returns: RoutingDto,
    status: 201,
    errors: [NOT_FOUND, VALIDATION_FAILED, DUPLICATE],
  })
  copy(@IdParam() id: string, @Body() body: CopyRoutingInput): Promise<RoutingDto> {
    return this.routings.copy(id, body);
  }
}

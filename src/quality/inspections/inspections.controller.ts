import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { NO_ROOM, WAREHOUSE_ERRORS } from '../../warehouse/index.js';
import { QUALITY_ERRORS } from '../quality.errors.js';
import { QUALITY } from '../quality.permissions.js';
import { InspectionDecisions } from './decisions.service.js';
import { IncomingInspections } from './incoming.service.js';
import {
  InspectionDto,
  InspectionHeadDto,
  InspectionInput,
  InspectionListQuery,
  InspectionsOfMovementDto,
} from './inspections.dto.js';
import { InspectionsService } from './inspections.service.js';

const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;
const { INSUFFICIENT_STOCK, PERIOD_CLOSED, STOCK_FROZEN } = WAREHOUSE_ERRORS;
const { LOT_SIZE_NOT_SAMPLED, HOLDING_PLACE_MISSING, NO_INSPECTION_PLAN, NOT_A_RECEIPT } = QUALITY_ERRORS;
const { INSPECTION_SCRAPPED, INSPECTION_REPEATED } = QUALITY_ERRORS;
const { read, create } = QUALITY.inspections;
const holding = [VALIDATION_FAILED, HOLDING_PLACE_MISSING, INSUFFICIENT_STOCK, PERIOD_CLOSED, STOCK_FROZEN, ...NO_ROOM];
const opening = [NOT_FOUND, LOT_SIZE_NOT_SAMPLED, ...holding];

@ApiTags('Quality')
@Controller('quality/inspections')
export class InspectionsController {
  constructor(
    private readonly inspections: InspectionsService,
    private readonly incoming: IncomingInspections,
    private readonly decisions: InspectionDecisions,
  ) {}

  @Get()
  @Route({ summary: 'List inspections', permission: read, returns: page(InspectionHeadDto) })
  list(@Query() query: InspectionListQuery): Promise<Page<InspectionHeadDto>> {
    return this.inspections.page(query);
  }

  @Post()
  @Route({
    summary: 'Ask for an inspection',
    description:
      'Of pieces that a document speaks of, by the active plan of the product or the nearest category above it. Where the plan says so they are held.',
    permission: create,
    returns: InspectionDto,
    status: 201,
    errors: [...opening, NO_INSPECTION_PLAN, INSPECTION_SCRAPPED, INSPECTION_REPEATED],
  })
  create(@Body() body: InspectionInput): Promise<InspectionDto> {
    return this.inspections.create(body);
  }

  @Post('from-movement/:movement_id')
  @Route({
    summary: 'Make the inspections that plans ask for at a receipt',
    description:
      'One for each line whose product has an active incoming plan, once: called again it answers the same. Gates hold the lot or the pieces from now on.',
    permission: create,
    returns: InspectionsOfMovementDto,
    status: 200,
    action: true,
    errors: [...opening, NOT_A_RECEIPT],
  })
  fromMovement(@IdParam('movement_id') id: string): Promise<InspectionsOfMovementDto> {
    return this.incoming.ofMovement(id);
  }

  @Get(':id')
  @Route({
    summary: 'Show an inspection',
    description: 'With what its sample says so far.',
    permission: read,
    returns: InspectionDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<InspectionDto> {
    return this.inspections.get(id);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with an inspection now',
    permission: read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.decisions.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with an inspection',
    permission: read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.inspections.historyOf(id);
  }
}

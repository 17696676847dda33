import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { PPIC } from '../ppic.permissions.js';
import {
  MaterialRequestDto,
  MaterialRequestHeadDto,
  MaterialRequestInput,
  MaterialRequestListQuery,
  MaterialRequestPatch,
} from './material-requests.dto.js';
import { MaterialRequestsService } from './material-requests.service.js';

const MAY = PPIC.material_requests;
const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;

@ApiTags('Material requests')
@Controller('ppic/material-requests')
export class MaterialRequestsController {
  constructor(private readonly requests: MaterialRequestsService) {}

  @Get()
  @Route({ summary: 'List requests for material', permission: MAY.read, returns: page(MaterialRequestHeadDto) })
  list(@Query() query: MaterialRequestListQuery): Promise<Page<MaterialRequestHeadDto>> {
    return this.requests.page(query);
  }

  @Post()
  @Route({
    summary: 'Ask the warehouse for material',
    description:
      'For a manufacturing order, for one of its operations, or for general use with a purpose. Without lines it asks for the components that the ' +
      'operation or order still needs and nobody has asked for yet; with `dry_run` that is only a proposal.',
    permission: MAY.create,
    returns: MaterialRequestDto,
    status: 201,
    action: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE],
  })
  create(@Body() body: MaterialRequestInput): Promise<MaterialRequestDto> {
    return this.requests.create(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a request for material',
    description: 'With what was asked for, approved, issued and brought back of each line, and every place and lot.',
    permission: MAY.read,
    returns: MaterialRequestDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<MaterialRequestDto> {
    return this.requests.get(id);
  }

  @Patch(':id')
  @Route({
    summary: 'Change a request for material that nobody has decided on',
    permission: MAY.update,
    returns: MaterialRequestDto,
    versioned: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE],
  })
  change(@IdParam() id: string, @Body() body: MaterialRequestPatch): Promise<MaterialRequestDto> {
    return this.requests.change(id, body);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with a request for material now',
    permission: MAY.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.requests.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with a request for material',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.requests.historyOf(id);
  }
}

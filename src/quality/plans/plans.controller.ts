import { Body, Controller, Get, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { QUALITY_ERRORS } from '../quality.errors.js';
import { QUALITY } from '../quality.permissions.js';
import {
  ActivatePlanInput,
  InspectionPlanDto,
  InspectionPlanHeadDto,
  InspectionPlanInput,
  InspectionPlanListQuery,
  ObsoletePlanInput,
} from './plans.dto.js';
import { PlansService } from './plans.service.js';

const { NOT_FOUND, VALIDATION_FAILED, REFERENCE_NOT_FOUND, DUPLICATE, INVALID_STATE } = KERNEL_ERRORS;
const { PLAN_NOT_DRAFT, PLAN_ALREADY_ACTIVE } = QUALITY_ERRORS;
const step = { returns: InspectionPlanDto, status: 200, versioned: true, action: true } as const;
const { read, create, update, activate, obsolete } = QUALITY.plans;

@ApiTags('Quality')
@Controller('quality/plans')
export class PlansController {
  constructor(private readonly plans: PlansService) {}

  @Get()
  @Route({ summary: 'List inspection plans', permission: read, returns: page(InspectionPlanHeadDto) })
  list(@Query() query: InspectionPlanListQuery): Promise<Page<InspectionPlanHeadDto>> {
    return this.plans.page(query);
  }

  @Post()
  @Route({
    summary: 'Draft an inspection plan',
    description: 'For a product or a category; sampling and characteristics with it.',
    permission: create,
    returns: InspectionPlanDto,
    status: 201,
    errors: [VALIDATION_FAILED, REFERENCE_NOT_FOUND, DUPLICATE],
  })
  create(@Body() body: InspectionPlanInput): Promise<InspectionPlanDto> {
    return this.plans.create(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show an inspection plan',
    permission: read,
    returns: InspectionPlanDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<InspectionPlanDto> {
    return this.plans.get(id);
  }

  @Put(':id')
  @Route({
    summary: 'Write the draft of an inspection plan anew',
    permission: update,
    returns: InspectionPlanDto,
    versioned: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, REFERENCE_NOT_FOUND, DUPLICATE, PLAN_NOT_DRAFT],
  })
  replace(@IdParam() id: string, @Body() body: InspectionPlanInput): Promise<InspectionPlanDto> {
    return this.plans.replace(id, body);
  }

  @Post(':id/activate')
  @Route({
    summary: 'Put an inspection plan to use',
    permission: activate,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE, PLAN_ALREADY_ACTIVE],
  })
  activate(@IdParam() id: string, @Body() body: ActivatePlanInput): Promise<InspectionPlanDto> {
    return this.plans.activate(id, body);
  }

  @Post(':id/obsolete')
  @Route({
    summary: 'Take an inspection plan out of use',
    permission: obsolete,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE],
  })
  obsolete(@IdParam() id: string, @Body() { reason }: ObsoletePlanInput): Promise<InspectionPlanDto> {
    return this.plans.obsolete(id, reason);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with an inspection plan now',
    permission: read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.plans.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with an inspection plan',
    permission: read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.plans.historyOf(id);
  }
}

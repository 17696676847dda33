import { Body, Controller, Get, Post } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import { PPIC } from '../ppic.permissions.js';
import { RoutingLifecycle } from './routing-lifecycle.service.js';
import { ActivateRoutingInput, RoutingDto, RoutingReasonInput } from './routing.dto.js';
import { ROUTING_ERRORS } from './routing.errors.js';

const MAY = PPIC.routings;
const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { ROUTING_NOT_READY, ROUTING_NOT_ACTIVE } = ROUTING_ERRORS;

/** What moves a routing along its machine, and makes it the default of its product. */
@Controller('ppic/routings')
export class RoutingLifecycleController {
  constructor(private readonly lifecycle: RoutingLifecycle) {}

  @Post(':id/activate')
  @Route({
    summary: 'Let a routing be used',
    description: 'Several may be active side by side; one of them is the default.',
    permission: MAY.activate,
    returns: RoutingDto,
    status: 200,
    versioned: true,
    action: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, ROUTING_NOT_READY],
  })
  activate(@IdParam() id: string, @Body() body: ActivateRoutingInput): Promise<RoutingDto> {
    return this.lifecycle.activate(id, body);
  }

  @Post(':id/obsolete')
  @Route({
    summary: 'Take an active routing out of use',
    permission: MAY.obsolete,
    returns: RoutingDto,
    status: 200,
    versioned: true,
    action: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE],
  })
  obsolete(@IdParam() id: string, @Body() body: RoutingReasonInput): Promise<RoutingDto> {
    return this.lifecycle.obsolete(id, body);
  }

  @Post(':id/make-default')
  @Route({
    summary: 'Make an active routing the default of its product on its days',
    description: 'Who was it before stays active, as an alternative.',
    permission: MAY.activate,
    returns: RoutingDto,
    status: 200,
    versioned: true,
    action: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, ROUTING_NOT_ACTIVE],
  })
  makeDefault(@IdParam() id: string, @Body() body: RoutingReasonInput): Promise<RoutingDto> {
    return this.lifecycle.makeDefault(id, body);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What can be done with it now, and what stands in the way',
    permission: MAY.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<TransitionDto[]> {
    return this.lifecycle.transitions(id) as Promise<TransitionDto[]>;
  }

  @Get(':id/history')
  @Route({ summary: 'Its changes of state', permission: MAY.read, returns: [HistoryEntryDto], errors: [NOT_FOUND] })
  history(@IdParam() id: string): Promise<HistoryEntryDto[]> {
    return this.lifecycle.historyOf(id);
  }
}

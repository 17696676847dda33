import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { KANBAN_ERRORS } from '../kanban.errors.js';
import { KANBAN } from '../kanban.permissions.js';
import { LoopEvaluation } from './loop-evaluation.service.js';
import { LoopLifecycle } from './loop-lifecycle.service.js';
import {
  AppliedSuggestionDto,
  ApplySuggestionInput,
  EvaluateInput,
  EvaluationDto,
  LoopDto,
  LoopReasonInput,
} from './loops.dto.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { LOOP_NOT_ACTIVE, LOOP_SIGNALS_OPEN } = KANBAN_ERRORS;
const step = {
  permission: KANBAN.loops.activate,
  returns: LoopDto,
  status: 200,
  versioned: true,
  action: true,
} as const;
const errors = [NOT_FOUND, INVALID_STATE];
const LOOKS = { permission: KANBAN.loops.signal, returns: EvaluationDto, status: 200, action: true } as const;
const LOOKED =
  'Cards whose document is done are full again; levels that have fallen to their trigger signal; documents that could not be made before are tried again. ' +
  'At most 50 loops and 50 new signals at once: `has_more` says to ask again.';

@ApiTags('Kanban')
@Controller('ppic/kanban/loops')
export class LoopActionsController {
  constructor(
    private readonly lifecycle: LoopLifecycle,
    private readonly evaluation: LoopEvaluation,
  ) {}

  @Post('evaluate')
  @Route({ ...LOOKS, summary: 'Look at all loops', description: LOOKED, errors: [NOT_FOUND] })
  evaluateAll(@Body() { department_id }: EvaluateInput): Promise<EvaluationDto> {
    return this.evaluation.all(department_id);
  }

  @Post(':id/evaluate')
  @Route({ ...LOOKS, summary: 'Look at a loop', description: LOOKED, errors: [NOT_FOUND] })
  evaluate(@IdParam() id: string): Promise<EvaluationDto> {
    return this.evaluation.one(id);
  }

  @Post(':id/apply')
  @Route({
    summary: 'Give a loop the cards it needs',
    description:
      'As calculated, or as said. Cards that are missing are added; those that are too many are marked, and go out when they come back empty.',
    permission: KANBAN.loops.plan,
    returns: AppliedSuggestionDto,
    status: 200,
    versioned: true,
    action: true,
    errors: [...errors, VALIDATION_FAILED, LOOP_NOT_ACTIVE],
  })
  apply(@IdParam() id: string, @Body() body: ApplySuggestionInput): Promise<AppliedSuggestionDto> {
    return this.lifecycle.apply(id, body);
  }

  @Post(':id/activate')
  @Route({ ...step, summary: 'Activate a loop', errors })
  activate(@IdParam() id: string, @Body() { reason }: LoopReasonInput): Promise<LoopDto> {
    return this.lifecycle.activate(id, reason);
  }

  @Post(':id/pause')
  @Route({ ...step, summary: 'Pause a loop: it takes no signals, and what is on order goes on', errors })
  pause(@IdParam() id: string, @Body() { reason }: LoopReasonInput): Promise<LoopDto> {
    return this.lifecycle.pause(id, reason);
  }

  @Post(':id/resume')
  @Route({ ...step, summary: 'Resume a loop', errors })
  resume(@IdParam() id: string, @Body() { reason }: LoopReasonInput): Promise<LoopDto> {
    return this.lifecycle.resume(id, reason);
  }

  @Post(':id/retire')
  @Route({ ...step, summary: 'Retire a loop and its cards', errors: [...errors, LOOP_SIGNALS_OPEN] })
  retire(@IdParam() id: string, @Body() { reason }: LoopReasonInput): Promise<LoopDto> {
    return this.lifecycle.retire(id, reason);
  }
}

import { Body, Controller, Get, Post } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import { BomLifecycle } from './bom-lifecycle.service.js';
import { ActivateBomInput, BomDto, ObsoleteBomInput } from './bom.dto.js';
import { BOM_ERRORS } from './bom.errors.js';
import { BOM_PERMISSIONS as MAY } from './bom.permissions.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { BOM_WITHOUT_COMPONENTS, ANOTHER_REVISION_ACTIVE } = BOM_ERRORS;

/** What moves a bill along its machine. */
@Controller('warehouse/bom')
export class BomLifecycleController {
  constructor(private readonly lifecycle: BomLifecycle) {}

  @Post(':id/activate')
  @Route({
    summary: 'Make a revision the active one',
    permission: MAY.activate,
    returns: BomDto,
    status: 200,
    versioned: true,
    action: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, BOM_WITHOUT_COMPONENTS, ANOTHER_REVISION_ACTIVE],
  })
  activate(@IdParam() id: string, @Body() body: ActivateBomInput): Promise<BomDto> {
    return this.lifecycle.activate(id, body);
  }

  @Post(':id/obsolete')
  @Route({
    summary: 'Take an active revision out of use',
    permission: MAY.obsolete,
    returns: BomDto,
    status: 200,
    versioned: true,
    action: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE],
  })
  obsolete(@IdParam() id: string, @Body() body: ObsoleteBomInput): Promise<BomDto> {
    return this.lifecycle.obsolete(id, body);
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

import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { NO_ROOM, WAREHOUSE_ERRORS } from '../../warehouse/index.js';
import { QUALITY_ERRORS } from '../quality.errors.js';
import { QUALITY } from '../quality.permissions.js';
import { InspectionDecisions } from './decisions.service.js';
import {
  AcceptInPartInput,
  AcceptInspectionInput,
  ConcedeInput,
  InspectionDto,
  InspectionReasonInput,
  RejectInput,
} from './inspections.dto.js';
import { InspectionsService } from './inspections.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { INSUFFICIENT_STOCK, PERIOD_CLOSED, STOCK_FROZEN } = WAREHOUSE_ERRORS;
const { RESULTS_INCOMPLETE, ACCEPTANCE_NUMBER_EXCEEDED, CONCESSION_NOT_NEEDED, HOLDING_PLACE_MISSING } = QUALITY_ERRORS;
const { INSPECTION_SCRAPPED, INSPECTION_REPEATED } = QUALITY_ERRORS;
const { record, decide, cancel } = QUALITY.inspections;
const step = { returns: InspectionDto, status: 200, versioned: true, action: true } as const;
const stock = [
  NOT_FOUND,
  INVALID_STATE,
  VALIDATION_FAILED,
  INSUFFICIENT_STOCK,
  PERIOD_CLOSED,
  STOCK_FROZEN,
  ...NO_ROOM,
];
const again = [INSPECTION_SCRAPPED, INSPECTION_REPEATED];

@ApiTags('Quality')
@Controller('quality/inspections')
export class InspectionActionsController {
  constructor(
    private readonly inspections: InspectionsService,
    private readonly decisions: InspectionDecisions,
  ) {}

  @Post(':id/start')
  @Route({ summary: 'Start an inspection', permission: record, ...step, errors: [NOT_FOUND, INVALID_STATE] })
  start(@IdParam() id: string): Promise<InspectionDto> {
    return this.inspections.start(id);
  }

  @Post(':id/accept')
  @Route({
    summary: 'Accept all that was inspected',
    description: 'The lot is released and the pieces go to where they belong.',
    permission: decide,
    ...step,
    errors: [...stock, RESULTS_INCOMPLETE, ACCEPTANCE_NUMBER_EXCEEDED],
  })
  accept(@IdParam() id: string, @Body() body: AcceptInspectionInput): Promise<InspectionDto> {
    return this.decisions.accept(id, body);
  }

  @Post(':id/accept-in-part')
  @Route({
    summary: 'Accept part of what was inspected, and reject the rest',
    description: 'Against the acceptance number only when every piece was sorted; also what was rejected before.',
    permission: decide,
    ...step,
    errors: [...stock, ...again, RESULTS_INCOMPLETE, ACCEPTANCE_NUMBER_EXCEEDED, HOLDING_PLACE_MISSING],
  })
  acceptInPart(@IdParam() id: string, @Body() body: AcceptInPartInput): Promise<InspectionDto> {
    return this.decisions.acceptInPart(id, body);
  }

  @Post(':id/reject')
  @Route({
    summary: 'Reject all that was inspected',
    permission: decide,
    ...step,
    errors: [...stock, HOLDING_PLACE_MISSING],
  })
  reject(@IdParam() id: string, @Body() body: RejectInput): Promise<InspectionDto> {
    return this.decisions.reject(id, body);
  }

  @Post(':id/concede')
  @Route({
    summary: 'Accept by concession',
    description: 'All of it, against the acceptance number or a rejection, with a reason and a permission of its own.',
    permission: QUALITY.concessions.approve,
    ...step,
    errors: [...stock, ...again, CONCESSION_NOT_NEEDED],
  })
  concede(@IdParam() id: string, @Body() body: ConcedeInput): Promise<InspectionDto> {
    return this.decisions.concede(id, body);
  }

  @Post(':id/cancel')
  @Route({
    summary: 'Cancel an inspection that is not decided',
    description: 'What it holds stays held.',
    permission: cancel,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE],
  })
  cancel(@IdParam() id: string, @Body() { reason }: InspectionReasonInput): Promise<InspectionDto> {
    return this.inspections.cancel(id, reason);
  }
}

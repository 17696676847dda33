import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route } from '../../kernel/http/index.js';
import { LOT_PERMISSIONS } from './lots.permissions.js';
import { ProposalDto, ProposalQuery } from './proposal.dto.js';
import { ProposalService } from './proposal.service.js';

@ApiTags('Lots')
@Controller('warehouse/lots')
export class ProposalController {
  constructor(private readonly proposals: ProposalService) {}

  @Get('proposal')
  @Route({
    summary: 'Propose which lots to take',
    description:
      'What a posting with `pick_within` would take now, lot by lot and place by place: own reservations first, then as the strategy says. ' +
      'What is passed over is listed with the reason. Nothing is held by asking.',
    permission: LOT_PERMISSIONS.read,
    returns: ProposalDto,
    errors: [KERNEL_ERRORS.NOT_FOUND],
  })
  propose(@Query() query: ProposalQuery): Promise<ProposalDto> {
    return this.proposals.propose(query);
  }
}

import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/errors/index.js';
import type { ProposalDto, ProposalQuery } from './proposal.dto.js';
import { ProposalRepository } from './proposal.repository.js';

/** Which lots a posting would take now. */
@Injectable()
export class ProposalService {
  constructor(private readonly proposals: ProposalRepository) {}

  /** @throws NOT_FOUND for a product or place that is not there, or out of the caller's scope */
  async propose(query: ProposalQuery): Promise<ProposalDto> {
    const proposal = await this.proposals.proposal(query);
    if (!proposal) throw notFound('Product or location');
    return proposal;
  }
}

import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/errors/index.js';
import { LineUnits, documentUnits } from '../line-units/index.js';
import type { ProposalDto, ProposalQuery } from './proposal.dto.js';
import { ProposalRepository } from './proposal.repository.js';

/** Which lots a posting would take now. */
@Injectable()
export class ProposalService {
  constructor(
    private readonly proposals: ProposalRepository,
    private readonly units: LineUnits,
  ) {}

  /** @throws NOT_FOUND for a product or place that is not there, or out of the caller's scope */
  async propose(query: ProposalQuery): Promise<ProposalDto> {
    const { lines, said } = await this.units.counted([{ ...query, at: '?' }], 'sales');
    const proposal = await this.proposals.proposal(query, lines[0]!.quantity);
    if (!proposal) throw notFound('Product or location');
    return { ...proposal, ...(said.length > 0 && { units: documentUnits(said) }) };
  }
}

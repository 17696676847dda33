import { Injectable } from '@nestjs/common';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { currentActor } from '../../kernel/security/index.js';
import type { LateFactDto, LateLineDto, LateProductDto } from './late-facts.dto.js';
import { LateFactsRepository } from './late-facts.repository.js';
import { PeriodsService } from './periods.service.js';

/** Facts that were told after their month was closed: posted in the first open one, and linked to where they belong. */
@Injectable()
export class LateFactsService {
  constructor(
    private readonly facts: LateFactsRepository,
    private readonly periods: PeriodsService,
  ) {}

  page(query: ListParameters): Promise<Page<LateFactDto>> {
    return this.facts.page(query);
  }

  /** What came late for a period, by product. @throws NOT_FOUND */
  async ofPeriod(id: string): Promise<LateProductDto[]> {
    await this.periods.get(id);
    const { company_ids, warehouse_ids } = currentActor();
    return this.facts.byProduct(id, company_ids, warehouse_ids);
  }

  /** A movement with what its pieces would have been worth when they left, if it is a late fact; nothing is asked of any other. */
  async beside<Movement extends { id: string; occurred_at: string | null }>(
    movement: Movement,
  ): Promise<Movement & { late?: LateLineDto[] }> {
    return movement.occurred_at === null ? movement : { ...movement, late: await this.facts.valuesThen(movement.id) };
  }
}

import { Injectable } from '@nestjs/common';
import { can } from '../../kernel/security/index.js';
import { PPIC } from '../ppic.permissions.js';
import { assertRange } from './figures-range.js';
import type { DailyProductionDto, PlannedActualDto } from './floor-figures.dto.js';
import { FloorFiguresRepository } from './floor-figures.repository.js';
import type { WorkFilter } from './floor-figures.repository.js';

/** What was planned on the floor, and what was done. */
@Injectable()
export class FloorFiguresService {
  constructor(private readonly figures: FloorFiguresRepository) {}

  /**
   * Planned against actual of the work orders that were to be finished within the days.
   * @throws VALIDATION_FAILED for a range that ends before it begins or is longer than 366 days
   */
  async plannedActual(filter: WorkFilter, group: string): Promise<PlannedActualDto> {
    assertRange(filter);
    const data = await this.figures.plannedActual(filter, group);
    if (can(PPIC.routings.read_cost)) return { data };
    return { data: data.map((row) => ({ ...row, planned_cost: null, conversion_cost: null, cost_difference: null })) };
  }

  /** What was told of each day and shift. @throws VALIDATION_FAILED for a range that ends before it begins or is longer than 366 days */
  async dailyProduction(
    filter: WorkFilter & { readonly shift?: string | undefined },
    group: string,
    period: string,
  ): Promise<DailyProductionDto> {
    assertRange(filter);
    const rows = await this.figures.dailyProduction(filter, group, period);
    const shown = (wanted: boolean) =>
      rows.flatMap(({ is_total, ...row }) => (is_total === wanted ? [is_total ? { ...row, shift: null } : row] : []));
    return { data: shown(false), total: shown(true) };
  }
}

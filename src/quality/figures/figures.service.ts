import { Injectable } from '@nestjs/common';
import { invalid } from '../../kernel/errors/index.js';
import { sumAmounts } from '../../kernel/numbers/index.js';
import type { DefectParetoDto, FailureCostDto, FirstPassYieldDto } from './figures.dto.js';
import { FiguresRepository } from './figures.repository.js';
import type { FigureFilter } from './figures.repository.js';

/** How good what was inspected is, what is wrong with it, and what that costs. */
@Injectable()
export class FiguresService {
  constructor(private readonly figures: FiguresRepository) {}

  /** Pieces that were good when first inspected, in percent of those inspected. */
  async firstPassYield(filter: FigureFilter, groupBy: string): Promise<FirstPassYieldDto> {
    assertRange(filter);
    const rows = await this.figures.firstPassYield(filter, groupBy);
    const shown = (wanted: boolean) => rows.flatMap(({ is_total, ...row }) => (is_total === wanted ? [row] : []));
    return { data: shown(false), total: shown(true) };
  }

  /** Defects by reason, the most frequent first, with their share and that of all above. */
  async defectPareto(filter: FigureFilter): Promise<DefectParetoDto> {
    assertRange(filter);
    return { data: await this.figures.defectPareto(filter) };
  }

  /** Internal failures: what was scrapped or rejected, at its value in stock. */
  async failureCosts(filter: FigureFilter, groupBy: string): Promise<FailureCostDto> {
    assertRange(filter);
    const data = await this.figures.failureCosts(filter, groupBy);
    return {
      scrapped_value: sumAmounts(data.map(({ scrapped_value }) => scrapped_value)),
      held_value: sumAmounts(data.map(({ held_value }) => held_value)),
      value: sumAmounts(data.map(({ value }) => value)),
      data,
    };
  }
}

function assertRange({ from, to }: FigureFilter): void {
  if (to < from) throw invalid([{ pointer: '/to', code: 'INVALID_VALUE', message: 'Ends before it begins' }]);
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { invalid, notFound } from '../../kernel/errors/index.js';
import { assertInScope } from '../../kernel/security/index.js';
import { softClosed } from '../stock/soft-closed.js';
import { StockPosting } from '../stock/stock-posting.js';
import type { LayerDto, RevaluationDto, RevaluationInput, ValueAdjustmentDto } from './costing.dto.js';
import { COSTING_ERRORS } from './costing.errors.js';
import { CostingRepository } from './costing.repository.js';

/** What stock is worth, changed on purpose; every change can be read afterwards. */
@Injectable()
export class RevaluationsService {
  constructor(
    private readonly db: Database,
    private readonly costing: CostingRepository,
    private readonly posting: StockPosting,
  ) {}

  adjustments(query: ListParameters): Promise<Page<ValueAdjustmentDto>> {
    return this.costing.adjustments(query);
  }

  layers(query: ListParameters): Promise<Page<LayerDto>> {
    return this.costing.layers(query);
  }

  /**
   * Changes method or standard of a product everywhere, or the value of its stock in one area.
   * @throws VALIDATION_FAILED, REVALUATION_NOT_TAKEN, VALUE_EXCEEDS_STOCK, PERIOD_CLOSED
   */
  revalue({ product_id, reason, ...change }: RevaluationInput): Promise<RevaluationDto> {
    const { costing_method, standard_cost, unit_cost, value, location_id } = change;
    const wholly = costing_method !== undefined || standard_cost !== undefined;
    const partly = [unit_cost, value].filter((given) => given !== undefined).length;
    if (wholly ? partly > 0 || location_id !== undefined : partly !== 1 || location_id === undefined) {
      throw invalid([
        {
          pointer: '',
          code: 'EXCLUSIVE',
          message: 'Give a method or standard cost, or a location and either a unit cost or a value',
        },
      ]);
    }
    return this.db.transaction(async () => {
      const id = await this.db.newId();
      const source = { source_type: 'revaluation', source_id: id, reason };
      if (!wholly)
        return { id, adjustments: await this.ofArea(product_id, location_id!, { unit_cost, value }, source) };
      if (!(await this.costing.isProduct(product_id))) throw notFound('Product', product_id);
      return {
        id,
        adjustments: await this.costing.changeCosting({
          product_id,
          costing_method,
          standard_cost,
          ...source,
          ...softClosed(),
        }),
      };
    });
  }

  private async ofArea(
    product_id: string,
    locationId: string,
    worth: { unit_cost?: string | undefined; value?: string | undefined },
    source: { source_type: string; source_id: string; reason: string },
  ): Promise<RevaluationDto['adjustments']> {
    const area = await this.costing.area(locationId, product_id);
    if (!area?.area_id) throw notFound('Product or location', locationId);
    assertInScope(area, 'Location');
    if (area.costing_method === 'standard') throw COSTING_ERRORS.REVALUATION_NOT_TAKEN();
    const posted = await this.posting.postValue([
      { company_id: area.company_id, type: 'revaluation', product_id, area_id: area.area_id, ...worth, ...source },
    ]);
    return posted.map(({ place: _place, ...shown }) => shown);
  }
}

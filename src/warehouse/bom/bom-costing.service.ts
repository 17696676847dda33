import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/errors/index.js';
import { Rational } from '../../kernel/numbers/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import { SupplierPricesService } from '../../master-data/index.js';
import type { CostDto, CostQuery } from './bom-analysis.dto.js';
import { rollUp } from './bom-cost.js';
import type { OwnCost } from './bom-cost.js';
import { BomFiguresRepository } from './bom-figures.repository.js';
import { costRow, ownCost, rollUpSummary } from './bom-presentation.js';
import { BomStructureRepository } from './bom-structure.repository.js';
import type { BomStructure } from './bom-structure.js';

/** What a product costs by its bill, and where each cost comes from. */
@Injectable()
export class BomCosting {
  constructor(
    private readonly structures: BomStructureRepository,
    private readonly figures: BomFiguresRepository,
    private readonly prices: SupplierPricesService,
  ) {}

  /**
   * Rolls a bill up: every component at its moving average, else its standard cost, else the lowest supplier price of the day in
   * the company's currency. What has none of them is listed as missing, never guessed.
   * @throws NOT_FOUND, BOM_TOO_DEEP
   */
  async cost(id: string, query: CostQuery): Promise<CostDto> {
    const company_id = query.company_id ?? defaultCompanyId();
    assertInScope({ company_id }, 'Company');
    const structure = await this.structures.load({ bom_id: id, date: query.date, whole: true });
    if (!structure) throw notFound('Bill of material', id);
    const { root, date } = structure;
    const currency_code = await this.figures.currencyOf(company_id);
    const own = await this.ownCosts(structure, company_id, currency_code);
    const { single_level, multi_level, missing_single_level, missing_multi_level, rows } = rollUp(structure, own);
    return {
      bom_id: root.id,
      product_id: root.product_id,
      sku: root.sku,
      revision: root.revision,
      date,
      company_id,
      currency_code,
      output_quantity: root.output_quantity,
      own: ownCost(own.get(root.product_id)),
      single_level: rollUpSummary(single_level, root.output_quantity, missing_single_level, rows),
      multi_level: rollUpSummary(multi_level, root.output_quantity, missing_multi_level, rows),
      components: rows.map(costRow),
    };
  }

  private async ownCosts(structure: BomStructure, companyId: string, currency: string): Promise<Map<string, OwnCost>> {
    const products = new Set([structure.root.product_id]);
    for (const { lines } of structure.bom_of.values()) for (const line of lines) products.add(line.component_id);
    const own = new Map<string, OwnCost>();
    const unknown: string[] = [];
    for (const { product_id, quantity, value, standard_cost } of await this.figures.knownCosts(
      [...products],
      companyId,
    )) {
      const standard = Rational.parse(standard_cost);
      if (quantity !== null && quantity > 0) {
        own.set(product_id, { source: 'moving_average', unit_cost: Rational.parse(value!).div(Rational.of(quantity)) });
      } else if (standard.compare(Rational.ZERO) > 0) {
        own.set(product_id, { source: 'standard_cost', unit_cost: standard });
      } else {
        unknown.push(product_id);
      }
    }
    const prices = await this.prices.lowestUnitPrices(unknown, structure.date, currency);
    for (const [product, { unit_price }] of prices)
      own.set(product, { source: 'supplier_price', unit_cost: unit_price });
    return own;
  }
}

import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/errors/index.js';
import { assertInScope, currentActor, defaultCompanyId } from '../../kernel/security/index.js';
import type {
  AvailabilityDto,
  AvailabilityQuery,
  ComparisonDto,
  ExplosionDto,
  ExplosionQuery,
  WhereUsedDto,
  WhereUsedQuery,
} from './bom-analysis.dto.js';
import { availabilityFor } from './bom-availability.js';
import { compareHeaders, compareLines } from './bom-comparison.js';
import { requirementsOf } from './bom-components.js';
import { explodeFlat, explodeTree } from './bom-explosion.js';
import { BomFiguresRepository } from './bom-figures.repository.js';
import { explosionNode, explosionTotal } from './bom-presentation.js';
import { outputYields } from './bom-requirements.js';
import { BomStructureRepository } from './bom-structure.repository.js';
import type { LoadedStructure } from './bom-structure.repository.js';
import type { BomDto } from './bom.dto.js';
import { BomRepository } from './bom.repository.js';

/** The questions that a bill answers: what it takes, whether that is there, where a product is used, what changed. */
@Injectable()
export class BomAnalysis {
  constructor(
    private readonly boms: BomRepository,
    private readonly structures: BomStructureRepository,
    private readonly figures: BomFiguresRepository,
  ) {}

  /**
   * What a quantity takes. The whole structure is read with one statement; the arithmetic is `bom-explosion`.
   * @throws NOT_FOUND, BOM_TOO_DEEP, BOM_TOO_LARGE, VALUE_OUT_OF_RANGE
   */
  async explode(id: string, { quantity, date, levels, mode }: ExplosionQuery): Promise<ExplosionDto> {
    const structure = await this.load(id, date, mode !== 'single');
    const depth = mode === 'single' ? 1 : levels;
    const components =
      mode === 'flat'
        ? { totals: explodeFlat(structure, quantity, depth).map(explosionTotal) }
        : { components: explodeTree(structure, quantity, depth).map(explosionNode) };
    const { root } = structure;
    return {
      bom_id: root.id,
      product_id: root.product_id,
      sku: root.sku,
      revision: root.revision,
      type: root.type,
      mode,
      quantity,
      date: structure.date,
      ...components,
      outputs: outputYields(structure, quantity).map(({ line_id: _, ...output }) => output),
    };
  }

  /**
   * How many can be built now, and what is short for a quantity: components of one level, phantoms passed through, a
   * sub-assembly counted by its own stock and never opened.
   */
  async availability(id: string, query: AvailabilityQuery): Promise<AvailabilityDto> {
    const company_id = query.company_id ?? defaultCompanyId();
    assertInScope({ company_id, warehouse_id: query.warehouse_id ?? null }, 'Company or warehouse');
    const warehouses = query.warehouse_id === undefined ? currentActor().warehouse_ids : [query.warehouse_id];
    const structure = await this.load(id, query.date, false);
    const requirements = requirementsOf(structure.root, structure);
    const asked = requirements.flatMap(({ component_id, substitutes }) => [
      component_id,
      ...substitutes.map((substitute) => substitute.component_id),
    ]);
    const available = await this.figures.available([...new Set(asked)], company_id, warehouses);
    const { can_build, components } = availabilityFor(requirements, query.quantity, available);
    const { id: bom_id, product_id, sku, revision } = structure.root;
    const { quantity, warehouse_id = null } = query;
    const shortages = components.filter((component) => component.short > 0);
    return {
      bom_id,
      product_id,
      sku,
      revision,
      quantity,
      date: structure.date,
      company_id,
      warehouse_id,
      can_build,
      components,
      shortages,
    };
  }

  /** What differs between two bills, usually two revisions of one product. @throws NOT_FOUND */
  async compare(id: string, otherId: string): Promise<ComparisonDto> {
    const from = await this.boms.get(id);
    const to = await this.boms.get(otherId);
    return { from: named(from), to: named(to), header: compareHeaders(from, to), lines: compareLines(from, to) };
  }

  /** The bills that use a product, and those that use what is made with it. @throws NOT_FOUND */
  async whereUsed(productId: string, { levels, limit, date, state }: WhereUsedQuery): Promise<WhereUsedDto> {
    const [product] = await this.boms.products([productId]);
    if (!product) throw notFound('Product', productId);
    const uses = await this.structures.usages(productId, levels, { date, state }, limit + 1);
    return { product_id: productId, sku: product.sku, uses: uses.slice(0, limit), truncated: uses.length > limit };
  }

  private async load(id: string, date: string | undefined, whole: boolean): Promise<LoadedStructure> {
    const structure = await this.structures.load({ bom_id: id, date, whole });
    if (!structure) throw notFound('Bill of material', id);
    return structure;
  }
}

function named({ id, product_id, sku, revision, state, output_quantity }: BomDto): ComparisonDto['from'] {
  return { id, product_id, sku, revision, state, output_quantity };
}

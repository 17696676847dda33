import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { invalid, notFound } from '../../kernel/errors/index.js';
import { requirementsFor } from './bom-requirements.js';
import type { BomRequirements } from './bom-requirements.js';
import { BomLifecycle } from './bom-lifecycle.service.js';
import { BomStructureRepository } from './bom-structure.repository.js';
import type { LoadedStructure } from './bom-structure.repository.js';
import type { BomType } from './bom-structure.js';
import { BOM_ERRORS } from './bom.errors.js';

/** The bill by which a product is made on a day. */
export interface ActiveBom {
  readonly id: string;
  readonly product_id: string;
  readonly revision: string;
  readonly type: BomType;
  readonly output_quantity: number;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
  readonly version: number;
}

/** What is to be made. */
export interface RequirementsRequest {
  readonly product_id: string;
  /** The product's active bill on that day when not given. */
  readonly bom_id?: string | null | undefined;
  readonly quantity: number;
  /** `YYYY-MM-DD`; today when not given. */
  readonly date?: string | null | undefined;
  /** Lets the product's only bill, a draft, be activated by this use, for this reason, if the caller may activate. */
  readonly first_use?: string | undefined;
}

/** What other modules ask the bills of material. */
@Injectable()
export class Boms {
  constructor(
    private readonly db: Database,
    private readonly structures: BomStructureRepository,
    private readonly lifecycle: BomLifecycle,
  ) {}

  /** The product's active bill on a day (today when not given); null when it has none. */
  activeFor(productId: string, date?: string | null): Promise<ActiveBom | null> {
    return this.db.maybe<ActiveBom>(
      `select b.id, b.product_id, b.revision, b.type, b.output_quantity, b.valid_from, b.valid_to, b.version
         from erp.boms b
        where b.product_id = $1 and b.state = 'active'
          and daterange(b.valid_from, b.valid_to, '[]') @> coalesce($2::date, current_date)`,
      [productId, date ?? null],
    );
  }

  /**
   * What one order needs: the real components of one level, with the exact ratio from which the need of any quantity follows.
   * One statement, however many phantoms are passed through.
   * @throws BOM_NOT_VALID when the product has no active bill on that day or the one named is not it; NOT_FOUND, VALIDATION_FAILED
   *   for a bill that does not exist or belongs to another product; VALUE_OUT_OF_RANGE
   */
  async requirementsFor({ first_use, ...request }: RequirementsRequest): Promise<BomRequirements> {
    const structure = await this.open(request);
    if (first_use !== undefined && structure?.is_valid !== true) {
      // Activated here or, a moment ago, by another order: in both cases it is there now.
      await this.lifecycle.activateOnlyBill(request.product_id, first_use);
      return this.requirementsFor(request);
    }
    return requirementsFor(assertUsable(structure, request), request.quantity);
  }

  private open({ product_id, bom_id, date }: RequirementsRequest): Promise<LoadedStructure | null> {
    return this.structures.load({ bom_id: bom_id ?? undefined, product_id, date: date ?? undefined, whole: false });
  }
}

function assertUsable(structure: LoadedStructure | null, { product_id, bom_id }: RequirementsRequest): LoadedStructure {
  if (!structure && bom_id) throw notFound('Bill of material', bom_id);
  if (!structure) {
    const detail = 'The product has no active bill of material on that day; activate one first';
    throw BOM_ERRORS.BOM_NOT_VALID(detail, { product_id });
  }
  if (structure.root.product_id !== product_id) {
    throw invalid([{ pointer: '/bom_id', code: 'NOT_ALLOWED', message: 'is a bill of another product' }]);
  }
  if (!structure.is_valid) {
    const { id, state, revision } = structure.root;
    const why = { draft: 'a draft; activate it first', active: `not valid on ${structure.date}`, obsolete: 'obsolete' }[
      state
    ];
    throw BOM_ERRORS.BOM_NOT_VALID(`Revision ${revision} is ${why}`, { product_id, bom_id: id, state });
  }
  return structure;
}

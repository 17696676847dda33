import { Injectable } from '@nestjs/common';
import { PlansRepository } from '../plans/plans.repository.js';
import { InspectionOpening } from './opening.js';
import { OpeningRepository } from './opening.repository.js';

/** Pieces in process that a document speaks of; they lie in no stock, so the place stands for where they are looked at. */
export interface PiecesInProcess {
  readonly product_id: string;
  readonly operation: string;
  readonly quantity: number;
  readonly location_id: string;
  readonly source_type: string;
  readonly source_id: string;
}

/** Inspections between operations. Whoever makes pieces asks here, in his own transaction. */
@Injectable()
export class InProcessInspections {
  constructor(
    private readonly repository: OpeningRepository,
    private readonly plans: PlansRepository,
    private readonly opening: InspectionOpening,
  ) {}

  /**
   * Makes the inspection that the active plan of the product (or its category) for this operation asks for.
   * @returns its id; null where there is no such plan
   * @throws LOT_SIZE_NOT_SAMPLED, HOLDING_PLACE_MISSING
   */
  async request({ product_id, operation, quantity, location_id, ...source }: PiecesInProcess): Promise<string | null> {
    const [plan] = await this.plans.activeFor([{ product_id, kind: 'in_process', operation }]);
    if (!plan) return null;
    const { company_id, warehouse_id, quarantine_id } = await this.repository.named(product_id, null, location_id);
    const pieces = {
      line_no: 1,
      source_line_id: null,
      product_id,
      lot_id: null,
      quantity,
      company_id: company_id!,
      warehouse_id: warehouse_id!,
      location_id,
      quarantine_id,
      held_location_id: null,
    };
    const [made] = await this.opening.open([{ pieces, plan, ...source }]);
    return made!.id;
  }
}

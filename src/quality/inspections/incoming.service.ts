import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { assertInScope } from '../../kernel/security/index.js';
import { PlansRepository } from '../plans/plans.repository.js';
import { QUALITY_ERRORS } from '../quality.errors.js';
import type { InspectionsOfMovementDto } from './inspections.dto.js';
import { InspectionsRepository } from './inspections.repository.js';
import { InspectionOpening } from './opening.js';
import type { Asked } from './opening.js';
import { OpeningRepository } from './opening.repository.js';

/** Under this name, with the movement's id, the inspections of a receipt are found. */
export const RECEIPT_SOURCE = 'stock_movement';

/** Incoming inspections: those that active plans ask for when goods arrive. */
@Injectable()
export class IncomingInspections {
  constructor(
    private readonly db: Database,
    private readonly repository: OpeningRepository,
    private readonly plans: PlansRepository,
    private readonly inspections: InspectionsRepository,
    private readonly opening: InspectionOpening,
  ) {}

  /**
   * Makes what is asked for of a receipt's lines, once: asked again, or by two at once, it answers the same. Joins the transaction
   * that posts the receipt, so that nothing of a gated lot is used in between.
   * @throws NOT_FOUND outside the caller's scope, NOT_A_RECEIPT, and what `InspectionOpening.open` throws
   */
  ofMovement(movementId: string): Promise<InspectionsOfMovementDto> {
    return this.db.transaction(async () => {
      const receipt = await this.repository.receipt(movementId);
      if (!receipt) throw notFound('Stock movement', movementId);
      assertInScope({ company_id: receipt.company_id }, 'Stock movement');
      for (const warehouse_id of await this.repository.warehousesOf(movementId))
        assertInScope({ warehouse_id }, 'Stock movement');
      if (receipt.type !== 'receipt' || receipt.is_reversed) throw QUALITY_ERRORS.NOT_A_RECEIPT();
      const lines = await this.repository.uninspected(movementId);
      const plans = await this.plans.activeFor(
        lines.map(({ product_id }) => ({ product_id, kind: 'incoming', operation: null })),
      );
      const asked = lines.flatMap((pieces, n): Asked[] => {
        const plan = plans[n];
        return plan ? [{ pieces, plan, source_type: RECEIPT_SOURCE, source_id: movementId }] : [];
      });
      const made = await this.opening.open(asked);
      return {
        movement_id: movementId,
        created: made.length,
        inspections: await this.inspections.ofMovement(movementId),
      };
    });
  }
}

import { Injectable } from '@nestjs/common';
import { sumAmounts } from '../../kernel/numbers/index.js';
import { LotHolds, StockPosting, VirtualSides } from '../../warehouse/index.js';
import { QUALITY_ERRORS } from '../quality.errors.js';
import { decided } from './disposition.js';
import type { Outcome } from './disposition.js';
import type { Inspection } from './inspection.entity.js';
import { InspectionsRepository } from './inspections.repository.js';

/** What a decision does to stock and lots, and what it leaves to be noted. */
@Injectable()
export class DecisionEffects {
  constructor(
    private readonly repository: InspectionsRepository,
    private readonly posting: StockPosting,
    private readonly sides: VirtualSides,
    private readonly lots: LotHolds,
  ) {}

  /**
   * All stock in one posting; the lot is released when something of it was accepted and no other inspection holds it.
   * @throws HOLDING_PLACE_MISSING, INSUFFICIENT_STOCK when the pieces are not there any more, PERIOD_CLOSED
   */
  async apply(inspection: Inspection, outcome: Outcome): Promise<Partial<Inspection>> {
    const { company_id, warehouse_id, product_id, location_id, held_location_id } = inspection;
    const intoQuarantine = outcome.disposition === 'quarantine';
    const quarantine = intoQuarantine ? await this.repository.quarantineOf(warehouse_id) : null;
    if (intoQuarantine && quarantine === null) throw QUALITY_ERRORS.HOLDING_PLACE_MISSING();
    const adjustment = await this.sides.of(company_id, 'adjustment');
    const worth =
      outcome.rejected > 0
        ? await this.repository.valueOf(product_id, held_location_id ?? location_id, outcome.rejected)
        : '0.00';
    const posted = await this.posting.post(decided(inspection, outcome, { quarantine, adjustment }));
    await this.settleLot(inspection, outcome);
    const scrap = posted.find(({ type }) => type === 'adjustment');
    return {
      rejected_value: scrap ? sumAmounts(scrap.lines.map(({ value }) => value)) : worth,
      scrap_movement_id: scrap?.id ?? null,
      ...(outcome.accepted > 0 ? { held_location_id: null } : intoQuarantine && { held_location_id: quarantine }),
    };
  }

  private async settleLot({ id, number, lot_id, holds_lot }: Inspection, { accepted }: Outcome): Promise<void> {
    if (lot_id === null || !holds_lot) return;
    if (accepted === 0) await this.lots.hold([lot_id], number);
    else if (!(await this.repository.isHeldByOthers(lot_id, id))) await this.lots.release([lot_id], number);
  }
}

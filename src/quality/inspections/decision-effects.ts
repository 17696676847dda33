import { Injectable } from '@nestjs/common';
import { invalid } from '../../kernel/errors/index.js';
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
    const to = outcome.to ?? location_id;
    if (to !== location_id && !(await this.repository.isPlaceOf(to, warehouse_id)))
      throw invalid([
        { pointer: '/to_location_id', code: 'REFERENCE_NOT_FOUND', message: 'Name a place in its warehouse' },
      ]);
    const intoQuarantine = outcome.disposition === 'quarantine';
    const quarantine = intoQuarantine ? await this.repository.quarantineOf(warehouse_id) : null;
    if (intoQuarantine && quarantine === null) throw QUALITY_ERRORS.HOLDING_PLACE_MISSING();
    const adjustment = await this.sides.of(company_id, 'adjustment');
    const worth =
      outcome.rejected > 0
        ? await this.repository.valueOf(product_id, held_location_id ?? location_id, outcome.rejected)
        : '0.00';
    const posted = await this.posting.post(decided(inspection, outcome, { quarantine, adjustment }));
    const holds_lot = await this.settleLot(inspection, outcome);
    const scrap = posted.find(({ type }) => type === 'adjustment');
    return {
      holds_lot,
      rejected_value: scrap ? sumAmounts(scrap.lines.map(({ value }) => value)) : worth,
      scrap_movement_id: scrap?.id ?? null,
      ...(outcome.accepted > 0
        ? { held_location_id: null, location_id: to }
        : intoQuarantine && { held_location_id: quarantine }),
    };
  }

  /** @returns whether this inspection holds its lot from now on; what somebody else holds is not this inspection's to release */
  private async settleLot(inspection: Inspection, { accepted, disposition }: Outcome): Promise<boolean> {
    const { id, number, lot_id, holds_lot } = inspection;
    if (lot_id === null) return false;
    if (accepted === 0)
      return disposition === 'leave' ? (await this.lots.hold([lot_id], number)).length > 0 || holds_lot : holds_lot;
    if (holds_lot && !(await this.repository.isHeldByOthers(lot_id, id))) await this.lots.release([lot_id], number);
    return holds_lot;
  }
}

import { Injectable } from '@nestjs/common';
import { refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { LineUnits, LotIntake, lotFaults, placed } from '../../warehouse/index.js';
import type { CountedLine, SaidQuantity } from '../../warehouse/index.js';
import type { PurchaseOrderLine } from '../orders/purchase-order.entity.js';
import { rejectionFaults } from './received-lines.js';
import type { ArrivedPieces } from './received-lines.js';
import type { ReceivedOrderLineInput } from './receipts.dto.js';

type Line = ReceivedOrderLineInput & { readonly product_id: string; readonly rest: number; readonly sum_of: string };

/** Makes pieces with their lots of what is said of deliveries. */
@Injectable()
export class Arrivals {
  constructor(
    private readonly units: LineUnits,
    private readonly lots: LotIntake,
  ) {}

  /**
   * Quantities in pieces, serial numbers one by one, lots by their ids, and apart what is not taken.
   * @throws VALIDATION_FAILED with every fault; LOT_DIFFERS
   */
  async pieces(
    lines: readonly ReceivedOrderLineInput[],
    known: ReadonlyMap<string, PurchaseOrderLine>,
    received_at: string | null,
  ): Promise<{ pieces: ArrivedPieces[]; said: SaidQuantity[] }> {
    const named = lines.flatMap((line): Line[] => {
      const found = known.get(line.order_line_id);
      return found
        ? [{ ...line, product_id: found.product_id, rest: found.open_quantity, sum_of: line.order_line_id }]
        : [];
    });
    refuse(missingFaults(lines, known));
    const { lines: counted, said, faults } = await this.units.count(named, 'purchase');
    const unknown = new Set(faults.map(({ pointer }) => pointer.split('/')[2]));
    const others = [...lotFaults(counted), ...rejectionFaults(counted)].filter(
      ({ pointer }) => !unknown.has(pointer.split('/')[2]),
    );
    refuse([...faults, ...others]);
    const apart = await this.lots.resolve(placed(counted), { effective_at: received_at });
    return { pieces: apart.flatMap(takenAndRejected), said };
  }
}

function missingFaults(
  lines: readonly ReceivedOrderLineInput[],
  known: ReadonlyMap<string, PurchaseOrderLine>,
): FieldError[] {
  return lines.flatMap(({ order_line_id }, n) =>
    known.has(order_line_id)
      ? []
      : [
          {
            pointer: `/lines/${n}/order_line_id`,
            code: 'REFERENCE_NOT_FOUND',
            message: 'There is no such line of an order that the supplier has',
          },
        ],
  );
}

function takenAndRejected(line: CountedLine<Line> & { place: number }): ArrivedPieces[] {
  const { place, order_line_id, product_id, lot_id = null, quantity, to_location_id = null } = line;
  // Pieces with serial numbers are a line each by now: all of them are taken, or none.
  const rejected = Math.min(line.rejected_quantity ?? 0, quantity);
  const same = { place, order_line_id, product_id, lot_id };
  return [
    ...(quantity > rejected
      ? [{ ...same, quantity: quantity - rejected, to_location_id, is_rejected: false, rejection_reason: null }]
      : []),
    ...(rejected > 0
      ? [
          {
            ...same,
            quantity: rejected,
            to_location_id: line.rejected_location_id ?? null,
            is_rejected: true,
            rejection_reason: line.rejection_reason ?? null,
          },
        ]
      : []),
  ];
}

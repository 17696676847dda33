import { Injectable } from '@nestjs/common';
import { refuse } from '../../kernel/errors/index.js';
import { LineUnits, StockPosting, VirtualSides } from '../../warehouse/index.js';
import type { PostedMovement, SaidQuantity } from '../../warehouse/index.js';
import { ComponentTakingBack } from '../orders/component-taking-back.js';
import type { MaterialRequest } from './material-request.entity.js';
import { MATERIAL_REQUEST_ERRORS } from './material-request.errors.js';
import { MaterialRequestSteps } from './material-request-steps.js';
import type { MaterialRequestDto, MaterialReturnInput } from './material-requests.dto.js';
import { REQUEST_SOURCE, countable, excess, leftToIssue, leftToReturn, unknownLines } from './request-lines.js';
import type { Excess } from './request-lines.js';
import { RequestLinesRepository } from './request-lines.repository.js';
import { shareReturns } from './request-returns.js';
import type { ReturnedPieces } from './request-returns.js';

/** What comes back of requests: unused, to where it was taken from, at what it was taken for. */
@Injectable()
export class MaterialReturns {
  constructor(
    private readonly steps: MaterialRequestSteps,
    private readonly rows: RequestLinesRepository,
    private readonly orders: ComponentTakingBack,
    private readonly posting: StockPosting,
    private readonly units: LineUnits,
    private readonly sides: VirtualSides,
  ) {}

  /**
   * Takes pieces back, any number of times. A request of which everything was issued and everything is back is over.
   * @throws REQUEST_QUANTITY_EXCEEDED; MATERIAL_USED for components that the pieces made have used; PERIOD_CLOSED
   */
  takeBack(id: string, { lines, ...occasion }: MaterialReturnInput): Promise<MaterialRequestDto> {
    return this.steps.step(id, 'return', occasion.reason, async (request) => {
      const known = await this.rows.lines(id);
      const { lines: counted, said, faults } = await this.units.count(countable(lines, known, leftToReturn));
      refuse([...unknownLines(lines, known), ...faults]);
      refuseExcess(excess(counted, known, leftToReturn));
      const shared = shareReturns(counted, known, await this.rows.openMoves(id));
      refuseExcess(shared.excess);
      const movement = await this.post(request, shared.pieces, occasion, said);
      await this.rows.record(
        shared.pieces.map(({ line, move, quantity, to_location_id }, n) => ({
          line_id: line.id,
          kind: 'return' as const,
          movement_id: movement.id,
          ledger_line_id: movement.lines[n]!.id,
          returns_move_id: move.id,
          location_id: to_location_id,
          lot_id: move.lot_id,
          quantity,
          value: movement.lines[n]!.value,
        })),
      );
      const back = shared.pieces.reduce((sum, { quantity }) => sum + quantity, 0);
      const open = known.reduce((sum, line) => sum + leftToIssue(line) + leftToReturn(line), 0);
      return { in_part: back < open };
    });
  }

  private async post(
    { id, number, company_id, warehouse_id, order_id, work_order_id }: MaterialRequest,
    pieces: readonly ReturnedPieces[],
    { reason, effective_at }: Omit<MaterialReturnInput, 'lines'>,
    said: readonly SaidQuantity[],
  ): Promise<PostedMovement> {
    const lines = pieces.map(({ place, line, move, quantity, to_location_id }) => ({
      place,
      product_id: line.product_id,
      lot_id: move.lot_id,
      quantity,
      to_location_id,
      returns_line_id: move.ledger_line_id,
    }));
    if (order_id !== null) {
      const movement = await this.orders.takeBack(order_id, work_order_id, lines, { reason, effective_at });
      await this.units.keep(movement, lines, said);
      return movement;
    }
    const from_location_id = await this.sides.of(company_id, 'customer');
    const draft = {
      type: 'return' as const,
      company_id,
      source_type: REQUEST_SOURCE,
      source_id: id,
      reference: number,
      reason,
      effective_at: effective_at ?? null,
      pointer: '',
      lines: lines.map((line) => ({ ...line, from_location_id })),
    };
    const [movement] = await this.posting.post([draft], [], { warehouses: [warehouse_id] });
    await this.units.keep(movement!, draft.lines, said);
    return movement!;
  }
}

function refuseExcess(lines: readonly Excess[]): void {
  if (lines.length > 0) throw MATERIAL_REQUEST_ERRORS.REQUEST_QUANTITY_EXCEEDED(undefined, { lines });
}

import { Injectable } from '@nestjs/common';
import { refuse } from '../../kernel/errors/index.js';
import { LineUnits, Reservations, StockPosting, VirtualSides, ledgerLinesOf } from '../../warehouse/index.js';
import type { MovementDraft, SaidQuantity } from '../../warehouse/index.js';
import { PURCHASING_ERRORS } from '../purchasing.errors.js';
import type { LineFigures } from '../requisitions/line-quantities.js';
import { RequisitionSteps } from '../requisitions/requisition-steps.js';
import type { Requisition } from '../requisitions/requisition.entity.js';
import { REQUISITION_SOURCE } from '../requisitions/requisitions-limits.js';
import type { RequisitionDto } from '../requisitions/requisitions.dto.js';
import type { RequisitionIssueInput, RequisitionTakeBackInput } from './hand-out.dto.js';
import {
  countable,
  leftToIssue,
  leftToTakeBack,
  refuseExcess,
  refuseStates,
  shareOut,
  unknownLines,
} from './hand-out-lines.js';
import { HandOutRepository } from './hand-out.repository.js';

/** Pieces of a line that go out now. */
interface IssuedLine {
  readonly line_no: number;
  readonly product_id: string;
  readonly quantity: number;
  readonly lot_id?: string | null | undefined;
  readonly from_location_id?: string | undefined;
}

type Occasion = Pick<RequisitionIssueInput, 'reason' | 'effective_at'>;

/** What the warehouse gives out against requisitions, and takes back. */
@Injectable()
export class RequisitionIssues {
  constructor(
    private readonly steps: RequisitionSteps,
    private readonly rows: HandOutRepository,
    private readonly posting: StockPosting,
    private readonly units: LineUnits,
    private readonly sides: VirtualSides,
    private readonly reservations: Reservations,
  ) {}

  /**
   * Issues what was accepted, or a part of it, any number of times: what is held for the requisition first.
   * @throws REQUISITION_QUANTITY_EXCEEDED, INVALID_STATE, INSUFFICIENT_STOCK, PERIOD_CLOSED; VALIDATION_FAILED with every fault
   */
  issue(id: string, { lines, ...occasion }: RequisitionIssueInput): Promise<RequisitionDto> {
    return this.steps.change(id, async (requisition, known) => {
      const wanted: { lines: IssuedLine[]; said: SaidQuantity[] } = lines
        ? await this.counted(lines, known)
        : { lines: known.flatMap(rest), said: [] };
      if (wanted.lines.length === 0)
        refuse([{ pointer: '/lines', code: 'REQUIRED', message: 'Nothing is accepted that waits to be issued' }]);
      refuseStates('issue', wanted.lines, known);
      refuseExcess(wanted.lines, known, leftToIssue);
      const draft = await this.draft(requisition, wanted.lines, occasion);
      const [movement] = await this.posting.post([draft], [], { warehouses: [requisition.warehouse_id] });
      await this.units.keep(movement!, draft.lines, wanted.said);
      const places = ledgerLinesOf(movement!, draft.lines);
      const states = await this.rows.record(
        wanted.lines.flatMap(({ line_no }, n) => {
          const { first_line_no, last_line_no } = places.get(n + 1)!;
          return movement!.lines
            .filter((leg) => leg.line_no >= first_line_no && leg.line_no <= last_line_no)
            .map((leg) => ({
              line_id: known.find((line) => line.line_no === line_no)!.id,
              kind: 'issue' as const,
              movement_id: movement!.id,
              ledger_line_id: leg.id,
              location_id: leg.from_location_id,
              lot_id: leg.lot_id,
              quantity: leg.quantity,
              value: leg.value,
            }));
        }),
      );
      await this.tell('issue', known, states, occasion.reason ?? null);
    });
  }

  /**
   * Takes back what was issued, any number of times, at what it was taken for; it is held for the requisition again.
   * @throws REQUISITION_QUANTITY_EXCEEDED, PERIOD_CLOSED; VALIDATION_FAILED with every fault
   */
  takeBack(id: string, { lines, reason, effective_at }: RequisitionTakeBackInput): Promise<RequisitionDto> {
    return this.steps.change(id, async (requisition, known) => {
      const { lines: counted, said, faults } = await this.units.count(countable(lines, known, leftToTakeBack));
      refuse([...unknownLines(lines, known), ...faults]);
      refuseExcess(counted, known, leftToTakeBack);
      const { pieces, short } = shareOut(counted, await this.rows.openIssues(id));
      if (short.length > 0)
        throw PURCHASING_ERRORS.REQUISITION_QUANTITY_EXCEEDED('Less of the lot was issued', {
          lines: short.map((n) => ({ line_no: counted[n]!.line_no, quantity: counted[n]!.quantity })),
        });
      const from_location_id = await this.sides.of(requisition.company_id, 'customer');
      const draft: MovementDraft = {
        ...headOf(requisition, reason, effective_at),
        type: 'return',
        lines: pieces.map(({ place, product_id, issue, quantity, to_location_id }) => ({
          place,
          product_id,
          lot_id: issue.lot_id,
          quantity,
          from_location_id,
          to_location_id,
          returns_line_id: issue.ledger_line_id,
        })),
      };
      const [movement] = await this.posting.post([draft], [], { warehouses: [requisition.warehouse_id] });
      await this.units.keep(movement!, draft.lines, said);
      const lineOf = (line_no: number): LineFigures => known.find((line) => line.line_no === line_no)!;
      const states = await this.rows.record(
        pieces.map(({ line_no, issue, quantity, to_location_id }, n) => ({
          line_id: lineOf(line_no).id,
          kind: 'return' as const,
          movement_id: movement!.id,
          ledger_line_id: movement!.lines[n]!.id,
          returns_move_id: issue.id,
          location_id: to_location_id,
          lot_id: issue.lot_id,
          quantity,
          value: movement!.lines[n]!.value,
        })),
      );
      await this.tell('fall_back', known, states, reason);
      await this.reservations.reserve(
        counted.map(({ line_no, product_id, quantity }) => ({
          source_type: REQUISITION_SOURCE,
          source_id: id,
          source_line_id: lineOf(line_no).id,
          product_id,
          quantity,
          within_location_id: requisition.warehouse_id,
        })),
        { partial: true },
      );
    });
  }

  private async counted(lines: NonNullable<RequisitionIssueInput['lines']>, known: readonly LineFigures[]) {
    const placeless = lines.flatMap(({ lot_id, from_location_id }, n) =>
      lot_id && !from_location_id
        ? [{ pointer: `/lines/${n}/from_location_id`, code: 'REQUIRED', message: 'Name where the lot is taken' }]
        : [],
    );
    const { faults, ...counted } = await this.units.count(countable(lines, known, leftToIssue));
    refuse([...unknownLines(lines, known), ...placeless, ...faults]);
    return counted;
  }

  private async draft(
    requisition: Requisition,
    lines: readonly IssuedLine[],
    { reason, effective_at }: Occasion,
  ): Promise<MovementDraft> {
    const to_location_id = await this.sides.of(requisition.company_id, 'customer');
    return {
      ...headOf(requisition, reason ?? requisition.purpose, effective_at),
      type: 'issue',
      lines: lines.map(({ product_id, quantity, lot_id, from_location_id }) => ({
        product_id,
        lot_id: lot_id ?? null,
        quantity,
        reserved_for: requisition.id,
        ...(from_location_id ? { from_location_id } : { pick_within: requisition.warehouse_id }),
        to_location_id,
      })),
    };
  }

  private async tell(
    event: string,
    known: readonly LineFigures[],
    states: ReadonlyMap<string, string>,
    reason: string | null,
  ): Promise<void> {
    const moved = known.filter(({ id }) => states.has(id));
    await this.steps.record(
      event,
      moved,
      ({ id }) => states.get(id)!,
      () => reason,
    );
  }
}

function headOf(
  { id, number, company_id }: Requisition,
  reason: string | null,
  effective_at: string | undefined,
): Omit<MovementDraft, 'type' | 'lines'> {
  return {
    company_id,
    source_type: REQUISITION_SOURCE,
    source_id: id,
    reference: number,
    reason,
    effective_at: effective_at ?? null,
    pointer: '',
  };
}

/** All of a line that is left to issue. */
function rest(line: LineFigures): IssuedLine[] {
  const quantity = leftToIssue(line);
  return quantity > 0 ? [{ line_no: line.line_no, product_id: line.product_id, quantity }] : [];
}

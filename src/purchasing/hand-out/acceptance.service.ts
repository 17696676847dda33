import { Injectable } from '@nestjs/common';
import { refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { LineUnits, Reservations, namedQuantities } from '../../warehouse/index.js';
import type { UnitLine } from '../../warehouse/index.js';
import type { LineFigures } from '../requisitions/line-quantities.js';
import { assertOwn } from '../requisitions/requisition-scope.js';
import { RequisitionSteps } from '../requisitions/requisition-steps.js';
import type { Requisition } from '../requisitions/requisition.entity.js';
import { REQUISITION_SOURCE } from '../requisitions/requisitions-limits.js';
import type { RequisitionDto } from '../requisitions/requisitions.dto.js';
import type { RequisitionAcceptanceInput, RequisitionAcceptedLineInput } from './hand-out.dto.js';
import { leftToAccept, refuseExcess, refuseStates, unknownLines } from './hand-out-lines.js';
import { HandOutRepository } from './hand-out.repository.js';

/** What a requester says of a line, in pieces. */
interface Verdict {
  readonly line_no: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly reason: string | null;
}

/** What the requester says of goods that were put away for him. */
@Injectable()
export class RequisitionAcceptances {
  constructor(
    private readonly steps: RequisitionSteps,
    private readonly rows: HandOutRepository,
    private readonly units: LineUnits,
    private readonly reservations: Reservations,
  ) {}

  /**
   * Accepts or refuses what was put away, in parts, any number of times. What is accepted is held for the requisition as far as it is free; what is
   * refused stays where it is, for the buyer to send back.
   * @throws REQUISITION_OF_ANOTHER, REQUISITION_QUANTITY_EXCEEDED, INVALID_STATE; VALIDATION_FAILED with every fault
   */
  accept(id: string, { lines }: RequisitionAcceptanceInput): Promise<RequisitionDto> {
    return this.steps.change(id, async (requisition, known) => {
      assertOwn(requisition);
      const verdicts = lines ? await this.counted(lines, known) : known.flatMap(everything);
      if (verdicts.length === 0)
        refuse([{ pointer: '/lines', code: 'REQUIRED', message: 'Nothing was put away that waits to be accepted' }]);
      refuseStates('accept', verdicts, known);
      const sums = verdicts.map(({ line_no, accepted, rejected }) => ({ line_no, quantity: accepted + rejected }));
      refuseExcess(sums, known, leftToAccept);
      const lineOf = (line_no: number): LineFigures => known.find((line) => line.line_no === line_no)!;
      const states = await this.rows.accept(
        verdicts.map(({ line_no, accepted, rejected, reason }) => ({
          line_id: lineOf(line_no).id,
          accepted_quantity: accepted,
          rejected_quantity: rejected,
          reason,
        })),
      );
      const reasons = new Map(verdicts.map(({ line_no, reason }) => [line_no, reason]));
      await this.steps.record(
        'accept',
        known.filter((line) => states.has(line.id)),
        (line) => states.get(line.id)!,
        ({ line_no }) => reasons.get(line_no)!,
      );
      await this.hold(requisition, verdicts, lineOf);
    });
  }

  private async hold(
    { id, warehouse_id }: Requisition,
    verdicts: readonly Verdict[],
    lineOf: (line_no: number) => LineFigures,
  ): Promise<void> {
    const wanted = verdicts
      .filter(({ accepted }) => accepted > 0)
      .map(({ line_no, accepted }) => ({
        source_type: REQUISITION_SOURCE,
        source_id: id,
        source_line_id: lineOf(line_no).id,
        product_id: lineOf(line_no).product_id,
        quantity: accepted,
        within_location_id: warehouse_id,
      }));
    if (wanted.length > 0) await this.reservations.reserve(wanted, { partial: true });
  }

  private async counted(
    lines: readonly RequisitionAcceptedLineInput[],
    known: readonly LineFigures[],
  ): Promise<Verdict[]> {
    const named = lines.flatMap((line, n): UnitLine[] => {
      const found = known.find(({ line_no }) => line_no === line.line_no);
      const place = { product_id: found?.product_id ?? '', at: `/lines/${n}`, sum_of: String(n) };
      if (!found) return ['accepted', 'rejected'].map((name) => ({ ...place, name, quantity: 0 }));
      return namedQuantities(line, ['accepted', 'rejected'], { ...place, rest: leftToAccept(found) }, true);
    });
    const { lines: pieces, faults } = await this.units.count(named);
    const verdicts = lines.map(({ line_no, reason = null }, n) => ({
      line_no,
      accepted: pieces[2 * n]!.quantity,
      rejected: pieces[2 * n + 1]!.quantity,
      reason,
    }));
    refuse([...unknownLines(lines, known), ...faults, ...(faults.length > 0 ? [] : verdictFaults(verdicts, known))]);
    return verdicts;
  }
}

function verdictFaults(verdicts: readonly Verdict[], known: readonly LineFigures[]): FieldError[] {
  return verdicts.flatMap(({ line_no, accepted, rejected, reason }, n): FieldError[] => {
    const at = `/lines/${n}`;
    if (!known.some((line) => line.line_no === line_no)) return [];
    if (verdicts.findIndex((other) => other.line_no === line_no) < n)
      return [{ pointer: `${at}/line_no`, code: 'DUPLICATE', message: 'is named twice' }];
    if (accepted + rejected === 0)
      return [
        { pointer: `${at}/accepted_quantity`, code: 'REQUIRED', message: 'Say how many are accepted or refused' },
      ];
    return rejected > 0 && reason === null
      ? [{ pointer: `${at}/reason`, code: 'REQUIRED', message: 'What is refused needs a reason' }]
      : [];
  });
}

/** All of a line that waits, as it should be. */
function everything(line: LineFigures): Verdict[] {
  const accepted = leftToAccept(line);
  return accepted > 0 ? [{ line_no: line.line_no, accepted, rejected: 0, reason: null }] : [];
}

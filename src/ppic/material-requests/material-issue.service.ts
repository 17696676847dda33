import { Injectable } from '@nestjs/common';
import { refuse } from '../../kernel/errors/index.js';
import { LineUnits, StockPosting, VirtualSides, ledgerLinesOf } from '../../warehouse/index.js';
import type { MovementDraft, PostedLine, SaidQuantity } from '../../warehouse/index.js';
import { ProductionService } from '../orders/production.service.js';
import type { MaterialRequest } from './material-request.entity.js';
import { MATERIAL_REQUEST_ERRORS } from './material-request.errors.js';
import { MaterialRequestSteps } from './material-request-steps.js';
import type { MaterialIssueInput, MaterialRequestDto } from './material-requests.dto.js';
import { REQUEST_SOURCE, countable, excess, leftToIssue, unknownLines } from './request-lines.js';
import type { RequestLine } from './request-lines.js';
import { RequestLinesRepository } from './request-lines.repository.js';

/** Pieces of a line that go out now. */
interface IssuedLine {
  readonly line_no: number;
  readonly product_id: string;
  readonly quantity: number;
  readonly lot_id?: string | null | undefined;
  readonly from_location_id?: string | undefined;
}

type Occasion = Pick<MaterialIssueInput, 'reason' | 'effective_at'>;

/** What the warehouse gives for requests: components of their orders, or stock for general use. */
@Injectable()
export class MaterialIssues {
  constructor(
    private readonly steps: MaterialRequestSteps,
    private readonly rows: RequestLinesRepository,
    private readonly production: ProductionService,
    private readonly posting: StockPosting,
    private readonly units: LineUnits,
    private readonly sides: VirtualSides,
  ) {}

  /**
   * Issues what is left to issue, or a part of it, any number of times; the last piece makes the request issued.
   * @throws REQUEST_QUANTITY_EXCEEDED, INSUFFICIENT_STOCK, PERIOD_CLOSED; INVALID_STATE also for an order that takes nothing now
   */
  issue(id: string, { lines, ...occasion }: MaterialIssueInput): Promise<MaterialRequestDto> {
    return this.steps.step(id, 'issue', occasion.reason, async (request) => {
      const known = await this.rows.lines(id);
      const wanted: { lines: IssuedLine[]; said: SaidQuantity[] } = lines
        ? await this.counted(lines, known)
        : { lines: known.flatMap(rest), said: [] };
      const over = excess(wanted.lines, known, leftToIssue);
      if (over.length > 0) throw MATERIAL_REQUEST_ERRORS.REQUEST_QUANTITY_EXCEEDED(undefined, { lines: over });
      const posted = request.order_id
        ? await this.forOrder(request.order_id, request.work_order_id, wanted, occasion)
        : await this.forUse(request, wanted, occasion);
      const places = ledgerLinesOf(posted, wanted.lines);
      await this.rows.record(
        wanted.lines.flatMap(({ line_no }, n) => {
          const { first_line_no, last_line_no } = places.get(n + 1)!;
          return posted.lines
            .filter((leg) => leg.line_no >= first_line_no && leg.line_no <= last_line_no)
            .map((leg) => ({
              line_id: known.find((line) => line.line_no === line_no)!.id,
              kind: 'issue' as const,
              movement_id: posted.movement_id,
              ledger_line_id: leg.id,
              posting_id: posted.posting_id,
              location_id: leg.from_location_id,
              lot_id: leg.lot_id,
              quantity: leg.quantity,
              value: leg.value,
            }));
        }),
      );
      const sum = (quantities: readonly number[]): number => quantities.reduce((total, each) => total + each, 0);
      return {
        in_part: sum(wanted.lines.map(({ quantity }) => quantity)) < sum(known.map(leftToIssue)),
      };
    });
  }

  private async counted(lines: NonNullable<MaterialIssueInput['lines']>, known: readonly RequestLine[]) {
    const named = countable(lines, known, leftToIssue);
    const placeless = lines.flatMap(({ lot_id, from_location_id }, n) =>
      lot_id && !from_location_id
        ? [{ pointer: `/lines/${n}/from_location_id`, code: 'REQUIRED', message: 'Name where the lot is taken' }]
        : [],
    );
    const { faults, ...counted } = await this.units.count(named);
    refuse([...unknownLines(lines, known), ...placeless, ...faults]);
    return counted;
  }

  private async forOrder(
    orderId: string,
    workOrderId: string | null,
    { lines, said }: { lines: readonly IssuedLine[]; said: readonly SaidQuantity[] },
    { reason, effective_at }: Occasion,
  ): Promise<PostedIssue> {
    const components = lines.map(({ product_id, quantity, lot_id, from_location_id }) => ({
      product_id,
      quantity,
      ...(lot_id && { lot_id }),
      ...(from_location_id && { from_location_id }),
    }));
    const issue = { lines: components, notes: reason ?? null, ...(effective_at && { effective_at }) };
    const { id, consumption_movement_id } = await this.production.issue(orderId, issue, workOrderId);
    await this.units.keepOf('production_posting', id, said);
    const movement_id = consumption_movement_id!;
    return { movement_id, posting_id: id, lines: await this.rows.ledgerLines(movement_id) };
  }

  private async forUse(
    { id, number, company_id, warehouse_id, purpose }: MaterialRequest,
    { lines, said }: { lines: readonly IssuedLine[]; said: readonly SaidQuantity[] },
    { reason, effective_at }: Occasion,
  ): Promise<PostedIssue> {
    const to_location_id = await this.sides.of(company_id, 'customer');
    const draft: MovementDraft = {
      type: 'issue',
      company_id,
      source_type: REQUEST_SOURCE,
      source_id: id,
      reference: number,
      reason: reason ?? purpose,
      effective_at: effective_at ?? null,
      pointer: '',
      lines: lines.map(({ product_id, quantity, lot_id, from_location_id }) => ({
        product_id,
        lot_id: lot_id ?? null,
        quantity,
        ...(from_location_id ? { from_location_id } : { pick_within: warehouse_id }),
        to_location_id,
      })),
    };
    const [movement] = await this.posting.post([draft], [], { warehouses: [warehouse_id] });
    await this.units.keep(movement!, draft.lines, said);
    return { movement_id: movement!.id, posting_id: null, lines: movement!.lines };
  }
}

/** The movement that took the pieces. */
interface PostedIssue {
  readonly movement_id: string;
  readonly posting_id: string | null;
  readonly lines: PostedLine[];
}

/** All of a line that is left to issue. */
function rest(line: RequestLine): IssuedLine[] {
  const quantity = leftToIssue(line);
  return quantity > 0 ? [{ line_no: line.line_no, product_id: line.product_id, quantity }] : [];
}

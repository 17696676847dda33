import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, notFound, refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { LineUnits } from '../../warehouse/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { reasonFaults } from '../reason-codes/reasons.js';
import type { Reasoned } from '../reason-codes/reasons.js';
import { reasonIdsOf } from '../reason-codes/reasons.repository.js';
import { assertNotOverConsumed } from './consumption-tolerance.js';
import { sumQuantities } from './cumulative-requirements.js';
import type { ManufacturingOrder } from './manufacturing-order.entity.js';
import type { OrderState } from './manufacturing-order.machine.js';
import { OrderSnapshotRepository } from './order-snapshot.repository.js';
import { OrdersRepository } from './orders.repository.js';
import { operationFirst } from './operation-first.js';
import { OrderReports } from './order-reports.js';
import { assertNotBeyond } from './over-production.js';
import { spreadIssue } from './production-plan.js';
import type { ComponentIssueInput, ProductionPostingDto, ProductionReportInput } from './production.dto.js';
import { ProductionRepository } from './production.repository.js';
import type { PostingKind } from './production.repository.js';
import type { OrderComponent } from './order-parts.js';

const REPORTING: readonly OrderState[] = ['in_progress'];
export const ISSUING: readonly OrderState[] = ['released', 'in_progress', 'paused'];
const REVERSING: readonly OrderState[] = ['released', 'in_progress', 'paused', 'completed'];

export const REPORT_KINDS: readonly PostingKind[] = ['report', 'completion', 'operation'];
export const ISSUE_KINDS: readonly PostingKind[] = ['issue'];

const MADE = ['good', 'rejected', 'lost'] as const;
type ProducedPieces = Record<`${(typeof MADE)[number]}_quantity`, number>;

/** An issue as it is told; without an override it keeps to the tolerance. */
type Issue = Omit<ComponentIssueInput, 'consumption_override'> & { readonly consumption_override?: boolean };

/** What happens on the shop floor while an order is open: production reported, components issued, and either taken back. */
@Injectable()
export class ProductionService {
  constructor(
    private readonly db: Database,
    private readonly orders: OrdersRepository,
    private readonly snapshot: OrderSnapshotRepository,
    private readonly production: ProductionRepository,
    private readonly units: LineUnits,
    private readonly reports: OrderReports,
  ) {}

  async page(
    orderId: string,
    kinds: readonly PostingKind[],
    query: ListParameters,
  ): Promise<Page<ProductionPostingDto>> {
    await this.orders.get(orderId);
    return this.production.page(orderId, kinds, query) as Promise<Page<ProductionPostingDto>>;
  }

  /**
   * Reports pieces made: consumes the components that all pieces so far need, and puts good and rejected ones into stock, in one posting.
   * @throws INVALID_STATE unless the order is in progress; INSUFFICIENT_STOCK, PERIOD_CLOSED
   */
  report(orderId: string, input: ProductionReportInput): Promise<ProductionPostingDto> {
    return this.db.transaction(async () => {
      const order = await this.lockIn(orderId, REPORTING, 'report');
      const { pieces, said, faults } = await this.units.named(input, order.product_id, MADE, { optional: true });
      const reasons = await this.reasonsOf({ ...input, ...pieces }, faults);
      const parts = await this.snapshot.parts(orderId);
      assertNotBeyond(order.planned_quantity, sumQuantities(order.good_quantity, pieces.good_quantity), parts);
      const { notes = null, effective_at } = input;
      const told = { kind: 'report', occasion: { reason: notes, effective_at }, named: input, notes } as const;
      const id = await this.reports.post(order, parts, { ...pieces, ...reasons }, told);
      await this.units.keepOf('production_posting', id!, said);
      return this.answer(id!);
    });
  }

  /**
   * Takes components out for the order by hand, also such as its bill does not have.
   * @param workOrderId the operation that they are for: its components count first, where several use the same product
   * @throws OVER_CONSUMPTION, INSUFFICIENT_STOCK, PERIOD_CLOSED
   */
  issue(
    orderId: string,
    { lines, notes, effective_at, consumption_override = false }: Issue,
    workOrderId: string | null = null,
  ): Promise<ProductionPostingDto> {
    const placeless = lines.flatMap(({ lot_id, from_location_id }, index) =>
      lot_id && !from_location_id
        ? [{ pointer: `/lines/${index}/from_location_id`, code: 'REQUIRED', message: 'Name where the lot is taken' }]
        : [],
    );
    return this.db.transaction(async () => {
      const order = await this.lockIn(orderId, ISSUING, 'issue');
      const parts = await this.snapshot.parts(orderId);
      const place = { ...order, production_location_id: parts.production_location_id };
      const { lines: counted, said } = await this.units.counted(lines, 'stock', placeless);
      const wanted = quantitiesByProduct(counted);
      assertNotOverConsumed(parts, wanted, consumption_override);
      const movementId = await this.reports.issue(place, counted, { reason: notes, effective_at });
      const known = new Set(parts.components.map(({ product_id }) => product_id));
      const unknown = [...wanted.keys()].filter((product) => !known.has(product));
      const added: OrderComponent[] = unknown.length > 0 ? await this.production.addComponents(orderId, unknown) : [];
      const components = [...parts.components, ...added];
      const id = await this.production.record(orderId, {
        kind: 'issue',
        good_quantity: 0,
        rejected_quantity: 0,
        lost_quantity: 0,
        notes: notes ?? null,
        rejected_reason_id: null,
        lost_reason_id: null,
        consumption_movement_id: movementId,
        output_movement_id: null,
        consumed: [...wanted].flatMap(([product, quantity]) =>
          spreadIssue(operationFirst(components, product, workOrderId), quantity),
        ),
        yielded: [],
      });
      await this.units.keepOf('production_posting', id, said);
      return this.answer(id);
    });
  }

  /**
   * Undoes one report or issue by its counter-posting, at its own value. No transition: the order stays where it is.
   * @throws INVALID_STATE once the order is closed; POSTING_ALREADY_REVERSED; INSUFFICIENT_STOCK when the output has moved on
   */
  reverse(
    orderId: string,
    postingId: string,
    kinds: readonly PostingKind[],
    reason: string,
  ): Promise<ProductionPostingDto> {
    return this.db.transaction(async () => {
      const order = await this.lockIn(orderId, REVERSING, 'reverse');
      const posting = await this.production.reversible(orderId, postingId, kinds);
      if (!posting) throw notFound(kinds === ISSUE_KINDS ? 'Issue' : 'Report', postingId);
      if (posting.reversed_at) throw PPIC_ERRORS.POSTING_ALREADY_REVERSED();
      await this.reports.reverse(order, { id: postingId, ...posting }, reason);
      return this.answer(postingId);
    });
  }

  private async lockIn(id: string, states: readonly OrderState[], event: string): Promise<ManufacturingOrder> {
    const order = await this.orders.lock(id);
    if (states.includes(order.state)) return order;
    const detail = `Cannot ${event} for an order that is ${order.state}: it has to be ${states.join(' or ')}`;
    throw KERNEL_ERRORS.INVALID_STATE(detail, { state: order.state, event, allowed_from: states });
  }

  /** Ids of the reason codes. @throws VALIDATION_FAILED for pieces without a reason, and for a reason that does not exist or fit */
  private async reasonsOf(
    input: ProductionReportInput & ProducedPieces,
    others: readonly FieldError[],
  ): Promise<{ rejected_reason_id: string | null; lost_reason_id: string | null }> {
    const reasoned: Reasoned[] = (['rejected', 'lost'] as const).map((name) => ({
      name,
      category: name,
      quantity: input[`${name}_quantity`],
      code: input[`${name}_reason_code`],
    }));
    const found = await reasonIdsOf(this.db, reasoned);
    const nothing = others.length === 0 && input.good_quantity + input.rejected_quantity + input.lost_quantity === 0;
    const message = 'A report is of at least one piece, good, rejected or lost';
    refuse([
      ...others,
      ...(nothing ? [{ pointer: '/good_quantity', code: 'TOO_SMALL', message }] : []),
      ...reasonFaults(reasoned, found),
    ]);
    return { rejected_reason_id: found.get('rejected') ?? null, lost_reason_id: found.get('lost') ?? null };
  }

  private async answer(postingId: string): Promise<ProductionPostingDto> {
    return (await this.production.get(postingId)) as ProductionPostingDto;
  }
}

function quantitiesByProduct(lines: readonly { product_id: string; quantity: number }[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { product_id, quantity } of lines)
    sums.set(product_id, sumQuantities(sums.get(product_id) ?? 0, quantity));
  return sums;
}

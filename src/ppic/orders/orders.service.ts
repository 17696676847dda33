import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import { DocumentHistory, assertStates } from '../../kernel/state-machine/index.js';
import type { HistoryEntry } from '../../kernel/state-machine/index.js';
import { Boms, LineUnits } from '../../warehouse/index.js';
import type { BomRequirements } from '../../warehouse/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import type { ManufacturingOrder } from './manufacturing-order.entity.js';
import { MANUFACTURING_ORDER } from './manufacturing-order.machine.js';
import { presentOrder, presentSummary } from './order-presenter.js';
import type {
  ManufacturingOrderInput,
  ManufacturingOrderListQuery,
  ManufacturingOrderPatch,
  ManufacturingOrderDto,
  ManufacturingOrderSummaryDto,
} from './orders.dto.js';
import { isMadeOutside, subcontractFaults } from './subcontract-faults.js';
import { OrdersRepository } from './orders.repository.js';
import type { NamedReferences, OrderReferences } from './orders.repository.js';

/** Why a product's only bill, a draft, became active with an order. */
const FIRST_USE = 'First used by a manufacturing order';

const PLANNED = ['planned'] as const;
/** What says anew how many pieces are planned. */
const REPLANNING = ['planned_quantity', 'planned_unit_quantity', 'unit_id', 'unit_code'] as const;

/** Manufacturing orders are drafted, changed while drafts, and read. */
@Injectable()
export class OrdersService {
  constructor(
    private readonly db: Database,
    private readonly orders: OrdersRepository,
    private readonly boms: Boms,
    private readonly history: DocumentHistory,
    private readonly units: LineUnits,
  ) {}

  async page({ state, ...query }: ManufacturingOrderListQuery): Promise<Page<ManufacturingOrderSummaryDto>> {
    assertStates(MANUFACTURING_ORDER, 'an order', state);
    const page = await this.orders.page({ ...query, ...(state && { state }) });
    return { ...page, data: page.data.map(presentSummary) };
  }

  async get(id: string): Promise<ManufacturingOrderDto> {
    return presentOrder(await this.orders.get(id));
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.orders.get(id);
    return this.history.of(MANUFACTURING_ORDER, id);
  }

  /**
   * Drafts an order by the product's active bill, or by the active bill named. A product's only bill, while a draft, is activated by
   * this first use when the caller may activate bills.
   * @throws BOM_NOT_VALID when there is none; BILL_NOT_MADE for a phantom; VALIDATION_FAILED for what does not exist
   */
  create(input: ManufacturingOrderInput): Promise<ManufacturingOrderDto> {
    return this.db.transaction(async () => {
      const companyId = input.company_id ?? defaultCompanyId();
      assertInScope({ company_id: companyId, department_id: input.department_id ?? null }, 'Company');
      const { said, faults, ...counted } = await this.units.named(input, input.product_id, PLANNED);
      const places = await this.resolve({ ...input, date: input.planned_start_date, company_id: companyId }, faults);
      const { planned_quantity } = counted.pieces;
      const needs = await this.needsOf(
        input.product_id,
        planned_quantity,
        input.bom_id,
        input.planned_start_date,
        FIRST_USE,
      );
      refuse(subcontractFaults(needs.type, { ...input, routing_id: places.routing_id }));
      const order = await this.orders.insert({
        ...withoutUnits(input),
        ...places,
        planned_quantity,
        company_id: companyId,
        bom_id: needs.bom_id,
      });
      await this.orders.takeSnapshot(order.id, needs);
      await this.units.keepOf('manufacturing_order', order.id, said);
      await this.history.record({
        machine: MANUFACTURING_ORDER,
        id: order.id,
        event: 'create',
        from: null,
        to: order.state,
      });
      return this.get(order.id);
    });
  }

  /** Changes a draft; its snapshot is taken anew. @throws INVALID_STATE once it is approved */
  change(id: string, patch: ManufacturingOrderPatch): Promise<ManufacturingOrderDto> {
    return this.db.transaction(async () => {
      const order = await this.orders.lock(id);
      if (order.state !== 'draft') {
        const detail = `An order is changed while it is a draft; this one is ${order.state}`;
        throw KERNEL_ERRORS.INVALID_STATE(detail, { state: order.state, event: 'update', allowed_from: ['draft'] });
      }
      assertInScope({ department_id: patch.department_id ?? null }, 'Department');
      const replanned = REPLANNING.some((field) => patch[field] != null);
      const { pieces, said, faults } = replanned
        ? await this.units.named(patch, order.product_id, PLANNED)
        : { pieces: {}, said: [], faults: [] };
      const places = await this.resolve(placesAfter(order, patch), faults);
      const wanted = { ...order, ...patch, ...pieces };
      const needs = await this.needsOf(
        order.product_id,
        wanted.planned_quantity,
        wanted.bom_id,
        wanted.planned_start_date,
      );
      refuse(subcontractFaults(needs.type, { ...wanted, routing_id: places.routing_id }));
      await this.orders.update(id, { ...withoutUnits(patch), ...pieces, ...places, bom_id: needs.bom_id });
      if (replanned) await this.units.forget('manufacturing_order', id);
      await this.units.keepOf('manufacturing_order', id, said);
      await this.orders.forgetSnapshot(id);
      await this.orders.takeSnapshot(id, needs);
      return this.get(id);
    });
  }

  /** @throws ROUTING_NOT_VALID when the order's routing has gone out of use since it was drafted */
  async assertRouting({ routing_id }: ManufacturingOrder): Promise<void> {
    if (routing_id !== null && !(await this.orders.isRoutingActive(routing_id))) throw PPIC_ERRORS.ROUTING_NOT_VALID();
  }

  /** @throws SUBCONTRACTOR_NEEDED when nobody is named who makes what the bill has made outside */
  assertMaker(order: ManufacturingOrder, { type }: BomRequirements): void {
    if (isMadeOutside(type, order) && order.subcontractor_id === null) throw PPIC_ERRORS.SUBCONTRACTOR_NEEDED();
  }

  /** Takes the bill as it is on the day the order starts (today when no day is planned). */
  async needsOf(
    productId: string,
    quantity: number,
    bomId?: string | null,
    date?: string | null,
    firstUse?: string,
  ): Promise<BomRequirements> {
    const needs = await this.boms.requirementsFor({
      product_id: productId,
      quantity,
      ...(bomId && { bom_id: bomId }),
      ...(date && { date }),
      first_use: firstUse,
    });
    if (needs.type === 'phantom')
      throw PPIC_ERRORS.BILL_NOT_MADE(`The bill of ${needs.sku}, revision ${needs.revision}, is a phantom`);
    return needs;
  }

  /** Warehouse and locations of a draft, chosen where none is named. @throws VALIDATION_FAILED with everything that does not fit */
  private async resolve(
    named: NamedReferences,
    others: readonly FieldError[] = [],
  ): Promise<Pick<ManufacturingOrder, 'warehouse_id' | 'output_location_id' | 'reject_location_id' | 'routing_id'>> {
    const found = await this.orders.references(named);
    refuse([...others, ...referenceFaults(named, found)]);
    return {
      warehouse_id: found.warehouse_id!,
      output_location_id: found.output_location_id!,
      reject_location_id: found.reject_location_id!,
      routing_id: found.routing_id,
    };
  }
}

/** A draft that goes to another warehouse takes that one's locations unless it names its own. */
function placesAfter(order: ManufacturingOrder, patch: ManufacturingOrderPatch): NamedReferences {
  const stays = patch.warehouse_id === undefined || patch.warehouse_id === order.warehouse_id;
  return {
    company_id: order.company_id,
    product_id: order.product_id,
    routing_id: patch.routing_id === undefined ? order.routing_id : patch.routing_id,
    subcontractor_id: patch.subcontractor_id,
    date: patch.planned_start_date ?? order.planned_start_date,
    warehouse_id: patch.warehouse_id ?? order.warehouse_id,
    department_id: patch.department_id === undefined ? order.department_id : patch.department_id,
    output_location_id: patch.output_location_id ?? (stays ? order.output_location_id : null),
    reject_location_id: patch.reject_location_id ?? (stays ? order.reject_location_id : null),
  };
}

function referenceFaults(named: NamedReferences, found: OrderReferences): FieldError[] {
  const missing = (field: string, message: string): FieldError[] => [
    { pointer: `/${field}`, code: 'REFERENCE_NOT_FOUND', message },
  ];
  const faults: FieldError[] = [];
  if (found.product_active === null) faults.push(...missing('product_id', 'There is no such product'));
  if (found.product_active === false)
    faults.push({ pointer: '/product_id', code: 'INACTIVE', message: 'The product is not active' });
  if (named.routing_id && !found.routing_id)
    faults.push(...missing('routing_id', 'The product has no such active routing in the company'));
  if (named.subcontractor_id && !found.subcontractor_id)
    faults.push(...missing('subcontractor_id', 'There is no such active supplier'));
  if (named.department_id && !found.department_id)
    faults.push(...missing('department_id', 'The company has no such department'));
  if (!found.warehouse_id) {
    faults.push(...missing('warehouse_id', 'The company has no such active warehouse'));
    return faults;
  }
  if (!found.output_location_id)
    faults.push(...missing('output_location_id', 'The warehouse has no such active location for output'));
  if (!found.reject_location_id)
    faults.push(...missing('reject_location_id', 'The warehouse has no such active location on hold'));
  return faults;
}

/** The fields of an order's own row. */
function withoutUnits<Input extends ManufacturingOrderPatch>({
  planned_unit_quantity: _quantity,
  unit_id: _id,
  unit_code: _code,
  ...own
}: Input): Omit<Input, 'planned_unit_quantity' | 'unit_id' | 'unit_code'> {
  return own;
}

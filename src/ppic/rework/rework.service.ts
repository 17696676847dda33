import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { assertInScope, currentActor, defaultCompanyId } from '../../kernel/security/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import type { HistoryEntry } from '../../kernel/state-machine/index.js';
import { InspectionsService } from '../../quality/index.js';
import { LineUnits } from '../../warehouse/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { REWORK_SOURCE } from './rework-movements.js';
import { ReworkOrder, ReworkOrderMaterial } from './rework-order.entity.js';
import { REWORK_ORDER } from './rework-order.machine.js';
import { referenceFaults } from './rework-references.js';
import { ReworkReferences } from './rework-references.repository.js';
import type { NamedByRework } from './rework-references.repository.js';
import type { ReworkOrderDto, ReworkOrderHeadDto, ReworkOrderInput } from './rework.dto.js';
import { ReworkRepository } from './rework.repository.js';

/** Rework orders: asked for and read. What happens with one is ReworkLifecycle, what it does to stock ReworkWork. */
@Injectable()
export class ReworkService {
  constructor(
    private readonly db: Database,
    private readonly orders: ReworkRepository,
    private readonly references: ReworkReferences,
    private readonly inspections: InspectionsService,
    private readonly units: LineUnits,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters): Promise<Page<ReworkOrderHeadDto>> {
    return this.orders.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's companies, warehouses and departments */
  async get(id: string): Promise<ReworkOrderDto> {
    const head = await this.orders.head(id);
    return { ...head, ...(await this.orders.parts(id)) };
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.orders.head(id);
    return this.history.of(REWORK_ORDER, id);
  }

  /**
   * Asks for rework. Nothing moves and nothing is held before the start.
   * @throws VALIDATION_FAILED with every fault, NOT_FOUND, REWORK_LIMIT_EXCEEDED
   */
  create(input: ReworkOrderInput): Promise<ReworkOrderDto> {
    const named = namedBy(input);
    assertInScope({ company_id: named.company_id, warehouse_id: named.warehouse_id }, 'Company');
    assertInScope({ department_id: named.department_id }, 'Department');
    return this.db.transaction(async () => {
      const { materials = [], inspection_id = null, reason } = input;
      const found = await this.references.find(named);
      const { lines, said } = await this.units.counted(
        [{ ...quantityOf(input), at: '' }, ...materials.map((line, n) => ({ ...line, at: `/materials/${n}` }))],
        'stock',
        referenceFaults(named, found, input),
      );
      const [{ quantity }, ...counted] = lines as [{ quantity: number }, ...typeof lines];
      if (found.tracking === 'serial' && quantity !== 1)
        refuse([{ pointer: '/quantity', code: 'SERIAL_QUANTITY', message: 'A serial number is one piece' }]);
      await this.assertRejected(named, found.order_rejected, inspection_id, quantity);
      const { materials: _, tracking: _t, order_rejected: _r, ...places } = found;
      const { id } = await this.db.insert(ReworkOrder, {
        ...(places as Partial<ReworkOrder>),
        company_id: named.company_id,
        product_id: named.product_id,
        quantity,
        inspection_id,
        reason,
        planned_labour_minutes: input.planned_labour_minutes ?? 0,
        planned_machine_minutes: input.planned_machine_minutes ?? 0,
        state: REWORK_ORDER.initial,
      });
      const rows = counted.map((line, n) => ({
        rework_order_id: id,
        line_no: n + 1,
        product_id: line.product_id,
        quantity: line.quantity,
      }));
      if (rows.length > 0) await this.db.insertMany(ReworkOrderMaterial, rows);
      await this.units.keepOf(REWORK_SOURCE, id, said);
      await this.history.record({
        machine: REWORK_ORDER,
        id,
        event: 'create',
        from: null,
        to: REWORK_ORDER.initial,
        reason,
      });
      return this.get(id);
    });
  }

  /** No more is reworked of what a document rejected than it rejected. */
  private async assertRejected(
    { company_id, product_id, lot_id, manufacturing_order_id }: NamedByRework,
    orderRejected: number | null,
    inspectionId: string | null,
    quantity: number,
  ): Promise<void> {
    if (inspectionId !== null) {
      const inspection = await this.inspections.get(inspectionId);
      const fits =
        ['rejected', 'partially_accepted'].includes(inspection.state) &&
        inspection.company_id === company_id &&
        inspection.product_id === product_id &&
        inspection.lot_id === lot_id;
      if (!fits)
        refuse([missing('/inspection_id', 'There is no inspection that rejected pieces of this product and lot')]);
      if (inspection.disposition === 'scrap')
        refuse([{ pointer: '/inspection_id', code: 'SCRAPPED', message: 'What it rejected has left the books' }]);
      await this.assertUnclaimed('inspection', inspectionId, inspection.rejected_quantity!, quantity);
    }
    if (manufacturing_order_id !== null)
      await this.assertUnclaimed('manufacturing_order', manufacturing_order_id, orderRejected!, quantity);
  }

  private async assertUnclaimed(
    document: 'inspection' | 'manufacturing_order',
    id: string,
    rejected: number,
    quantity: number,
  ): Promise<void> {
    const claimed = await this.references.claimed(document, id);
    if (claimed + quantity <= rejected) return;
    const detail = `The ${document.replace('_', ' ')} rejected ${rejected}, and ${claimed} of them are being reworked`;
    throw PPIC_ERRORS.REWORK_LIMIT_EXCEEDED(detail, { document, rejected_quantity: rejected, claimed });
  }
}

const missing = (pointer: string, message: string): FieldError => ({ pointer, code: 'REFERENCE_NOT_FOUND', message });

function namedBy(input: ReworkOrderInput): NamedByRework {
  const own = currentActor().department_ids;
  return {
    company_id: input.company_id ?? defaultCompanyId(),
    product_id: input.product_id,
    lot_id: input.lot_id ?? null,
    warehouse_id: input.warehouse_id ?? null,
    from_location_id: input.from_location_id ?? null,
    output_location_id: input.output_location_id ?? null,
    reject_location_id: input.reject_location_id ?? null,
    department_id: input.department_id ?? (own?.length === 1 ? own[0]! : null),
    manufacturing_order_id: input.manufacturing_order_id ?? null,
    work_centre_id: input.work_centre_id ?? null,
    materials: (input.materials ?? []).map(({ product_id }) => product_id),
  };
}

function quantityOf({ product_id, quantity, unit_quantity, unit_id, unit_code }: ReworkOrderInput) {
  return { product_id, quantity, unit_quantity, unit_id, unit_code };
}

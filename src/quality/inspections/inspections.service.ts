import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound, refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { assertInScope } from '../../kernel/security/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import type { HistoryEntry } from '../../kernel/state-machine/index.js';
import { PlansRepository } from '../plans/plans.repository.js';
import { QUALITY_ERRORS } from '../quality.errors.js';
import { Inspection } from './inspection.entity.js';
import { INSPECTION_MACHINE } from './inspection.machine.js';
import type { InspectionDto, InspectionHeadDto, InspectionInput } from './inspections.dto.js';
import { InspectionsRepository } from './inspections.repository.js';
import { InspectionOpening } from './opening.js';
import { OpeningRepository } from './opening.repository.js';
import type { NamedPieces } from './opening.repository.js';
import { verdictOf } from './verdict.js';

const STEP = { entity: Inspection, machine: INSPECTION_MACHINE } as const;

/** Inspections up to their decision. */
@Injectable()
export class InspectionsService {
  constructor(
    private readonly db: Database,
    private readonly inspections: InspectionsRepository,
    private readonly openings: OpeningRepository,
    private readonly plans: PlansRepository,
    private readonly opening: InspectionOpening,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters): Promise<Page<InspectionHeadDto>> {
    return this.inspections.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's companies and warehouses */
  async get(id: string): Promise<InspectionDto> {
    const head = await this.inspections.find(id);
    if (!head) throw notFound('Inspection', id);
    const { is_reinspected: _, ...tally } = await this.inspections.standing(id);
    return { ...head, ...tally, verdict: verdictOf(tally), defects: await this.inspections.defects(id) };
  }

  /**
   * Asks for an inspection by the active plan, of pieces that some document speaks of.
   * @throws VALIDATION_FAILED with every fault, NO_INSPECTION_PLAN, LOT_SIZE_NOT_SAMPLED, HOLDING_PLACE_MISSING
   */
  create({ kind, operation = null, reinspects_id = null, notes, ...input }: InspectionInput): Promise<InspectionDto> {
    const { product_id, lot_id = null, quantity, location_id, source_type, source_id } = input;
    return this.db.transaction(async () => {
      const named = await this.openings.named(product_id, lot_id, location_id);
      const before = reinspects_id === null ? null : await this.inspections.find(reinspects_id);
      refuse([
        ...namedFaults(named),
        ...(reinspects_id !== null && (before?.state !== 'rejected' || before.product_id !== product_id)
          ? [missing('/reinspects_id', 'There is no rejected inspection of this product')]
          : []),
      ]);
      assertInScope({ company_id: named.company_id, warehouse_id: named.warehouse_id }, 'Location');
      if (before?.disposition === 'scrap') throw QUALITY_ERRORS.INSPECTION_SCRAPPED();
      const [plan] = await this.plans.activeFor([{ product_id, kind, operation }]);
      if (!plan) throw QUALITY_ERRORS.NO_INSPECTION_PLAN();
      const pieces = {
        line_no: 1,
        source_line_id: before?.source_line_id ?? null,
        product_id,
        lot_id,
        quantity,
        company_id: named.company_id!,
        warehouse_id: named.warehouse_id!,
        location_id,
        quarantine_id: named.quarantine_id,
        held_location_id: before?.held_location_id ?? null,
      };
      const holds_lot = before?.holds_lot ?? false;
      const [made] = await this.opening.open([
        { pieces, plan, source_type, source_id, reinspects_id, holds_lot, notes: notes ?? null },
      ]);
      return this.get(made!.id);
    });
  }

  start(id: string): Promise<InspectionDto> {
    return this.db.transaction(async () => {
      await this.get(id);
      await this.history.step({ ...STEP, id, event: 'start' }, async () => ({ columns: { started_at: 'now' } }));
      return this.get(id);
    });
  }

  /** Ends an inspection without a decision. What it holds stays held: nobody passes a gate by cancelling it. */
  cancel(id: string, reason?: string | null): Promise<InspectionDto> {
    return this.db.transaction(async () => {
      await this.get(id);
      await this.history.step({ ...STEP, id, event: 'cancel', reason });
      return this.get(id);
    });
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.get(id);
    return this.history.of(INSPECTION_MACHINE, id);
  }
}

const missing = (pointer: string, message: string): FieldError => ({ pointer, code: 'REFERENCE_NOT_FOUND', message });

function namedFaults({ has_product, has_lot, warehouse_id }: NamedPieces): FieldError[] {
  return [
    ...(has_product ? [] : [missing('/product_id', 'There is no such product')]),
    ...(has_lot ? [] : [missing('/lot_id', 'The product has no such lot')]),
    ...(warehouse_id === null ? [missing('/location_id', 'Name a place in a warehouse')] : []),
  ];
}

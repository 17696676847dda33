import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import { Rational } from '../../kernel/numbers/index.js';
import { SupplierPricesService } from '../../master-data/index.js';
import { LineUnits } from '../../warehouse/index.js';
import { RequisitionLine } from './requisition-line.entity.js';
import type { RequisitionReferences } from './requisition-rules.js';
import { headFaults, lineFaults } from './requisition-rules.js';
import { REQUISITION_SOURCE } from './requisitions-limits.js';
import type { RequisitionLineInput } from './requisitions.dto.js';
import { RequisitionsRepository } from './requisitions.repository.js';

/** What a draft names of the rest of the world. */
export interface NamedByDraft {
  readonly company_id: string;
  readonly warehouse_id?: string | null | undefined;
  readonly department_id?: string | null | undefined;
}

/** A draft that has been looked through: its lines in pieces, with what they may cost. */
export interface CheckedDraft {
  readonly found: RequisitionReferences;
  /** Writes the lines and their words. */
  write(requisitionId: string): Promise<void>;
}

/** The lines of drafts: checked with all their faults, counted in pieces, estimated, written. */
@Injectable()
export class RequisitionDrafts {
  constructor(
    private readonly db: Database,
    private readonly requisitions: RequisitionsRepository,
    private readonly units: LineUnits,
    private readonly prices: SupplierPricesService,
  ) {}

  /** @throws VALIDATION_FAILED with every fault of head and lines */
  async check(named: NamedByDraft, lines: readonly RequisitionLineInput[]): Promise<CheckedDraft> {
    const { company_id, warehouse_id = null, department_id = null } = named;
    const found = await this.requisitions.references({
      company_id,
      warehouse_id,
      department_id,
      products: [...new Set(lines.map(({ product_id }) => product_id))],
      suppliers: [...new Set(lines.flatMap(({ suggested_supplier_id }) => suggested_supplier_id ?? []))],
    });
    const faults = [...headFaults(named, found), ...lineFaults(lines, found)];
    const { lines: counted, said } = await this.units.counted(lines, 'purchase', faults);
    const estimates = await this.estimates(counted, found);
    return {
      found,
      write: async (requisitionId) => {
        await this.db.insertMany(
          RequisitionLine,
          counted.map((line, n) => ({
            requisition_id: requisitionId,
            line_no: n + 1,
            product_id: line.product_id,
            description: line.description ?? null,
            quantity: line.quantity,
            estimated_price: line.estimated_price ?? estimates.get(line.product_id) ?? null,
            needed_by: line.needed_by ?? null,
            is_urgent: line.is_urgent ?? false,
            urgency_reason: line.urgency_reason ?? null,
            suggested_supplier_id: line.suggested_supplier_id ?? null,
            usage: line.usage ?? 'daily',
            usage_reference: line.usage_reference ?? null,
          })),
        );
        await this.units.forget(REQUISITION_SOURCE, requisitionId);
        await this.units.keepOf(REQUISITION_SOURCE, requisitionId, said);
      },
    };
  }

  /** @throws VALIDATION_FAILED with every fault of the head of a draft whose lines stay */
  async checkHead(named: NamedByDraft): Promise<RequisitionReferences> {
    const { company_id, warehouse_id = null, department_id = null } = named;
    const wanted = { company_id, warehouse_id, department_id, products: [], suppliers: [] };
    const found = await this.requisitions.references(wanted);
    refuse(headFaults(named, found));
    return found;
  }

  /** What a piece of each product costs at the cheapest supplier for all of it today, where the line itself does not say. */
  private async estimates(
    lines: readonly { product_id: string; quantity: number; estimated_price?: string | null | undefined }[],
    { today, currency_code }: RequisitionReferences,
  ): Promise<ReadonlyMap<string, string>> {
    const needs = new Map<string, number>();
    for (const { product_id, quantity, estimated_price } of lines)
      if (estimated_price == null) needs.set(product_id, (needs.get(product_id) ?? 0) + quantity);
    if (needs.size === 0 || currency_code === null) return new Map();
    const offers = await this.prices.bestOffers(
      [...needs].map(([product_id, quantity]) => ({
        product_id,
        quantity: Math.min(quantity, Number.MAX_SAFE_INTEGER),
      })),
      today,
      currency_code,
    );
    const estimates = new Map<string, string>();
    for (const [product_id, { compared_amount, stock_quantity }] of offers)
      if (compared_amount !== null && stock_quantity !== null)
        estimates.set(product_id, Rational.parse(compared_amount).div(Rational.of(stock_quantity)).toFixed(6));
    return estimates;
  }
}

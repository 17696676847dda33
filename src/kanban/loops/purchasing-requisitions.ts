import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { RequisitionsService } from '../../purchasing/index.js';
import { RequisitionPort } from './requisition-maker.js';
import type { RequisitionMaker, RequisitionProgress, WantedRequisition } from './requisition-maker.js';

/** Requisitions of purchasing as supplier loops want them: submitted at once, since the loop has said that it is needed. */
@Injectable()
export class PurchasingRequisitions implements RequisitionMaker, OnModuleInit {
  constructor(
    private readonly requisitions: RequisitionsService,
    private readonly port: RequisitionPort,
  ) {}

  onModuleInit(): void {
    this.port.provide(this);
  }

  make(wanted: WantedRequisition): Promise<{ id: string; number: string }> {
    const { signal_id, company_id, department_id, to_warehouse_id, reason } = wanted;
    const { product_id, quantity, needed_by, supplier_id } = wanted;
    const line = { product_id, quantity, needed_by, suggested_supplier_id: supplier_id };
    return this.requisitions.submitFor(
      { company_id, department_id, warehouse_id: to_warehouse_id, purpose: reason, lines: [line] },
      { origin: 'kanban', origin_key: signal_id },
    );
  }

  progress(ids: readonly string[]): Promise<RequisitionProgress[]> {
    return this.requisitions.progress(ids);
  }
}

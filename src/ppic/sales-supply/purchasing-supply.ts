import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { RequisitionsService } from '../../purchasing/index.js';
import { SupplyPort } from '../../sales/index.js';
import type { SupplyMaker, SupplyProgress, WantedSupply } from '../../sales/index.js';

/** Requisitions of purchasing as lines of sales want them: submitted at once, since a customer has ordered it. Neither of both modules may know the other. */
@Injectable()
export class PurchasingSupply implements SupplyMaker, OnModuleInit {
  constructor(
    private readonly requisitions: RequisitionsService,
    private readonly port: SupplyPort,
  ) {}

  onModuleInit(): void {
    this.port.provide('buy', this);
  }

  make(wanted: WantedSupply): Promise<{ id: string; number: string }> {
    const { order_line_id, company_id, warehouse_id, product_id, quantity, needed_on, reason } = wanted;
    return this.requisitions.submitFor(
      { company_id, warehouse_id, purpose: reason, lines: [{ product_id, quantity, needed_by: needed_on }] },
      { origin: 'sales', origin_key: order_line_id },
    );
  }

  async progress(ids: readonly string[]): Promise<SupplyProgress[]> {
    const known = await this.requisitions.progress(ids);
    return known.map(({ received_quantity, ...each }) => ({ ...each, supplied_quantity: received_quantity }));
  }
}

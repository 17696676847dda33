import { Injectable } from '@nestjs/common';
import { invalid } from '../../kernel/errors/index.js';
import { Labels } from '../../warehouse/index.js';
import type { LabelledThing } from '../../warehouse/index.js';
import { OrdersService } from '../orders/orders.service.js';
import { MAX_LABEL_ENTRIES } from './labels-limits.js';
import type { OrderLabelDto, OrderLabelsDto, OrderLabelsQuery } from './order-labels.dto.js';
import { OrderLabelsRepository } from './order-labels.repository.js';
import type { MadeLine } from './order-labels.repository.js';
import { packsOf } from './packs.js';
import type { Packs } from './packs.js';

const KIND = 'finished_goods';

/** Labels of what an order has made: each leads back to the order, the lot and what it was made of. */
@Injectable()
export class OrderLabels {
  constructor(
    private readonly orders: OrdersService,
    private readonly repository: OrderLabelsRepository,
    private readonly labels: Labels,
  ) {}

  /**
   * One label for each lot or serial number of a report, or for each pack. A fixed number of statements, however many there are.
   * @throws NOT_FOUND outside the caller's scope; VALIDATION_FAILED for more than fit into one answer
   */
  async of(orderId: string, { pack_quantity, report_id }: OrderLabelsQuery): Promise<OrderLabelsDto> {
    await this.orders.get(orderId);
    const made = await this.repository.made(orderId, report_id ?? null);
    const packed = made.flatMap((line) =>
      packsOf(line.quantity, pack_quantity ?? null).map((packs) => ({ line, packs })),
    );
    if (packed.length > MAX_LABEL_ENTRIES) {
      const message = `At most ${MAX_LABEL_ENTRIES} labels in one answer: ask for those of one report`;
      throw invalid([{ pointer: '/report_id', code: 'TOO_MANY', message }]);
    }
    const things = await this.labels.ofMany(
      KIND,
      made.map(({ id }) => id),
    );
    return {
      manufacturing_order_id: orderId,
      labels: packed.map(({ line, packs }) => shown(line, packs, things.get(line.id)!)),
    };
  }
}

function shown({ report_id }: MadeLine, { quantity, copies }: Packs, { label, details }: LabelledThing): OrderLabelDto {
  const said = details as unknown as Omit<OrderLabelDto, 'quantity'>;
  return {
    ...label,
    facts: [...label.facts, { name: 'Quantity', value: String(quantity) }],
    symbols: [...label.symbols],
    order_number: said.order_number,
    report_id,
    product_id: said.product_id,
    sku: said.sku,
    barcode: said.barcode,
    lot_id: said.lot_id,
    lot_code: said.lot_code,
    quantity,
    copies,
    manufactured_on: said.manufactured_on,
    expires_on: said.expires_on,
    traceability_code: label.symbols.find(({ symbology }) => symbology === 'qr')!.content,
  };
}

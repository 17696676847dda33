import { Injectable } from '@nestjs/common';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { assertInScope } from '../../kernel/security/index.js';
import type { OrderState } from '../orders/manufacturing-order.machine.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import type {
  AllocatedComponentDto,
  ComponentNeedDto,
  ComponentShortageDto,
  MaterialPositionDto,
  OperationMaterialDto,
  OrderShortagesDto,
  WorkOrderMaterialDto,
} from './shortages.dto.js';
import { ShortagesRepository } from './shortages.repository.js';

/** States in which an order needs its components. */
const OPEN: readonly OrderState[] = ['draft', 'approved', 'released', 'in_progress', 'paused'];

/** What is missing: over all open orders, for one of them, for one operation. */
@Injectable()
export class ShortagesService {
  constructor(
    private readonly shortages: ShortagesRepository,
    private readonly orders: OrdersRepository,
  ) {}

  /** Each product with who needs it, in two statements however many there are. */
  async page(query: ListParameters): Promise<Page<ComponentShortageDto>> {
    const found = await this.shortages.page(query);
    const needs = new Map<string, ComponentNeedDto[]>();
    for (const { product_id, warehouse_id, ...need } of await this.shortages.needs(found.data)) {
      const key = `${product_id} ${warehouse_id}`;
      needs.set(key, [...(needs.get(key) ?? []), need as ComponentNeedDto]);
    }
    const data = found.data.map((row) => ({
      ...(row as ComponentShortageDto),
      needs: needs.get(`${row.product_id} ${row.warehouse_id}`) ?? [],
    }));
    return { ...found, data };
  }

  /** @throws NOT_FOUND also outside the caller's scope */
  async ofOrder(orderId: string): Promise<OrderShortagesDto> {
    const { number, state } = await this.orders.get(orderId);
    const isOpen = OPEN.includes(state);
    const material = isOpen ? ((await this.shortages.ofOrder(orderId)) as MaterialPositionDto[]) : [];
    const work_orders = isOpen ? ((await this.shortages.operations(orderId)) as OperationMaterialDto[]) : [];
    return {
      order_id: orderId,
      order_number: number,
      state,
      material_is_here: material.every(({ short_quantity }) => short_quantity === 0),
      material,
      work_orders,
    };
  }

  /** @throws NOT_FOUND also outside the caller's scope */
  async ofWorkOrder(id: string): Promise<WorkOrderMaterialDto> {
    const head = await this.shortages.workOrder(id);
    if (!head) throw notFound('Work order', id);
    assertInScope(head, 'Work order');
    const components = (await this.shortages.components(id)) as AllocatedComponentDto[];
    const { work_order_id, number, order_id, state } = head;
    const material_is_here = components.every(({ short_quantity }) => short_quantity === 0);
    return { work_order_id, number, order_id, state, material_is_here, components };
  }
}

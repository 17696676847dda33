import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, invalid, notFound } from '../../kernel/errors/index.js';
import { Reservations } from '../../warehouse/index.js';
import { cumulativeRequirement } from '../orders/cumulative-requirements.js';
import type { ManufacturingOrder } from '../orders/manufacturing-order.entity.js';
import type { OrderState } from '../orders/manufacturing-order.machine.js';
import { OrderMaterial } from '../orders/order-material.js';
import { ORDER_SOURCE } from '../orders/order-movements.js';
import type { ManufacturingOrderDto } from '../orders/orders.dto.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import { OrdersService } from '../orders/orders.service.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { joinNeed, metBy, splitNeed } from './substitute-share.js';
import type { ComponentSubstitutesDto, ComponentSubstituteInput } from './substitutes.dto.js';
import { SubstitutesRepository } from './substitutes.repository.js';
import type { SubstitutableComponent, SubstituteOption } from './substitutes.repository.js';

const OPEN: readonly OrderState[] = ['approved', 'released', 'in_progress', 'paused'];
const HOLDING: readonly OrderState[] = ['released', 'in_progress', 'paused'];

/** Components whose need is met, wholly or in part, by a substitute of the bill: before anything of them was used. */
@Injectable()
export class SubstitutesService {
  constructor(
    private readonly db: Database,
    private readonly orders: OrdersRepository,
    private readonly substitutes: SubstitutesRepository,
    private readonly reservations: Reservations,
    private readonly material: OrderMaterial,
    private readonly drafts: OrdersService,
  ) {}

  /** @throws NOT_FOUND */
  async options(orderId: string, componentId: string): Promise<ComponentSubstitutesDto> {
    await this.orders.get(orderId);
    const { id, product_id, sku, required_quantity, short_quantity, used, options } = await this.component(
      orderId,
      componentId,
    );
    return { component_id: id, product_id, sku, required_quantity, short_quantity, used, options: [...options] };
  }

  /**
   * Has a part of a component's need (all of it when not said) met by the substitute named, else by the first by preference that has enough.
   * @throws NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, COMPONENT_IN_USE, NO_SUBSTITUTE
   */
  substitute(orderId: string, componentId: string, input: ComponentSubstituteInput): Promise<ManufacturingOrderDto> {
    return this.changed(orderId, async () => {
      const component = await this.component(orderId, componentId);
      assertUnused(component);
      const quantity = input.quantity ?? component.required_quantity;
      if (quantity > component.required_quantity || component.required_quantity === 0) {
        const message = `${component.required_quantity} pieces are required`;
        throw invalid([{ pointer: '/quantity', code: 'TOO_LARGE', message }]);
      }
      const { product_id } = input;
      const option = component.options.find((each) =>
        product_id ? each.product_id === product_id : metBy(each.free_quantity, each) >= quantity,
      );
      if (!option && product_id) {
        const message = 'is no substitute of this component in the bill';
        throw invalid([{ pointer: '/product_id', code: 'REFERENCE_NOT_FOUND', message }]);
      }
      if (!option) throw PPIC_ERRORS.NO_SUBSTITUTE(undefined, { options: component.options });
      await this.split(component, option, quantity);
    });
  }

  /**
   * Has whatever the order is short of met by substitutes, in order of preference, as far as there are any; what is left is short as before.
   * @throws INVALID_STATE
   */
  substituteShortages(orderId: string): Promise<ManufacturingOrderDto> {
    return this.changed(orderId, async () => {
      for (const component of await this.substitutes.components(orderId, null)) {
        if (component.used || component.short_quantity === 0) continue;
        const option = component.options.find((each) => metBy(each.free_quantity, each) > 0);
        if (!option) continue;
        const quantity = Math.min(component.short_quantity, metBy(option.free_quantity, option));
        await this.split(component, option, quantity);
      }
    });
  }

  /** Takes a substitute out of the order again, while nothing of it was used. @throws NOT_FOUND, COMPONENT_IN_USE, INVALID_STATE */
  undo(orderId: string, componentId: string): Promise<ManufacturingOrderDto> {
    return this.changed(orderId, async () => {
      const substitution = await this.substitutes.substitution(orderId, componentId);
      if (!substitution) throw notFound('Substitute', componentId);
      assertUnused(substitution);
      const component = await this.component(orderId, substitution.substitutes_component_id);
      assertUnused(component);
      const option = component.options.find(({ product_id }) => product_id === substitution.product_id);
      if (!option) throw PPIC_ERRORS.NO_SUBSTITUTE(undefined, { options: component.options });
      const need = joinNeed(component, substitution, option);
      const required_quantity = cumulativeRequirement(need, component.planned_quantity);
      await this.substitutes.join(component.id, { ...need, required_quantity }, substitution.id);
    });
  }

  private async split(component: SubstitutableComponent, option: SubstituteOption, quantity: number): Promise<void> {
    const shares = splitNeed(component, quantity, option);
    const required = (ratio: { numerator: string; denominator: string }): number =>
      cumulativeRequirement(ratio, component.planned_quantity);
    await this.substitutes.split(
      component,
      { ...shares.component, required_quantity: required(shares.component) },
      { ...shares.substitute, product_id: option.product_id, required_quantity: required(shares.substitute) },
    );
  }

  /** What the order holds follows its components: all of it is let go and held anew, in one transaction. */
  private changed(
    orderId: string,
    change: (order: ManufacturingOrder) => Promise<void>,
  ): Promise<ManufacturingOrderDto> {
    return this.db.transaction(async () => {
      const order = await this.orders.lock(orderId);
      if (!OPEN.includes(order.state)) {
        const detail = `Substitutes are chosen for an order that is ${OPEN.join(', ')}; this one is ${order.state}`;
        throw KERNEL_ERRORS.INVALID_STATE(detail, { state: order.state, event: 'substitute', allowed_from: OPEN });
      }
      await change(order);
      if (HOLDING.includes(order.state)) {
        await this.reservations.release(ORDER_SOURCE, order.id);
        await this.material.reserve(order, true);
      }
      return this.drafts.get(orderId);
    });
  }

  private async component(orderId: string, componentId: string): Promise<SubstitutableComponent> {
    const [component] = await this.substitutes.components(orderId, componentId);
    if (!component) throw notFound('Component', componentId);
    return component;
  }
}

function assertUnused({ used }: { readonly used: boolean }): void {
  if (used) throw PPIC_ERRORS.COMPONENT_IN_USE();
}

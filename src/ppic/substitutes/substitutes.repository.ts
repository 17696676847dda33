import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Ratio } from '../orders/cumulative-requirements.js';

/** A product of the bill that may stand for a component: so many of it for so many of the component. */
export interface SubstituteOption {
  readonly product_id: string;
  readonly sku: string;
  readonly preference: number;
  readonly numerator: number;
  readonly denominator: number;
  /** In the order's warehouse, promised to nobody, less what the order itself still wants of it. */
  readonly free_quantity: number;
}

/** A component with what may stand for it, and what keeps that from being changed. */
export interface SubstitutableComponent extends Ratio {
  readonly id: string;
  readonly sku: string;
  readonly product_id: string;
  readonly required_quantity: number;
  readonly used: boolean;
  readonly planned_quantity: number;
  /** Pieces that the order is short of. */
  readonly short_quantity: number;
  readonly options: readonly SubstituteOption[];
}

/** A component row that stands for a part of another. */
export interface Substitution extends Ratio {
  readonly id: string;
  readonly product_id: string;
  readonly substitutes_component_id: string;
  readonly used: boolean;
}

const USED = `(c.issued_quantity > 0 or coalesce(w.good_quantity + w.rejected_quantity + w.lost_quantity + w.rework_quantity,
  o.good_quantity + o.rejected_quantity + o.lost_quantity) > 0)`;

/** Components of an order and the substitutes that its bill names for them. */
@Injectable()
export class SubstitutesRepository {
  constructor(private readonly db: Database) {}

  /** All components that are of the bill itself, or the one named; substitutes by preference. */
  components(orderId: string, componentId: string | null): Promise<SubstitutableComponent[]> {
    return this.db.query<SubstitutableComponent>(
      `select c.id, c.product_id, p.sku, c.numerator::text, c.denominator::text, c.required_quantity, ${USED} as used,
              coalesce(w.planned_quantity, o.planned_quantity) as planned_quantity,
              least(coalesce((select m.short_quantity from erp.manufacturing_order_material m where m.order_id = o.id and m.product_id = c.product_id), 0),
                c.required_quantity) as short_quantity,
              coalesce((
                select json_agg(json_build_object('product_id', s.component_id, 'sku', sp.sku, 'preference', s.preference, 'numerator', s.quantity,
                         'denominator', l.quantity,
                         'free_quantity', greatest(stock.free - coalesce(own.wanted, 0), 0)) order by s.preference, l.line_no)
                  from erp.bom_lines l
                  join erp.bom_line_substitutes s on s.bom_line_id = l.id
                  join erp.products sp on sp.id = s.component_id and sp.is_active
                 cross join lateral (
                   select coalesce(sum(b.on_hand - b.reserved), 0)::bigint as free
                     from erp.stock_balances b join erp.locations x on x.id = b.location_id left join erp.lots t on t.id = b.lot_id
                    where b.product_id = s.component_id and x.warehouse_id = o.warehouse_id and x.is_available and x.is_active
                      and erp.is_lot_usable(t.state, t.expires_on)) stock
                  left join lateral (
                   select m.unreserved_quantity as wanted from erp.manufacturing_order_material m
                    where m.order_id = o.id and m.product_id = s.component_id) own on true
                 where l.bom_id = o.bom_id and l.kind = 'component' and l.component_id = c.product_id
                   and lower(l.operation) is not distinct from lower(c.operation)), '[]'::json) as options
         from erp.manufacturing_order_components c
         join erp.manufacturing_orders o on o.id = c.order_id
         join erp.products p on p.id = c.product_id
         left join erp.work_orders w on w.id = c.work_order_id
        where c.order_id = $1 and ($2::uuid is null or c.id = $2) and c.substitutes_component_id is null
        order by c.line_no`,
      [orderId, componentId],
    );
  }

  substitution(orderId: string, componentId: string): Promise<Substitution | null> {
    return this.db.maybe<Substitution>(
      `select c.id, c.product_id, c.numerator::text, c.denominator::text, c.substitutes_component_id, ${USED} as used
         from erp.manufacturing_order_components c
         join erp.manufacturing_orders o on o.id = c.order_id
         left join erp.work_orders w on w.id = c.work_order_id
        where c.order_id = $1 and c.id = $2 and c.substitutes_component_id is not null`,
      [orderId, componentId],
    );
  }

  /** Leaves the component what stays with it, and adds the substitute as a component with the rest; at today's worth once the order is released. */
  async split(
    component: SubstitutableComponent,
    stays: Ratio & { required_quantity: number },
    substitute: Ratio & { product_id: string; required_quantity: number },
  ): Promise<void> {
    await this.setNeed(component.id, stays);
    await this.db.query(
      `insert into erp.manufacturing_order_components (order_id, line_no, product_id, issue_method, operation, work_order_id, numerator, denominator,
         required_quantity, planned_unit_cost, substitutes_component_id)
       select c.order_id, (select max(n.line_no) + 1 from erp.manufacturing_order_components n where n.order_id = c.order_id), p.id, c.issue_method, c.operation,
              c.work_order_id, $3::numeric, $4::numeric, $5,
              case when c.planned_unit_cost is not null then coalesce(round(v.value / nullif(v.quantity, 0), 6), p.standard_cost) end, c.id
         from erp.manufacturing_order_components c
         join erp.manufacturing_orders o on o.id = c.order_id
         join erp.locations w on w.id = o.warehouse_id
         join erp.products p on p.id = $2
         left join erp.stock_valuations v on v.product_id = p.id and v.area_id = w.valuation_area_id
        where c.id = $1`,
      [component.id, substitute.product_id, substitute.numerator, substitute.denominator, substitute.required_quantity],
    );
  }

  /** Gives the component its need back, and takes the substitute out of the order. */
  async join(componentId: string, need: Ratio & { required_quantity: number }, substitutionId: string): Promise<void> {
    await this.db.query('delete from erp.manufacturing_order_components where id = $1', [substitutionId]);
    await this.setNeed(componentId, need);
  }

  private async setNeed(componentId: string, need: Ratio & { required_quantity: number }): Promise<void> {
    await this.db.query('select erp.set_component_need($1, $2::numeric, $3::numeric, $4)', [
      componentId,
      need.numerator,
      need.denominator,
      need.required_quantity,
    ]);
  }
}

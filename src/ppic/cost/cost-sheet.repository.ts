import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { SheetComponent, SheetMaterial, SheetOperation, SheetOutput } from './cost-sheet.js';

export type SheetOutputRow = SheetOutput & {
  readonly product_id: string;
  readonly sku: string;
  readonly name: string;
  readonly kind: string;
  readonly received_value: string;
};

export type SheetOperationRow = SheetOperation & {
  readonly work_order_id: string;
  readonly number: string;
  readonly name: string;
  readonly planned_machine_minutes: number;
  readonly planned_labour_minutes: number;
  readonly planned_cost: string;
  readonly machine_minutes: number;
  readonly labour_minutes: number;
};

/** Everything that an order's cost is made of. */
export interface CostRows {
  readonly currency_code: string;
  readonly components: readonly SheetComponent[];
  readonly materials: readonly SheetMaterial[];
  readonly operations: readonly SheetOperationRow[];
  readonly outputs: readonly SheetOutputRow[];
}

const PROCESSED = `w.good_quantity + w.rejected_quantity + w.lost_quantity + w.rework_quantity`;

/** What ledger, work orders and snapshot say of the cost of an order. */
@Injectable()
export class CostSheetRepository {
  constructor(private readonly db: Database) {}

  /** In one statement, however many components and operations there are. */
  of(orderId: string): Promise<CostRows> {
    return this.db.one<CostRows>(
      `with flow as materialized (
         select f.direction, f.product_id, sum(f.value)::numeric(15,2) as value from erp.manufacturing_order_flows f where f.order_id = $1 group by f.direction, f.product_id
       ), cost as (
         select e.work_order_id, sum(e.labour_cost) as labour_cost, sum(e.machine_cost) as machine_cost, sum(e.overhead_cost) as overhead_cost,
                sum(e.subcontract_cost) as subcontract_cost
           from erp.work_orders w join erp.work_order_entries e on e.work_order_id = w.id and e.reversed_at is null where w.order_id = $1 group by e.work_order_id
       )
       select k.currency_code,
              (select coalesce(json_agg(json_build_object('product_id', c.product_id, 'numerator', c.numerator::text, 'denominator', c.denominator::text,
                  'required_quantity', c.required_quantity, 'issued_quantity', c.issued_quantity, 'planned_unit_cost', c.planned_unit_cost::text,
                  'processed_quantity', coalesce(${PROCESSED}, o.good_quantity + o.rejected_quantity + o.lost_quantity)) order by c.line_no), '[]')
                 from erp.manufacturing_order_components c left join erp.work_orders w on w.id = c.work_order_id where c.order_id = o.id) as components,
              (select coalesce(json_agg(json_build_object('product_id', p.id, 'sku', p.sku, 'name', p.name, 'actual_value', coalesce(f.value, 0)::numeric(15,2)::text) order by p.sku), '[]')
                 from erp.products p left join flow f on f.product_id = p.id and f.direction = 'consumed'
                where p.id in (select c.product_id from erp.manufacturing_order_components c where c.order_id = o.id)) as materials,
              (select coalesce(json_agg(json_build_object('work_order_id', w.id, 'number', w.number, 'name', w.name, 'kind', w.kind, 'setup_minutes', w.setup_minutes,
                  'run_minutes', w.run_minutes, 'run_quantity', w.run_quantity, 'places', w.places, 'capacity', w.capacity, 'people_per_place', w.people_per_place,
                  'efficiency_percent', w.efficiency_percent::text, 'labour_rate', w.labour_rate::text, 'machine_rate', w.machine_rate::text,
                  'overhead_percent', w.overhead_percent::text, 'price_per_piece', w.price_per_piece::text, 'planned_quantity', w.planned_quantity,
                  'planned_machine_minutes', w.planned_machine_minutes, 'planned_labour_minutes', w.planned_labour_minutes, 'planned_cost', w.planned_cost::text,
                  'processed_quantity', ${PROCESSED}, 'good_quantity', w.good_quantity, 'machine_minutes', w.machine_minutes, 'labour_minutes', w.labour_minutes,
                  'labour_cost', coalesce(cost.labour_cost, 0)::numeric(15,2)::text, 'machine_cost', coalesce(cost.machine_cost, 0)::numeric(15,2)::text,
                  'overhead_cost', coalesce(cost.overhead_cost, 0)::numeric(15,2)::text, 'subcontract_cost', coalesce(cost.subcontract_cost, 0)::numeric(15,2)::text)
                  order by w.operation_no), '[]')
                 from erp.work_orders w left join cost on cost.work_order_id = w.id where w.order_id = o.id) as operations,
              (select json_agg(json_build_object('product_id', p.id, 'sku', p.sku, 'name', p.name, 'kind', u.kind, 'quantity', u.quantity, 'planned_unit_cost', u.cost::text,
                  'received_value', case when u.nth = 1 then coalesce(f.value, 0) else 0 end::numeric(15,2)::text) order by u.place)
                 from (select *, row_number() over (partition by product_id order by place) as nth
                         from (select 0 as place, 'main' as kind, o.product_id, o.good_quantity + o.rejected_quantity as quantity, o.planned_unit_cost as cost
                               union all select u.line_no, u.kind, u.product_id, u.received_quantity, u.planned_unit_cost
                                           from erp.manufacturing_order_outputs u where u.order_id = o.id) made) u
                 join erp.products p on p.id = u.product_id left join flow f on f.product_id = p.id and f.direction = 'received') as outputs
         from erp.manufacturing_orders o join erp.companies k on k.id = o.company_id where o.id = $1`,
      [orderId],
    );
  }
}
